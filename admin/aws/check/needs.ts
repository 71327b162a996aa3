import type { InferenceProfileSummary } from '@aws-sdk/client-bedrock';
import { isOfAnthropic } from '../../../shared/bedrock/lists.ts';
import { geographyOf } from '../../lint/regions.ts';
import { BEARER, INVOKE, LIST, type PolicyOrder, usesBearer } from '../policy.ts';
import { partitionNear } from '../scope.ts';

/** Actions that a role must be allowed on resources, in the circumstances of one kind of call. */
export interface Need {
  actions: string[];
  /** None: the actions know no resource. */
  resources: string[];
  context: Record<string, string>;
}

/** A model that people call, and what lies behind it. */
export interface Called {
  /** As the settings name it. */
  id: string;
  arn: string;
  isProfile: boolean;
  /** The ARNs of the foundation models that a profile passes calls on to. */
  behind: string[];
}

/** Where the calls are made. */
export interface Spot {
  region: string;
  account: string;
}

/** The configured models, or where there are none, every profile of Anthropic, which people are offered then. */
export function calledModels(
  models: readonly string[],
  profiles: readonly InferenceProfileSummary[],
  spot: Spot,
): Called[] {
  const offered = profiles.filter(({ status }) => !status || status === 'ACTIVE').filter(isOfAnthropic);
  const ids = offered.map(({ type, inferenceProfileArn, inferenceProfileId }) =>
    type === 'APPLICATION' ? inferenceProfileArn : inferenceProfileId,
  );
  const meant = models.length > 0 ? models : ids.filter((id) => id !== undefined);
  return meant.map((id) => calledModel(id, profiles, spot));
}

function calledModel(id: string, profiles: readonly InferenceProfileSummary[], { region, account }: Spot): Called {
  const profile = profiles.find(({ inferenceProfileId, inferenceProfileArn }) =>
    [inferenceProfileId, inferenceProfileArn].includes(id),
  );
  const behind = unique((profile?.models ?? []).map(({ modelArn }) => modelArn ?? '').filter(Boolean));
  const isProfile =
    profile !== undefined || geographyOf(id) !== undefined || /:(application-)?inference-profile\//.test(id);
  const begin = `arn:${partitionNear(region)}:bedrock:${region}`;
  const usual = isProfile ? `${begin}:${account}:inference-profile/${id}` : `${begin}::foundation-model/${id}`;
  const arn = profile?.inferenceProfileArn ?? (id.startsWith('arn:') ? id : usual);
  return { id, arn, isProfile, behind };
}

/** All that a role must be allowed, so that the app works as it is configured. */
export function needsOf(
  { approach, discovery }: Pick<PolicyOrder, 'approach' | 'discovery'>,
  called: readonly Called[],
  { region }: Spot,
): Need[] {
  const here = { 'aws:RequestedRegion': region };
  const direct = { actions: INVOKE, resources: unique(called.map(({ arn }) => arn)), context: here };
  const bare = [...(usesBearer(approach) ? [BEARER] : []), ...(discovery ? LIST : [])];
  return [
    ...(direct.resources.length > 0 ? [direct] : []),
    ...called.flatMap(behindProfile),
    ...(bare.length > 0 ? [{ actions: bare, resources: [], context: here }] : []),
  ];
}

/** A call that is passed on is judged again where it arrives: a policy may forbid a region. */
function behindProfile({ arn, behind }: Called): Need[] {
  return unique(behind.map(regionIn)).map((region) => ({
    actions: INVOKE,
    resources: behind.filter((model) => regionIn(model) === region),
    // Of a global profile, which has no region there, AWS says so.
    context: { 'aws:RequestedRegion': region || 'unspecified', 'bedrock:InferenceProfileArn': arn },
  }));
}

function regionIn(arn: string): string {
  return arn.split(':')[3] ?? '';
}

/** The ID of the foundation model in an ARN. */
export function modelIn(arn: string): string {
  return /:foundation-model\/(.+)$/.exec(arn)?.[1] ?? arn;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
