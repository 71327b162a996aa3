import type { Env } from '../host.ts';
import { Problem } from '../problem.ts';
import { checkValue, type KeyName, type ValueOf } from './keys.ts';
import type { Settings } from './settings.ts';

/** Who signs in: a profile of the AWS config file, or an IAM Identity Center role spelled out in the settings. */
type IdentitySetting =
  | { source: 'profile'; profile: string; awsDir: string | undefined }
  | { source: 'sso'; startUrl: string; region: string; accountId: string; roleName: string };

/** What the programs act on: settings, then environment, then defaults. Times are in seconds. */
export interface Config {
  /** Throws a Problem when the settings don't say; a program that needs no identity never asks. */
  identity(): IdentitySetting;
  /** The Bedrock region; a profile's own region serves when it is undefined. */
  region: string | undefined;
  baseUrl: string | undefined;
  serviceTier: ValueOf<'inferenceBedrockServiceTier'> | undefined;
  customHeaders: Record<string, string>;
  models: ValueOf<'inferenceModels'>;
  helper: { path: string | undefined; ttlSec: number; timeoutSec: number };
  signIn: {
    method: ValueOf<'signInMethod'>;
    flow: ValueOf<'signInFlow'>;
    timeoutSec: number;
    browserCommand: string | undefined;
    awsCliPath: string | undefined;
  };
  client: ValueOf<'client'>;
  secureStorage: ValueOf<'secureStorage'>;
  proxyUrl: string | undefined;
  proxyPacUrl: string | undefined;
  logLevel: ValueOf<'logLevel'>;
}

/** What a person asked for on the command line; it wins over settings and environment. */
export interface Wishes {
  profile?: string | undefined;
  /** Serves where nothing else says who signs in. */
  fallbackProfile?: string | undefined;
}

/** How a launcher hands its --profile on to the client that it opens, and that one to the helper; policy wins over it. */
export const PROFILE_WISH = 'BEDROCK_LAUNCHER_PROFILE';

export function wishesIn(values: Record<string, string | boolean | undefined>): Wishes {
  const { profile } = values;
  if (profile === '') throw new Problem('usage', '--profile needs a name', 'name a profile of the AWS config file');
  return { profile: typeof profile === 'string' ? profile : undefined };
}

/** Throws a Problem (configuration) that names the key and the place. */
export function effectiveConfig(settings: Settings, env: Env, wishes: Wishes = {}): Config {
  refuseOtherProvider(settings);
  // Each is read when it is needed: a fault in one setting stops nobody who does without it.
  return {
    identity: () => identityOf(settings, env, wishes),
    get region() {
      return settings.get('inferenceBedrockRegion') ?? environmentRegion(env);
    },
    get baseUrl() {
      return settings.get('inferenceBedrockBaseUrl');
    },
    get serviceTier() {
      return settings.get('inferenceBedrockServiceTier');
    },
    get customHeaders() {
      return settings.get('inferenceCustomHeaders') ?? {};
    },
    get models() {
      return settings.get('inferenceModels') ?? [];
    },
    get helper() {
      return helperOf(settings);
    },
    get signIn() {
      return signInOf(settings);
    },
    get client() {
      return settings.get('client') ?? 'auto';
    },
    get secureStorage() {
      return settings.get('secureStorage') ?? 'keychain';
    },
    get proxyUrl() {
      return settings.get('proxyUrl');
    },
    get proxyPacUrl() {
      return settings.get('proxyPacUrl');
    },
    get logLevel() {
      return settings.get('logLevel') ?? 'info';
    },
  };
}

/** As the AWS CLI and the SDKs read it. */
export function environmentRegion(env: Env): string | undefined {
  const found = ['AWS_REGION', 'AWS_DEFAULT_REGION'].find((name) => env[name]);
  return found && checkedRegion(env[found] ?? '', found);
}

/** A region becomes part of host names, wherever it comes from. */
export function checkedRegion(region: string, place: string): string {
  const checked = checkValue('inferenceBedrockRegion', region);
  if ('value' in checked) return region;
  // Where a line break was lost, a region reaches into the next line, which may hold a secret.
  const shown = /^[\w .-]{1,32}$/.test(region) ? `"${region}" ` : '';
  throw new Problem('configuration', `${place}: ${shown}${checked.rule}`, 'correct it there');
}

