import { checkedRegion } from '../policy/config.ts';
import { checkValue, type KeyName } from '../policy/keys.ts';
import { Problem } from '../problem.ts';
import { type AwsConfig, type Stanza, valueIn } from './aws-config.ts';

/** Where a profile signs in. `sessionName` is missing in a legacy profile, which has no sso-session. */
export interface PortalProfile {
  sessionName: string | undefined;
  startUrl: string;
  ssoRegion: string;
  scopes: string[];
}

/** What a profile with IAM Identity Center says. */
export interface SsoProfile extends PortalProfile {
  kind: 'sso';
  accountId: string;
  roleName: string;
  region: string | undefined;
}

/** Reads the IAM Identity Center part of a profile. Throws a Problem (configuration) that names what it lacks. */
export function readSso(profile: string, stanza: Stanza, config: AwsConfig): SsoProfile {
  const { config: file } = config.files;
  return {
    kind: 'sso',
    ...readPortal(profile, stanza, config),
    accountId: needed(stanza, 'sso_account_id', file, `profile ${profile}`),
    roleName: needed(stanza, 'sso_role_name', file, `profile ${profile}`),
    region: regionIn(stanza, file, profile),
  };
}

/** The same without account and role, which a profile may not have yet. */
export function readPortal(
  profile: string,
  stanza: Stanza,
  { files: { config: file }, sessions }: AwsConfig,
): PortalProfile {
  const profileSection = `profile ${profile}`;
  const sessionName = valueIn(stanza, 'sso_session');
  const session = sessionName ? sessions.get(sessionName) : stanza;
  if (!session) throw noSession(file, profileSection, sessionName);
  const sessionSection = sessionName ? `sso-session ${sessionName}` : profileSection;
  const regionPlace = `${file}: [${sessionSection}] sso_region`;
  return {
    sessionName,
    startUrl: checked('ssoStartUrl', needed(session, 'sso_start_url', file, sessionSection), file, sessionSection),
    ssoRegion: checkedRegion(needed(session, 'sso_region', file, sessionSection), regionPlace),
    scopes: sessionName ? scopesOf(session) : [],
  };
}

export function regionIn(stanza: Stanza, file: string, profile: string): string | undefined {
  const region = valueIn(stanza, 'region');
  return region && checkedRegion(region, `${file}: [profile ${profile}] region`);
}

export function needed(stanza: Stanza, key: string, file: string, section: string): string {
  const value = valueIn(stanza, key);
  if (value) return value;
  throw new Problem('configuration', `${file}: [${section}] lacks ${key}`, `add "${key} = ..." to that section`);
}

/** The same rule as for our own setting of that meaning: an address becomes what a browser is sent to. */
function checked(key: KeyName, value: string, file: string, section: string): string {
  const found = checkValue(key, value);
  if ('value' in found) return value;
  throw new Problem('configuration', `${file}: [${section}] sso_start_url ${found.rule}`, 'correct it there');
}

function noSession(file: string, section: string, name: string | undefined): Problem {
  return new Problem(
    'configuration',
    `${file}: [${section}] names sso_session ${name}, but there is no [sso-session ${name}]`,
    'add that section with sso_start_url and sso_region',
  );
}

/** The AWS CLI's default; without a scope the service gives no refresh token. */
function scopesOf(session: Stanza): string[] {
  const scopes = (valueIn(session, 'sso_registration_scopes') ?? '').split(',').map((scope) => scope.trim());
  return scopes.some(Boolean) ? scopes.filter(Boolean) : ['sso:account:access'];
}
