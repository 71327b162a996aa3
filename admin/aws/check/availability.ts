import {
  type BedrockClient,
  GetFoundationModelAvailabilityCommand,
  type GetFoundationModelAvailabilityCommandOutput,
} from '@aws-sdk/client-bedrock';

/** AWS's answer of a model. */
export type Answer = Pick<
  GetFoundationModelAvailabilityCommandOutput,
  'agreementAvailability' | 'authorizationStatus' | 'entitlementAvailability' | 'regionAvailability'
>;

/** Why a foundation model can't be called; undefined: it can. */
export interface Obstacle {
  /** After its name. */
  words: string;
  next: string;
  /** It goes away by itself. */
  isPending?: true;
}

const ENABLE =
  'enable it in the Bedrock console, in that region: Model catalog, with the use case form of Anthropic if it is asked for';

/** What AWS answered of a model, as a person would say it. `elsewhere`: it is called through a profile, in other regions too. */
export function obstacleIn(answer: Answer, region: string, elsewhere: boolean): Obstacle | undefined {
  const { agreementAvailability: agreement, authorizationStatus, entitlementAvailability, regionAvailability } = answer;
  if (regionAvailability === 'NOT_AVAILABLE' && !elsewhere) {
    return { words: `is not offered in ${region}`, next: 'name a model or an inference profile of that region' };
  }
  if (agreement?.status === 'PENDING') {
    return { words: 'is being enabled', next: 'wait a quarter of an hour, then check again', isPending: true };
  }
  if (agreement?.status === 'ERROR') {
    const why = agreement.errorMessage ? ` (${agreement.errorMessage})` : '';
    return {
      words: `could not be enabled${why}`,
      next: 'see the subscription in AWS Marketplace, and how the account pays',
    };
  }
  if (agreement?.status === 'NOT_AVAILABLE') {
    return { words: 'is not enabled: its agreement has not been accepted', next: ENABLE };
  }
  if (entitlementAvailability === 'NOT_AVAILABLE') {
    return { words: 'is not enabled: the account has no entitlement', next: ENABLE };
  }
  if (authorizationStatus === 'NOT_AUTHORIZED') {
    return {
      words: 'is closed to this account: it is not authorized',
      next: 'ask AWS Support: the model may be restricted',
    };
  }
  return undefined;
}

/** Asks AWS, each model once. Throws as the AWS client does. */
export function availabilityOf(
  client: () => Promise<BedrockClient>,
  signal: AbortSignal,
): (id: string) => Promise<Answer> {
  const known = new Map<string, Promise<Answer>>();
  const ask = async (modelId: string) =>
    (await client()).send(new GetFoundationModelAvailabilityCommand({ modelId }), { abortSignal: signal });
  return (modelId) => {
    const found = known.get(modelId) ?? ask(modelId);
    known.set(modelId, found);
    return found;
  };
}
