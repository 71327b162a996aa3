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
  if (PROFILE.test(model)) return `arn:aws:bedrock:${region}:${accountId}:inference-profile/${model}`;
  return `arn:aws:bedrock:${region}::foundation-model/${model}`;
}

type Catalogue = Pick<FakeAwsOptions, 'models' | 'bedrockRegion'>;

export function foundationModels({ models, bedrockRegion }: Catalogue): object[] {
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
      models: [{ modelArn: modelArn('anthropic.claude-3-haiku-20240307-v1:0', bedrockRegion, accountId) }],
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
      models: [{ modelArn: modelArn(id.replace(PROFILE, ''), bedrockRegion, accountId) }],
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
