import type { Role } from '@aws-sdk/client-iam';
import { Problem } from '../../../shared/problem.ts';
import type { Subject } from '../../doctor/subject.ts';
import { iamClient, permissionSetOf, roleNamed, roleOfPermissionSet } from './iam.ts';
import { lackIn } from './lack.ts';
import type { AwsScene } from './scene.ts';

/** The role that people have. */
export interface CheckedRole {
  arn: string;
  name: string;
  /** Where it is the role of a permission set. */
  permissionSet: string | undefined;
  /** In seconds; undefined where it could not be asked. */
  longestSession: number | undefined;
  /** The action that was missing to ask. */
  lack?: string;
}

/** Who is meant: by an ARN, or by a name of a role or of a permission set. */
interface Meant {
  name: string;
  arn?: string;
  account?: string;
}

/** Undefined where nothing says which. Throws a Problem (configuration) where it is not there, else as the AWS client does. */
export async function roleOf(scene: AwsScene): Promise<CheckedRole | undefined> {
  const meant = scene.order.role === undefined ? await configured(scene) : namedBy(scene.order.role);
  if (!meant) return undefined;
  const { account, identity, credentials } = await scene.administrator();
  if (meant.account && meant.account !== account) throw elsewhere(meant, account);
  const client = iamClient(identity.network, await scene.region(), credentials);
  try {
    const found = await look(
      meant,
      (name) => roleNamed(client, name, scene.end),
      (name) => roleOfPermissionSet(client, name, scene.end),
    );
    if (found?.Arn) return checkedRole(found.Arn, found.MaxSessionDuration);
  } catch (thrown) {
    const lack = lackIn(thrown, 'iam:GetRole');
    // An ARN is enough to ask about the rights of its role.
    if (lack && meant.arn) return { ...checkedRole(meant.arn, undefined), lack };
    throw thrown;
  }
  throw notThere(meant, account);
}

type Find = (name: string) => Promise<Role | undefined>;

/** A list of roles may leave out their longest session, so that each is asked for by itself. */
async function look({ name, arn }: Meant, byName: Find, byPermissionSet: Find): Promise<Role | undefined> {
  if (arn || permissionSetOf(name)) return byName(name);
  const reserved = await byPermissionSet(name);
  return byName(reserved?.RoleName ?? name);
}

function checkedRole(arn: string, longestSession: number | undefined): CheckedRole {
  const name = arn.split('/').at(-1) ?? '';
  return { arn, name, permissionSet: permissionSetOf(name), longestSession };
}

const ROLE_ARN = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/;

function namedBy(text: string): Meant {
  const [arn, account = '', name = ''] = ROLE_ARN.exec(text) ?? [];
  if (arn) return { arn, account, name };
  if (/^[\w+=,.@-]{1,64}$/.test(text)) return { name: text };
  throw new Problem('usage', '--role must be the ARN or the name of a role, or of a permission set', 'correct it');
}

async function configured(scene: AwsScene): Promise<Meant | undefined> {
  const subject = await scene.subject();
  if (!subject) return undefined;
  if (subject.role && !subject.chain?.roles.length) {
    return { name: subject.role.roleName, account: subject.role.accountId };
  }
  return lastOf(subject);
}

/** What a chain of profiles ends at; of keys and programs nobody knows whose they are. */
function lastOf({ chain }: Subject): Meant | undefined {
  const source = chain?.source.kind === 'web-identity' ? chain.source.role : undefined;
  const arn = (chain?.roles.at(-1) ?? source)?.arn;
  return arn === undefined ? undefined : namedBy(arn);
}

function elsewhere({ name, account }: Meant, own: string): Problem {
  return new Problem(
    'configuration',
    `the role ${name} is in account ${account}, but your credentials are for ${own}`,
    `name a profile of yours in account ${account}: --profile NAME`,
  );
}

function notThere({ name }: Meant, account: string): Problem {
  return new Problem(
    'configuration',
    `account ${account} has no role ${name}, nor one of a permission set of that name`,
    "assign the permission set to this account ('bedrock-admin aws permission-set' prints one), or correct ssoRoleName",
  );
}
