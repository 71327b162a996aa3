import type { Env } from '../host.ts';
import { Problem } from '../problem.ts';
import { appVersion, firstSource, namedSource, placesOf, type SourceName, sourcesSet } from './credential-source.ts';
import type { KeyName } from './keys.ts';
import type { Settings } from './settings.ts';
import { OWN_IDENTITY_KEYS, ssoKeys, TOOLKIT_SSO_KEYS } from './sso-keys.ts';
import { PROFILE_WISH, type Wishes } from './wishes.ts';

/** A role behind an access portal; `region` is that of IAM Identity Center. */
export interface SsoRole {
  startUrl: string;
  region: string;
  accountId: string;
  roleName: string;
}

export interface ProfileSetting {
  source: 'profile';
  profile: string;
  awsDir: string | undefined;
  /** What the settings say of that profile, where they say it all. Throws a Problem when a value breaks its rule. */
  described?: () => DescribedProfile;
}

/** `bedrockRegion` is what the profile is to have as its own region. */
export interface DescribedProfile extends SsoRole {
  bedrockRegion: string | undefined;
}

/** Who signs in: a profile of the AWS config file, or an IAM Identity Center role spelled out in the settings. */
export type IdentitySetting = ProfileSetting | ({ source: 'sso' } & SsoRole);

const SSO_PAIRS = TOOLKIT_SSO_KEYS.map((own) => [own, ssoKeys[own]] as const);

export function identityOf(settings: Settings, env: Env, wishes: Wishes): IdentitySetting {
  const wished = wishes.profile ?? (settings.managed ? undefined : env[PROFILE_WISH] || undefined);
  if (wished) return profileIdentity(settings, wished);
  refuseGateway(settings);
  if (sourceOf(settings) === 'sso') return ssoIdentity(settings);
  const named = settings.get('awsProfile') ?? settings.get('inferenceBedrockProfile');
  if (named) return { ...profileIdentity(settings, named), ...descriptionIn(settings) };
  const profile = env['AWS_PROFILE'] || wishes.fallbackProfile;
  if (profile) return profileIdentity(settings, profile);
  throw nobodySaidWho(settings);
}

function profileIdentity(settings: Settings, profile: string): ProfileSetting {
  return { source: 'profile', profile, awsDir: settings.get('awsDir') ?? settings.get('inferenceBedrockAwsDir') };
}

/** Of a profile that the settings name: one that the person asked for is not what their four keys are about. */
function descriptionIn(settings: Settings): Pick<ProfileSetting, 'described'> {
  const isSet = (name: KeyName) => settings.placeOf(name) !== undefined;
  if (!SSO_PAIRS.every(([own, app]) => isSet(own) || isSet(app))) return {};
  return { described: () => ({ ...roleIn(settings), bedrockRegion: settings.get('inferenceBedrockRegion') }) };
}

/** Unless our own keys say who signs in all the same: for the AWS CLI, say. */
function refuseGateway(settings: Settings): void {
  if (settings.get('inferenceProvider') !== 'gateway' || hasOwnIdentity(settings)) return;
  throw new Problem(
    'configuration',
    `${settings.placeOf('inferenceProvider')}: inferenceProvider is gateway, which has no AWS sign-in`,
    'set awsProfile or the four sso* keys where somebody is to sign in to AWS all the same',
  );
}

function sourceOf(settings: Settings): 'profile' | 'sso' {
  const chosen = settings.get('identitySource');
  if (chosen) return chosen;
  if (settings.get('awsProfile')) return 'profile';
  if (TOOLKIT_SSO_KEYS.some((own) => settings.get(own))) return 'sso';
  return appSource(settings) === 'interactive' ? 'sso' : 'profile';
}

/** Which of the app's own identities serves, whatever the app is told to take: its helper needs one too. */
function appSource(settings: Settings): SourceName | undefined {
  const named = namedSource(settings);
  if (named === 'interactive' || named === 'vendor-profile') return named;
  const set = sourcesSet(settings).filter((name) => name === 'interactive' || name === 'vendor-profile');
  return firstSource(appVersion(settings), set);
}

/** Whether our own keys say who signs in. */
export function hasOwnIdentity(settings: Settings): boolean {
  return OWN_IDENTITY_KEYS.some((name) => settings.placeOf(name) !== undefined);
}

function ssoIdentity(settings: Settings): IdentitySetting {
  return { source: 'sso', ...roleIn(settings) };
}

function roleIn(settings: Settings): SsoRole {
  const [startUrl, region, accountId, roleName] = SSO_PAIRS.map(([own, app]) => settings.get(own) ?? settings.get(app));
  if (startUrl && region && accountId && roleName) return { startUrl, region, accountId, roleName };
  const missing = SSO_PAIRS.filter(([own, app]) => !(settings.get(own) ?? settings.get(app)));
  // By the names that the administrator uses.
  const names = missing.map(([own, app]) => (hasOwnIdentity(settings) ? own : app));
  throw new Problem(
    'configuration',
    `${placesOf(settings)}: sign-in needs all four sso* keys, missing: ${names.join(', ')}`,
    'set the missing keys, or set awsProfile and identitySource profile instead',
  );
}

function nobodySaidWho(settings: Settings): Problem {
  if (settings.sources.length === 0) {
    return new Problem(
      'configuration',
      `no settings found (looked in ${settings.placesSearched.join(', ')})`,
      'ask your administrator for the settings, or set AWS_PROFILE and AWS_REGION',
    ).because('no-configuration');
  }
  return new Problem(
    'configuration',
    `${placesOf(settings)}: nothing says who signs in`,
    'set awsProfile (or inferenceBedrockProfile), or the four sso* keys; bedrock-admin lint finds a misspelled one',
  );
}
