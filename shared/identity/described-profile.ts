import type { SsoRole } from '../policy/identity-setting.ts';
import { Problem } from '../problem.ts';
import { type AwsConfig, stanzaOf } from './aws-config.ts';
import { chainOf } from './profile-chain.ts';

/** Whether a profile, as it is read, is there and signs in to that very role. */
export function signsInTo(config: AwsConfig, profile: string, role: SsoRole): boolean {
  const stanza = stanzaOf(config, profile);
  if (!stanza) return false;
  try {
    const { source, roles } = chainOf(config, profile, stanza, []);
    return source.kind === 'sso' && roles.length === 0 && isSame(role, { ...source.sso, region: source.sso.ssoRegion });
  } catch (thrown) {
    // What can't be resolved signs in to nothing.
    if (thrown instanceof Problem) return false;
    throw thrown;
  }
}

function isSame(one: SsoRole, other: SsoRole): boolean {
  return (
    bare(one.startUrl) === bare(other.startUrl) &&
    one.region === other.region &&
    one.accountId === other.accountId &&
    one.roleName === other.roleName
  );
}

/** The same portal is written with and without what a browser shows at the end of its address. */
function bare(startUrl: string): string {
  return startUrl.replace(/\/?(#\/?)?$/, '');
}
