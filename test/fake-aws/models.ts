import type { FakeAwsOptions } from './options.ts';
import { Refusal } from './refusal.ts';

const OWN_PROFILE = /^arn:.*:application-inference-profile\//;
const PROFILE = /^(us|eu|apac|jp|au|us-gov|global)\.(?=[a-z])/;

export function checkModel(model: string, models: readonly string[]): void {
  if (models.includes(model) || models.includes(model.split('/').at(-1) ?? '')) return;
  if (models.some((known) => known.replace(PROFILE, '') === model)) {
    throw validation(
      `Invocation of model ID ${model} with on-demand throughput isn’t supported. Retry your request with the ID or ARN ` +
        'of an inference profile that contains this model.',
    );
  }
  if (model.startsWith('arn:'))
    throw new Refusal(404, 'ResourceNotFoundException', 'The requested resource was not found.');
  throw validation('The provided model identifier is invalid.');
}

function validation(message: string): Refusal {
  return new Refusal(400, 'ValidationException', message);
}

export function modelArn(model: string, region: string, accountId: string): string {
  if (model.startsWith('arn:')) return model;
  const begin = `arn:${partitionOf(region)}:bedrock:${region}`;
  if (PROFILE.test(model)) return `${begin}:${accountId}:inference-profile/${model}`;
  return `${begin}::foundation-model/${model}`;
}

function partitionOf(region: string): string {
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return region.startsWith('cn-') ? 'aws-cn' : 'aws';
}

/** A region beside the caller's own that a profile passes calls on to; `global` passes them on to no region in particular. */
const OTHER_REGION: Record<string, string> = {
  us: 'us-west-2',
  eu: 'eu-west-1',
  apac: 'ap-southeast-1',
  jp: 'ap-northeast-3',
  au: 'ap-southeast-4',
  'us-gov': 'us-gov-east-1',
  global: '',
};

/** What lies behind the account's own profiles. */
const BEHIND_OWN = 'anthropic.claude-3-haiku-20240307-v1:0';

/** The foundation models that a call of a profile needs too, in every region that it may be passed on to. */
export function modelsBehind(model: string, region: string): string[] {
  const id = model.replace(/^arn:.*\binference-profile\//, '');
  if (OWN_PROFILE.test(model)) return [modelArn(BEHIND_OWN, region, '')];
  const prefix = PROFILE.exec(id)?.[1];
  if (prefix === undefined) return [];
  const own = modelArn(id.replace(PROFILE, ''), region, '');
  const other = OTHER_REGION[prefix] ?? region;
  return [...new Set([own, own.replace(`:${region}:`, `:${other}:`)])];
}

/** Whether a foundation model can be called, in the four ways in which it may not. */
export interface Availability {
  agreementAvailability?: { status: string; errorMessage?: string };
  authorizationStatus?: string;
  entitlementAvailability?: string;
  regionAvailability?: string;
}

const ENABLED: Availability = {
  agreementAvailability: { status: 'AVAILABLE' },
  authorizationStatus: 'AUTHORIZED',
  entitlementAvailability: 'AVAILABLE',
  regionAvailability: 'AVAILABLE',
};

export function availabilityOf(modelId: string, { models, bedrockRegion, notEnabled }: FakeAwsOptions): object {
  const known = foundationModels({ models, bedrockRegion }).some((model) => model.modelId === modelId);
  if (!known) throw new Refusal(404, 'ResourceNotFoundException', 'Could not resolve the foundation model.');
  return { modelId, ...ENABLED, ...notEnabled[modelId] };
}

/** Throws a Refusal, as for a model that nobody has asked for yet. */
export function checkEnabled(model: string, { notEnabled }: FakeAwsOptions): void {
  const id = (model.split('/').at(-1) ?? '').replace(PROFILE, '');
  if (!(id in notEnabled)) return;
  throw new Refusal(403, 'AccessDeniedException', "You don't have access to the model with the specified model ID.");
}

type Catalogue = Pick<FakeAwsOptions, 'models' | 'bedrockRegion'>;

export function foundationModels({ models, bedrockRegion }: Catalogue): { modelId: string }[] {
  const ids = new Set(models.filter((id) => !id.startsWith('arn:')).map((id) => id.replace(PROFILE, '')));
  return [...ids].map((modelId) => ({
    modelArn: modelArn(modelId, bedrockRegion, ''),
    modelId,
    modelName: modelId,
    providerName: 'Anthropic',
    inputModalities: ['TEXT', 'IMAGE'],
    outputModalities: ['TEXT'],
    responseStreamingSupported: true,
    customizationsSupported: [],
    inferenceTypesSupported: [models.includes(modelId) ? 'ON_DEMAND' : 'INFERENCE_PROFILE'],
    modelLifecycle: { status: 'ACTIVE' },
  }));
}

export function inferenceProfiles({ models, bedrockRegion }: Catalogue, accountId: string): { type: string }[] {
  const own = models
    .filter((id) => OWN_PROFILE.test(id))
    .map((arn) => ({
      inferenceProfileName: arn.split('/').at(-1) ?? '',
      createdAt: '2025-09-29T00:00:00Z',
      updatedAt: '2025-09-29T00:00:00Z',
      inferenceProfileArn: arn,
      models: modelsBehind(arn, bedrockRegion).map((behind) => ({ modelArn: behind })),
      inferenceProfileId: arn.split('/').at(-1) ?? '',
      status: 'ACTIVE',
      type: 'APPLICATION',
    }));
  const system = models
    .filter((id) => PROFILE.test(id))
    .map((id) => ({
      inferenceProfileName: id,
      description: `Routes requests to ${id.replace(PROFILE, '')}.`,
      createdAt: '2025-09-29T00:00:00Z',
      updatedAt: '2025-09-29T00:00:00Z',
      inferenceProfileArn: modelArn(id, bedrockRegion, accountId),
      models: modelsBehind(id, bedrockRegion).map((behind) => ({ modelArn: behind })),
      inferenceProfileId: id,
      status: 'ACTIVE',
      type: 'SYSTEM_DEFINED',
    }));
  return [...system, ...own];
}

/** One page of a list, and where the next begins. */
export function pageOf<Item>(items: readonly Item[], { searchParams }: URL): { page: Item[]; nextToken?: string } {
  const begin = Number(searchParams.get('nextToken') ?? 0);
  const size = Math.min(Number(searchParams.get('maxResults') ?? PAGE), PAGE);
  const end = begin + size;
  return { page: items.slice(begin, end), ...(end < items.length ? { nextToken: String(end) } : {}) };
}

/** Few, so that every list of some length has several. */
const PAGE = 3;
