import type { Approach } from '../../shared/policy/approaches.ts';
import { type Scope, scopeOf } from './scope.ts';

/** The approaches that go to Bedrock with somebody's rights. */
export type BedrockApproach = Exclude<Approach, 'gateway'>;

/** What people are to be allowed. */
export interface PolicyOrder {
  approach: BedrockApproach;
  /** None: all of the partition. */
  regions: readonly string[];
  /** Model IDs, inference profiles and ARNs; none: all of Anthropic. */
  models: readonly string[];
  /** Whose inference profiles; none: those of any account that has the policy. */
  accounts: readonly string[];
  /** Whether the models may be listed. */
  discovery: boolean;
}

export interface PolicyDocument {
  Version: '2012-10-17';
  Statement: Statement[];
}

interface Statement {
  Sid: string;
  Effect: 'Allow';
  Action: string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string[]>>;
}

export const INVOKE = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];
export const BEARER = 'bedrock:CallWithBearerToken';
export const LIST = ['bedrock:ListFoundationModels', 'bedrock:ListInferenceProfiles'];

/** With a token, static or from a helper, a call needs the right to use one besides the right to the model. */
export function usesBearer(approach: BedrockApproach): boolean {
  return approach === 'static' || approach === 'helper-script';
}

/** With a token the app looks for models itself; with a profile or a sign-in of its own the settings must name them. */
export function discovers(approach: BedrockApproach): boolean {
  return usesBearer(approach);
}

/** The smallest IAM policy for it. Throws a Problem (usage) for models and regions that don't fit together. */
export function policyDocument(order: PolicyOrder): PolicyDocument {
  const scope = scopeOf(order);
  const statements = [invoking(scope), throughProfiles(scope), bearer(order), listing(order)];
  return { Version: '2012-10-17', Statement: statements.filter((statement) => statement !== undefined) };
}

function invoking({ direct }: Scope): Statement | undefined {
  if (direct.length === 0) return undefined;
  return { Sid: 'InvokeModels', Effect: 'Allow', Action: INVOKE, Resource: direct };
}

/**
 * A cross-region profile passes a call on to any region of its geography, and `global` to none in particular: the caller
 * needs the model in each of them, but only when the call comes through the profile.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html
 */
function throughProfiles({ behind, profiles }: Scope): Statement | undefined {
  if (behind.length === 0) return undefined;
  return {
    Sid: 'InvokeModelsThroughProfiles',
    Effect: 'Allow',
    Action: INVOKE,
    Resource: behind,
    Condition: { StringLike: { 'bedrock:InferenceProfileArn': profiles } },
  };
}

/** These actions know no resource but "*". */
function bearer({ approach }: PolicyOrder): Statement | undefined {
  return usesBearer(approach)
    ? { Sid: 'CallWithBearerToken', Effect: 'Allow', Action: [BEARER], Resource: '*' }
    : undefined;
}

function listing({ discovery }: PolicyOrder): Statement | undefined {
  return discovery ? { Sid: 'ListModels', Effect: 'Allow', Action: LIST, Resource: '*' } : undefined;
}
