import { signedCaller } from './caller.ts';
import { type Aws, type Exchange, formBody, type Operation } from './exchange.ts';
import type { FakeAwsOptions, Permissions } from './options.ts';
import { checkPermission, decisionOn, isForbidden } from './policy.ts';
import { queryCodes, queryOperation } from './query-api.ts';
import { Refusal } from './refusal.ts';
import { reservedName } from './sessions.ts';
import { sha256 } from './sigv4.ts';
import { type Fields, queryAnswer } from './xml.ts';

/** AWS IAM, as far as an administrator asks it about a role: https://docs.aws.amazon.com/IAM/latest/APIReference/ */
export const iamOperations: readonly Operation[] = [
  queryOperation('iam', 'GetRole', getRole),
  queryOperation('iam', 'ListRoles', listRoles),
  queryOperation('iam', 'SimulatePrincipalPolicy', simulatePrincipalPolicy),
];

/** A role as IAM has it: IAM Identity Center makes one of each permission set, with 12 hours as its longest session. */
interface IamRole extends Permissions {
  arn: string;
  path: string;
  name: string;
  maxSessionSeconds: number;
}

function rolesOf({ roles, assumableRoles }: FakeAwsOptions, accountId: string): IamRole[] {
  const reserved = roles.map((role) => {
    const [path, name] = ['/aws-reserved/sso.amazonaws.com/', reservedName(role)];
    return { ...role, path, name, arn: `arn:aws:iam::${role.accountId}:role${path}${name}`, maxSessionSeconds: 43_200 };
  });
  const others = assumableRoles.map((role) => {
    const [, path = '/', name = ''] = /:role(\/(?:.*\/)?)([^/]+)$/.exec(role.arn) ?? [];
    return { ...role, path, name };
  });
  return [...reserved, ...others].filter(({ arn }) => arn.includes(`::${accountId}:`));
}

/** The account of a caller who may do that. */
function permitted(name: string, resource: string, exchange: Exchange, { sessions, options }: Aws): string {
  // IAM is one for all regions, and signed for the first of them.
  const session = signedCaller(exchange, sessions, { service: 'iam', region: 'us-east-1' }, queryCodes);
  exchange.details.auth = 'sigv4';
  checkPermission(session, { action: `iam:${name}`, resource }, options.forbiddenActions, 'AccessDenied');
  return session.role.accountId;
}

function getRole(exchange: Exchange, aws: Aws): Response {
  const name = formBody(exchange).get('RoleName') ?? '';
  exchange.details.role = name;
  const accountId = permitted('GetRole', `role ${name}`, exchange, aws);
  const role = rolesOf(aws.options, accountId).find((one) => one.name === name);
  if (!role) throw new Refusal(404, 'NoSuchEntity', `The role with name ${name} cannot be found.`);
  return answer('GetRole', { Role: described(role) });
}

function listRoles(exchange: Exchange, aws: Aws): Response {
  const form = formBody(exchange);
  const accountId = permitted('ListRoles', 'arn:aws:iam::*:role/', exchange, aws);
  const prefix = form.get('PathPrefix') ?? '/';
  const found = rolesOf(aws.options, accountId).filter(({ path }) => path.startsWith(prefix));
  const { page, more } = pageOf(found, form);
  return answer('ListRoles', { Roles: page.map(described), ...more });
}

function described({ arn, path, name, maxSessionSeconds }: IamRole): Fields {
  return {
    Path: path,
    RoleName: name,
    RoleId: `AROA${sha256(name).slice(0, 17).toUpperCase()}`,
    Arn: arn,
    CreateDate: '2026-01-01T00:00:00Z',
    AssumeRolePolicyDocument: encodeURIComponent('{}'),
    MaxSessionDuration: String(maxSessionSeconds),
  };
}

function simulatePrincipalPolicy(exchange: Exchange, aws: Aws): Response {
  const form = formBody(exchange);
  const arn = form.get('PolicySourceArn') ?? '';
  exchange.details.role = arn;
  const accountId = permitted('SimulatePrincipalPolicy', arn, exchange, aws);
  const role = rolesOf(aws.options, accountId).find((one) => one.arn === arn);
  if (!role) throw new Refusal(404, 'NoSuchEntity', `The policy source ${arn} cannot be found.`);
  const actions = membersOf(form, 'ActionNames');
  if (actions.length === 0) throw new Refusal(400, 'InvalidInput', 'ActionNames must not be empty');
  const given = membersOf(form, 'ResourceArns');
  const results = actions.map((action) =>
    simulated(role, action, given.length > 0 ? given : ['*'], contextOf(form), aws.options),
  );
  const { page, more } = pageOf(results, form);
  return answer('SimulatePrincipalPolicy', { EvaluationResults: page, ...more });
}

/** One result for an action, with what it is made of for each of the resources. */
function simulated(
  role: IamRole,
  action: string,
  resources: readonly string[],
  context: Record<string, string>,
  { forbiddenActions }: FakeAwsOptions,
): Fields {
  const isForbiddenByAll = isForbidden(forbiddenActions, action);
  const decisions = resources.map((resource) =>
    isForbiddenByAll ? 'explicitDeny' : decisionOn(role, { action, resource, context }),
  );
  const worst = decisions.find((decision) => decision === 'explicitDeny');
  return {
    EvalActionName: action,
    EvalResourceName: resources[0] ?? '*',
    EvalDecision: worst ?? decisions.find((decision) => decision !== 'allowed') ?? 'allowed',
    MatchedStatements: [],
    MissingContextValues: [],
    OrganizationsDecisionDetail: { AllowedByOrganizations: String(!isForbiddenByAll) },
    ResourceSpecificResults: resources.map((resource, at) => ({
      EvalResourceName: resource,
      EvalResourceDecision: decisions[at] ?? '',
      MatchedStatements: [],
      MissingContextValues: [],
    })),
  };
}

function membersOf(form: URLSearchParams, name: string): string[] {
  const key = new RegExp(`^${name.replaceAll('.', '\\.')}\\.member\\.\\d+$`);
  return [...form].filter(([field]) => key.test(field)).map(([, value]) => value);
}

function contextOf(form: URLSearchParams): Record<string, string> {
  const names = [...form].filter(([field]) => /^ContextEntries\.member\.\d+\.ContextKeyName$/.test(field));
  return Object.fromEntries(
    names.map(([field, name]) => {
      const [value = ''] = membersOf(form, field.replace(/ContextKeyName$/, 'ContextKeyValues'));
      return [name, value];
    }),
  );
}

/** Few, so that every list of some length has several. */
const PAGE = 2;

function pageOf<Item>(items: readonly Item[], form: URLSearchParams): { page: Item[]; more: Fields } {
  const begin = Number(form.get('Marker') ?? 0);
  const end = begin + Math.min(Number(form.get('MaxItems') ?? PAGE), PAGE);
  const isTruncated = end < items.length;
  return {
    page: items.slice(begin, end),
    more: { IsTruncated: String(isTruncated), ...(isTruncated ? { Marker: String(end) } : {}) },
  };
}

const answer = (name: string, fields: Fields) => queryAnswer(name, 'https://iam.amazonaws.com/doc/2010-05-08/', fields);
