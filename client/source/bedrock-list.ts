import {
  type BedrockClient,
  type FoundationModelSummary,
  type InferenceProfileSummary,
  ListFoundationModelsCommand,
  paginateListInferenceProfiles,
} from '@aws-sdk/client-bedrock';
import { listingClient } from '../../shared/bedrock/listing.ts';
import { withoutPrefix } from '../../shared/bedrock/model-id.ts';
import { tokenProblem } from '../../shared/bedrock/refusal.ts';
import type { Authorization, RequestSettings } from '../../shared/bedrock/runtime.ts';
import { networkProblem } from '../../shared/network/failure.ts';
import { oneLine, Problem } from '../../shared/problem.ts';
import type { Offered } from './source.ts';

/** No account has more; a list that never ends fills no memory. */
const MOST = 2_000;

/**
 * What a call may name: inference profiles (of the system and of the account) and Anthropic's foundation models, the newest
 * names last as AWS gives them. Throws a Problem.
 */
export async function offeredModels(
  settings: RequestSettings,
  region: string,
  authorization: Authorization,
  signal: AbortSignal,
): Promise<Offered[]> {
  const client = listingClient(settings, region, authorization);
  const call = { region, signal };
  const [profiles, models] = await Promise.all([profilesOf(client, call), foundationModels(client, call)]);
  const retired = new Map(models.map((model) => [model.modelId ?? '', isRetired(model)]));
  return [
    ...profiles.filter(isOfAnthropic).map((profile) => offeredProfile(profile, retired)),
    ...models.filter(({ modelId }) => modelId).map(offeredModel),
  ];
}

interface Call {
  region: string;
  signal: AbortSignal;
}

async function profilesOf(client: BedrockClient, call: Call): Promise<InferenceProfileSummary[]> {
  const found: InferenceProfileSummary[] = [];
  try {
    for (const typeEquals of ['SYSTEM_DEFINED', 'APPLICATION'] as const) {
      const pages = paginateListInferenceProfiles(
        { client, pageSize: 1000 },
        { typeEquals },
        { abortSignal: call.signal },
      );
      for await (const { inferenceProfileSummaries } of pages) {
        found.push(...(inferenceProfileSummaries ?? []));
        if (found.length > MOST) return found;
      }
    }
    return found;
  } catch (thrown) {
    throw refusal(thrown, 'ListInferenceProfiles', call);
  }
}

async function foundationModels(client: BedrockClient, call: Call): Promise<FoundationModelSummary[]> {
  try {
    const command = new ListFoundationModelsCommand({ byProvider: 'Anthropic' });
    return (await client.send(command, { abortSignal: call.signal })).modelSummaries ?? [];
  } catch (thrown) {
    throw refusal(thrown, 'ListFoundationModels', call);
  }
}

function refusal(thrown: unknown, action: string, { region, signal }: Call): Problem {
  const problem = networkProblem(thrown, `Bedrock ${action}`, signal);
  if (problem.code !== 'awsRefused') return problem;
  const noToken = tokenProblem(thrown, region);
  if (noToken) return noToken;
  const missing = /bedrock:\w+/.exec((thrown as Error).message)?.[0] ?? `bedrock:${action}`;
  return new Problem(
    'awsRefused',
    `the models can't be listed: ${problem.message}`,
    `ask your administrator to allow ${missing} for the role, or to set inferenceModels`,
    thrown,
  );
}

/** The models that a profile passes on to say whose it is; the name of an account's own profile says nothing. */
function isOfAnthropic({ models, inferenceProfileId }: InferenceProfileSummary): boolean {
  const behind = (models ?? []).map(({ modelArn }) => modelArn ?? '');
  return [inferenceProfileId ?? '', ...behind].some((name) => name.includes('anthropic.'));
}

function offeredProfile(profile: InferenceProfileSummary, retired: ReadonlyMap<string, boolean>): Offered {
  const { inferenceProfileId = '', inferenceProfileArn = '', inferenceProfileName, type, status } = profile;
  const own = type === 'APPLICATION';
  const id = own ? inferenceProfileArn : inferenceProfileId;
  const ended = retired.get(withoutPrefix(id)) ? 'its model is being retired' : undefined;
  const unusable = status && status !== 'ACTIVE' ? `its status is ${oneLine(status)}` : ended;
  return {
    id: oneLine(id),
    name: oneLine(inferenceProfileName ?? id),
    kind: own ? 'application inference profile' : 'inference profile',
    ...(unusable ? { unusable } : {}),
  };
}

function offeredModel(model: FoundationModelSummary): Offered {
  const { modelId = '', modelName, inferenceTypesSupported = [] } = model;
  const unusable = isRetired(model)
    ? 'it is being retired'
    : inferenceTypesSupported.includes('ON_DEMAND')
      ? undefined
      : 'only through an inference profile';
  return {
    id: oneLine(modelId),
    name: oneLine(modelName ?? modelId),
    kind: 'foundation model',
    ...(unusable ? { unusable } : {}),
  };
}

function isRetired({ modelLifecycle }: FoundationModelSummary): boolean {
  return modelLifecycle?.status === 'LEGACY';
}