export function requireRegion(region: string | undefined): string {
  if (region) return region;
  throw new Problem(
    'configuration',
    'no Bedrock region is set',
    'set inferenceBedrockRegion, AWS_REGION, or region in the profile',
  );
}

function refuseOtherProvider(settings: Settings): void {
  const provider = settings.get('inferenceProvider') ?? 'bedrock';
  if (provider === 'bedrock') return;
  throw new Problem(
    'configuration',
    `${settings.placeOf('inferenceProvider')}: inferenceProvider is ${provider}, which has no AWS sign-in`,
    'this toolkit serves inferenceProvider bedrock',
  );
}

function helperOf(settings: Settings): Config['helper'] {
  return {
    path: settings.get('inferenceCredentialHelper'),
    ttlSec: settings.get('inferenceCredentialHelperTtlSec') ?? 3600,
    timeoutSec: settings.get('inferenceCredentialHelperTimeoutSec') ?? 60,
  };
}

function signInOf(settings: Settings): Config['signIn'] {
  return {
    method: settings.get('signInMethod') ?? 'auto',
    flow: settings.get('signInFlow') ?? 'auto',
    timeoutSec: settings.get('signInTimeoutSec') ?? 600,
    browserCommand: settings.get('browserCommand'),
    awsCliPath: settings.get('inferenceBedrockAwsCliPath'),
  };
}

/** Each toolkit key beside the app's key that serves where it is unset. */
const SSO_KEYS = [
  ['ssoStartUrl', 'inferenceBedrockSsoStartUrl'],
  ['ssoRegion', 'inferenceBedrockSsoRegion'],
  ['ssoAccountId', 'inferenceBedrockSsoAccountId'],
  ['ssoRoleName', 'inferenceBedrockSsoRoleName'],
] as const satisfies [KeyName, KeyName][];

function identityOf(settings: Settings, env: Env, wishes: Wishes): IdentitySetting {
  const awsDir = settings.get('awsDir') ?? settings.get('inferenceBedrockAwsDir');
  const wished = wishes.profile ?? (settings.managed ? undefined : env[PROFILE_WISH] || undefined);
  if (wished) return { source: 'profile', profile: wished, awsDir };
  if (sourceOf(settings) === 'sso') return ssoIdentity(settings);
  const profile =
    settings.get('awsProfile') ??
    settings.get('inferenceBedrockProfile') ??
    (env['AWS_PROFILE'] || wishes.fallbackProfile);
  if (profile) return { source: 'profile', profile, awsDir };
  throw nobodySaidWho(settings);
}

function sourceOf(settings: Settings): 'profile' | 'sso' {
  const chosen = settings.get('identitySource');
  if (chosen) return chosen;
  if (settings.get('awsProfile')) return 'profile';
  if (SSO_KEYS.some(([own]) => settings.get(own))) return 'sso';
  const kind = settings.get('inferenceCredentialKind');
  if (kind === 'interactive') return 'sso';
  if (kind === 'vendor-profile') return 'profile';
  return SSO_KEYS.some(([, app]) => settings.get(app)) ? 'sso' : 'profile';
}

function ssoIdentity(settings: Settings): IdentitySetting {
  const [startUrl, region, accountId, roleName] = SSO_KEYS.map(([own, app]) => settings.get(own) ?? settings.get(app));
  if (startUrl && region && accountId && roleName) return { source: 'sso', startUrl, region, accountId, roleName };
  const missing = SSO_KEYS.filter(([own, app]) => !(settings.get(own) ?? settings.get(app))).map(([own]) => own);
  throw new Problem(
    'configuration',
    `${settings.sources.map(({ place }) => place).join(', ') || 'the settings'}: sign-in needs all four sso* keys, missing: ${missing.join(', ')}`,
    'set the missing keys, or set awsProfile and identitySource profile instead',
  );
}

function nobodySaidWho(settings: Settings): Problem {
  if (settings.sources.length === 0) {
    return new Problem(
      'configuration',
      `no settings found (looked in ${settings.placesSearched.join(', ')})`,
      'ask your administrator for the settings, or set AWS_PROFILE and AWS_REGION',
    );
  }
  return new Problem(
    'configuration',
    `${settings.sources.map(({ place }) => place).join(', ')}: nothing says who signs in`,
    'set awsProfile (or inferenceBedrockProfile), or the four sso* keys',
  );
}
