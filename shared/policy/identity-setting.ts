import type { Env } from '../host.ts';
import { Problem } from '../problem.ts';
import { appVersion, firstSource, namedSource, placesOf, type SourceName, sourcesSet } from './credential-source.ts';
import type { Settings } from './settings.ts';
import { OWN_IDENTITY_KEYS, ssoKeys, TOOLKIT_SSO_KEYS } from './sso-keys.ts';
import { PROFILE_WISH, type Wishes } from './wishes.ts';

/** Who signs in: a profile of the AWS config file, or an IAM Identity Center role spelled out in the settings. */
export type IdentitySetting =
  | { source: 'profile'; profile: string; awsDir: string | undefined }
  | { source: 'sso'; startUrl: string; region: string; accountId: string; roleName: string };

const SSO_PAIRS = TOOLKIT_SSO_KEYS.map((own) => [own, ssoKeys[own]] as const);

export function identityOf(settings: Settings, env: Env, wishes: Wishes): IdentitySetting {
  const wished = wishes.profile ?? (settings.managed ? undefined : env[PROFILE_WISH] || undefined);
  if (wished) return profileIdentity(settings, wished);
  refuseGateway(settings);
  if (sourceOf(settings) === 'sso') return ssoIdentity(settings);
  const profile =
    settings.get('awsProfile') ??
    settings.get('inferenceBedrockProfile') ??
    (env['AWS_PROFILE'] || wishes.fallbackProfile);
  if (profile) return profileIdentity(settings, profile);
  throw nobodySaidWho(settings);
}

function profileIdentity(settings: Settings, profile: string): IdentitySetting {
  return { source: 'profile', profile, awsDir: settings.get('awsDir') ?? settings.get('inferenceBedrockAwsDir') };
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
  const [startUrl, region, accountId, roleName] = SSO_PAIRS.map(([own, app]) => settings.get(own) ?? settings.get(app));
  if (startUrl && region && accountId && roleName) return { source: 'sso', startUrl, region, accountId, roleName };
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
    'set awsProfile (or inferenceBedrockProfile), or the four sso* keys',
  );
}
