import type { Host } from '../../shared/host.ts';
import { awsFiles } from '../../shared/identity/aws-config.ts';
import { type Identity, resolveIdentity } from '../../shared/identity/identity.ts';
import { type ChainedProfile, readProfile } from '../../shared/identity/profile.ts';
import type { Role } from '../../shared/identity/role-credentials.ts';
import { isOurHelper } from '../../shared/places.ts';
import type { Config } from '../../shared/policy/config.ts';
import { Problem } from '../../shared/problem.ts';

/** Who is examined, and what gives that person credentials: a role behind the access portal, or a chain of profiles. */
export interface Subject {
  identity: Identity;
  /** Of the session's own role. */
  role: Role | undefined;
  chain: ChainedProfile | undefined;
}

/** Undefined where nobody signs in to AWS here. Throws a Problem (configuration). */
export async function subjectOf(host: Host, config: Config): Promise<Subject | undefined> {
  if (config.credential().from !== 'identity') return undefined;
  try {
    const setting = config.identity();
    // Nothing is asked of anybody: it only says who is meant.
    const identity = await resolveIdentity(host, config);
    if (setting.source === 'sso') return { identity, role: setting, chain: undefined };
    const profile = readProfile(setting.profile, awsFiles(host, setting.awsDir), host.env, setting.described);
    if (profile.kind === 'sso') return { identity, role: profile, chain: undefined };
    return { identity, role: sourceRole(profile), chain: profile };
  } catch (thrown) {
    if (thrown instanceof Problem && hasForeignHelper(config)) return undefined;
    throw thrown;
  }
}

function sourceRole({ source }: ChainedProfile): Role | undefined {
  return source.kind === 'sso' ? source.sso : undefined;
}

/** Whether another program than ours gives the credential: then nobody needs to sign in with us. */
export function hasForeignHelper(config: Config): boolean {
  const { path } = config.helper;
  return path !== undefined && !isOurHelper(path);
}
