import type { DescribedProfile } from '../policy/identity-setting.ts';
import { DESCRIBED_SCOPE } from './described-profile.ts';
import { headingOf } from './profile-heading.ts';

/** The profile that is to be there. */
export interface Wanted extends DescribedProfile {
  profile: string;
}

/**
 * The lines of a described profile in the AWS config file, and of its session. The session comes first: a line that somebody
 * adds at the end then belongs to the profile. Throws a Problem (configuration) where the name can't be a heading.
 */
export function describedStanza(wanted: Wanted, session: string): string[] {
  const { profile, startUrl, region, accountId, roleName, bedrockRegion } = wanted;
  return [
    `[sso-session ${session}]`,
    `sso_start_url = ${startUrl}`,
    `sso_region = ${region}`,
    `sso_registration_scopes = ${DESCRIBED_SCOPE}`,
    '',
    `[${headingOf(profile)}]`,
    `sso_session = ${session}`,
    `sso_account_id = ${accountId}`,
    `sso_role_name = ${roleName}`,
    ...(bedrockRegion ? [`region = ${bedrockRegion}`] : []),
  ];
}
