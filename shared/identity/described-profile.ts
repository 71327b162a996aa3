import type { DescribedProfile, SsoRole } from '../policy/identity-setting.ts';
import { Problem } from '../problem.ts';
import { fileKey } from '../vault/lock.ts';
import { type AwsConfig, stanzaOf, valueIn } from './aws-config.ts';
import { chainOf } from './profile-chain.ts';
import type { SsoProfile } from './sso-profile.ts';

type Portal = Pick<SsoRole, 'startUrl' | 'region'>;

/** The only scope of a session that the launcher writes. */
export const DESCRIBED_SCOPE = 'sso:account:access';

/**
 * The session that the launcher writes has a name of our own for each portal, so that no session of the person is touched,
 * and the token of another portal, which the AWS CLI keeps under this name, is never taken for one of this portal.
 */
export function describedSession({ startUrl, region }: Portal, isTaken: (name: string) => boolean): string {
  const name = `bedrock-launcher-${fileKey(`${startUrl}\n${region}`).slice(0, 8)}`;
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!isTaken(candidate)) return candidate;
  }
}

/** The profile as the launcher will have written it after the next start: whoever comes before goes by that. */
export function asDescribed({ sessions }: AwsConfig, described: DescribedProfile): SsoProfile {
  const { startUrl, region, accountId, roleName, bedrockRegion } = described;
  const isOfAnother = (name: string) => {
    const session = sessions.get(name);
    return session !== undefined && valueIn(session, 'sso_start_url') !== startUrl;
  };
  return {
    kind: 'sso',
    sessionName: describedSession(described, isOfAnother),
    startUrl,
    ssoRegion: region,
    scopes: [DESCRIBED_SCOPE],
    accountId,
    roleName,
    region: bedrockRegion,
  };
}

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
