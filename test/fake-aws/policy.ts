import type { Permissions } from './options.ts';
import { Refusal } from './refusal.ts';
import type { RoleSession } from './sessions.ts';

/** An IAM policy, as far as this AWS evaluates one. */
export interface PolicyDocument {
  Version: string;
  Statement: readonly Statement[];
}

interface Statement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Action: string | readonly string[];
  Resource: string | readonly string[];
  Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** One request, as policies see it. */
export interface Wish {
  action: string;
  resource: string;
  context?: Readonly<Record<string, string>>;
}

export type Decision = 'allowed' | 'explicitDeny' | 'implicitDeny';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
export function decisionOn(permissions: Permissions, wish: Wish): Decision {
  const { Statement } = policyOf(permissions);
  const effects = Statement.filter((statement) => appliesTo(statement, wish)).map(({ Effect }) => Effect);
  if (effects.includes('Deny')) return 'explicitDeny';
  return effects.includes('Allow') ? 'allowed' : 'implicitDeny';
}

function policyOf({ policy, actions = ['*'] }: Permissions): PolicyDocument {
  return policy ?? { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] };
}

function appliesTo({ Action, Resource, Condition = {} }: Statement, { action, resource, context }: Wish): boolean {
  return (
    listOf(Action).some((pattern) => isLike(pattern.toLowerCase(), action.toLowerCase())) &&
    listOf(Resource).some((pattern) => isLike(pattern, resource)) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => holds(operator, listOf(values), context?.[key])),
    )
  );
}

/** A key that the request has not makes a condition false, unless the operator says otherwise. */
function holds(operator: string, values: readonly string[], given: string | undefined): boolean {
  const [, bare = '', ifExists] = /^(.*?)(IfExists)?$/.exec(operator) ?? [];
  const fits = operators[bare];
  if (!fits) throw new Refusal(400, 'MalformedPolicyDocument', `this AWS does not know the operator ${operator}`);
  if (given === undefined) return ifExists !== undefined;
  return values.some((value) => fits(value, given));
}

const operators: Record<string, (value: string, given: string) => boolean> = {
  StringEquals: (value, given) => value === given,
  StringLike: isLike,
  ArnLike: isLike,
  ArnEquals: isLike,
};

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

function isLike(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}

export function isForbidden(patterns: readonly string[], action: string): boolean {
  return patterns.some((pattern) => isLike(pattern, action));
}

/** Throws a Refusal of that code, in AWS's words, where the caller may not do that. */
export function checkPermission(
  session: RoleSession,
  wish: Wish,
  forbidden: readonly string[],
  code = 'AccessDeniedException',
): void {
  const why = isForbidden(forbidden, wish.action)
    ? 'with an explicit deny in a service control policy'
    : reasons[decisionOn(session.role, wish)]?.(wish.action);
  if (!why) return;
  const who = `User: ${session.arn} is not authorized to perform: ${wish.action} on resource: ${wish.resource}`;
  throw new Refusal(403, code, `${who} ${why}`);
}

const reasons: Partial<Record<Decision, (action: string) => string>> = {
  implicitDeny: (action) => `because no identity-based policy allows the ${action} action`,
  explicitDeny: () => 'with an explicit deny in an identity-based policy',
};
