import {
  type EvaluationResult,
  GetRoleCommand,
  IAMClient,
  paginateListRoles,
  paginateSimulatePrincipalPolicy,
  type Role,
} from '@aws-sdk/client-iam';
import { type RoleCredentials, revealed } from '../../../shared/identity/role-credentials.ts';
import { clientSettings, type Network } from '../../../shared/network/aws-client.ts';
import { partitionNear } from '../scope.ts';
import type { Need } from './needs.ts';

/** IAM is one for all regions of a part of AWS; calls are signed for that one. */
const HOME: Record<string, string> = { 'aws-us-gov': 'us-gov-west-1', 'aws-cn': 'cn-north-1' };

export function iamClient(network: Network, region: string, credentials: RoleCredentials): IAMClient {
  const home = HOME[partitionNear(region)] ?? 'us-east-1';
  return new IAMClient({ ...clientSettings(network, 'IAM', home), credentials: revealed(credentials) });
}

/** Undefined: there is none. Throws as the AWS client does. */
export async function roleNamed(client: IAMClient, name: string, signal: AbortSignal): Promise<Role | undefined> {
  try {
    return (await client.send(new GetRoleCommand({ RoleName: name }), { abortSignal: signal })).Role;
  } catch (thrown) {
    if (/^NoSuchEntity/.test((thrown as Error).name)) return undefined;
    throw thrown;
  }
}

/** Where IAM Identity Center puts the roles that it makes of permission sets. */
const RESERVED_PATH = '/aws-reserved/sso.amazonaws.com/';

/** The role of a permission set in this account; undefined: it is assigned to nobody here. Throws as the AWS client does. */
export async function roleOfPermissionSet(
  client: IAMClient,
  name: string,
  signal: AbortSignal,
): Promise<Role | undefined> {
  const pages = paginateListRoles({ client, pageSize: 200 }, { PathPrefix: RESERVED_PATH }, { abortSignal: signal });
  for await (const { Roles = [] } of pages) {
    const found = Roles.find(({ RoleName }) => permissionSetOf(RoleName ?? '') === name);
    if (found) return found;
  }
  return undefined;
}

/** The permission set that a role was made of. */
export function permissionSetOf(role: string): string | undefined {
  return /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(role)?.[1];
}

/** What IAM says of the role's rights to what is needed. Throws as the AWS client does. */
export async function simulated(
  client: IAMClient,
  arn: string,
  { actions, resources, context }: Need,
  signal: AbortSignal,
): Promise<EvaluationResult[]> {
  const pages = paginateSimulatePrincipalPolicy(
    { client },
    {
      PolicySourceArn: arn,
      ActionNames: actions,
      ...(resources.length > 0 ? { ResourceArns: resources } : {}),
      ContextEntries: Object.entries(context).map(([ContextKeyName, value]) => ({
        ContextKeyName,
        ContextKeyType: 'string',
        ContextKeyValues: [value],
      })),
    },
    { abortSignal: signal },
  );
  const found: EvaluationResult[] = [];
  for await (const { EvaluationResults } of pages) found.push(...(EvaluationResults ?? []));
  return found;
}
