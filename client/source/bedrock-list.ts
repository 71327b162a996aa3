import type { FoundationModelSummary, InferenceProfileSummary } from '@aws-sdk/client-bedrock';
import { listingClient } from '../../shared/bedrock/listing.ts';
import { foundationModels, inferenceProfiles, isOfAnthropic, isRetired } from '../../shared/bedrock/lists.ts';
import { withoutPrefix } from '../../shared/bedrock/model-id.ts';
import { tokenProblem } from '../../shared/bedrock/refusal.ts';
import type { Authorization, RequestSettings } from '../../shared/bedrock/runtime.ts';
import { networkProblem } from '../../shared/network/failure.ts';
import { oneLine, Problem } from '../../shared/problem.ts';
import type { Offered } from './source.ts';

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
  const [profiles, models] = await Promise.all([
    inferenceProfiles(client, signal).catch(refused('ListInferenceProfiles', call)),
    foundationModels(client, signal).catch(refused('ListFoundationModels', call)),
  ]);
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

function refused(action: string, call: Call) {
  return (thrown: unknown): never => {
    throw refusal(thrown, action, call);
  };
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
