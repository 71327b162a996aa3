import { environmentRegion } from '../policy/config.ts';
import type { Voice } from './credential-process.ts';
import type { ChainedProfile } from './profile.ts';
import type { Source } from './profile-source.ts';
import type { RoleCredentials } from './role-credentials.ts';
import type { SessionHost } from './session.ts';

type Ask = (signal: AbortSignal) => Promise<RoleCredentials | undefined>;

/**
 * The credentials at the end of a chain: those of its source, then role by role. `signedIn` asks the access portal,
 * where that is the source. Undefined: a person must sign in.
 */
export async function chainCredentials(
  host: SessionHost & Voice,
  { source, roles, region }: ChainedProfile,
  signedIn: Ask | undefined,
  signal: AbortSignal,
): Promise<RoleCredentials | undefined> {
  const regions = [environmentRegion(host.env), region];
  let credentials = await sourceCredentials(host, source, regions, signedIn, signal);
  for (const role of roles) {
    if (!credentials) return undefined;
    const { assumeRole, stsRegion } = await import('./assume-role.ts');
    credentials = await assumeRole(host, stsRegion(role.arn, regions), role, credentials, signal);
  }
  return credentials;
}

// Each kind is loaded when a profile has it.
async function sourceCredentials(
  host: SessionHost & Voice,
  source: Source,
  regions: (string | undefined)[],
  signedIn: Ask | undefined,
  signal: AbortSignal,
): Promise<RoleCredentials | undefined> {
  switch (source.kind) {
    case 'sso':
      return signedIn?.(signal);
    case 'keys':
      return source.keys;
    case 'process': {
      const { processCredentials } = await import('./credential-process.ts');
      return processCredentials(host, source, signal);
    }
    case 'web-identity': {
      const { assumeRoleWithWebIdentity, stsRegion } = await import('./assume-role.ts');
      const { tokenFile, role } = source;
      return assumeRoleWithWebIdentity(host, stsRegion(role.arn, regions), tokenFile, role, signal);
    }
    default: {
      const { surroundingCredentials } = await import('./surroundings.ts');
      return surroundingCredentials(host.env, source.profile, source.kind, signal);
    }
  }
}
