import type { FakeAwsOptions } from './options.ts';
import { Refusal } from './refusal.ts';

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

export function inferenceProfiles({ models, bedrockRegion }: Catalogue, accountId: string): object[] {
  return models
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
}
