import {
  type BedrockClient,
  type FoundationModelSummary,
  type InferenceProfileSummary,
  ListFoundationModelsCommand,
  paginateListInferenceProfiles,
} from '@aws-sdk/client-bedrock';

/** No account has more; a list that never ends fills no memory. */
const MOST = 2_000;

/** The inference profiles of the system and of the account. Throws as the AWS client does. */
export async function inferenceProfiles(
  client: BedrockClient,
  signal: AbortSignal,
): Promise<InferenceProfileSummary[]> {
  const found: InferenceProfileSummary[] = [];
  for (const typeEquals of ['SYSTEM_DEFINED', 'APPLICATION'] as const) {
    const pages = paginateListInferenceProfiles({ client, pageSize: 1000 }, { typeEquals }, { abortSignal: signal });
    for await (const { inferenceProfileSummaries } of pages) {
      found.push(...(inferenceProfileSummaries ?? []));
      if (found.length > MOST) return found;
    }
  }
  return found;
}

/** Anthropic's models in the client's region. Throws as the AWS client does. */
export async function foundationModels(client: BedrockClient, signal: AbortSignal): Promise<FoundationModelSummary[]> {
  const command = new ListFoundationModelsCommand({ byProvider: 'Anthropic' });
  return (await client.send(command, { abortSignal: signal })).modelSummaries ?? [];
}

/** The models that a profile passes on to say whose it is; the name of an account's own profile says nothing. */
export function isOfAnthropic({ models, inferenceProfileId }: InferenceProfileSummary): boolean {
  const behind = (models ?? []).map(({ modelArn }) => modelArn ?? '');
  return [inferenceProfileId ?? '', ...behind].some((name) => name.includes('anthropic.'));
}

export function isRetired({ modelLifecycle }: FoundationModelSummary): boolean {
  return modelLifecycle?.status === 'LEGACY';
}
