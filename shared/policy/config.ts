import type { Env } from '../host.ts';
import { Problem } from '../problem.ts';
import { type CredentialSetting, credentialOf } from './credential-setting.ts';
import { type IdentitySetting, identityOf } from './identity-setting.ts';
import { checkValue, keys, type ValueOf } from './keys.ts';
import type { Settings } from './settings.ts';
import type { Wishes } from './wishes.ts';

/** What the programs act on: settings, then environment, then defaults. Times are in seconds. */
export interface Config {
  /** Throws a Problem when the settings don't say; a program that needs no identity never asks. */
  identity(): IdentitySetting;
  /** Where the credential comes from. Throws a Problem when the settings contradict themselves. */
  credential(): CredentialSetting;
  provider: 'bedrock' | 'gateway';
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
  renewInBackground: boolean;
  notifyBeforeMinutes: number;
  logLevel: ValueOf<'logLevel'>;
}

/** Throws a Problem (configuration) that names the key and the place. */
export function effectiveConfig(settings: Settings, env: Env, wishes: Wishes = {}): Config {
  const provider = servedProvider(settings);
  // Each is read when it is needed: a fault in one setting stops nobody who does without it.
  return {
    identity: () => identityOf(settings, env, wishes),
    credential: () => credentialOf(settings, wishes),
    provider,
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
      return settings.get('client') ?? keys.client.default;
    },
    get secureStorage() {
      return settings.get('secureStorage') ?? keys.secureStorage.default;
    },
    get proxyUrl() {
      return settings.get('proxyUrl');
    },
    get proxyPacUrl() {
      return settings.get('proxyPacUrl');
    },
    get renewInBackground() {
      return settings.get('renewInBackground') ?? keys.renewInBackground.default;
    },
    get notifyBeforeMinutes() {
      return settings.get('notifyBeforeMinutes') ?? keys.notifyBeforeMinutes.default;
    },
    get logLevel() {
      return settings.get('logLevel') ?? keys.logLevel.default;
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

function servedProvider(settings: Settings): Config['provider'] {
  const provider = settings.get('inferenceProvider') ?? 'bedrock';
  if (provider === 'bedrock' || provider === 'gateway') return provider;
  throw new Problem(
    'configuration',
    `${settings.placeOf('inferenceProvider')}: inferenceProvider is ${provider}, which has no AWS sign-in`,
    'this toolkit serves inferenceProvider bedrock and gateway',
  );
}

function helperOf(settings: Settings): Config['helper'] {
  return {
    get path() {
      return settings.get('inferenceCredentialHelper');
    },
    get ttlSec() {
      return settings.get('inferenceCredentialHelperTtlSec') ?? keys.inferenceCredentialHelperTtlSec.default;
    },
    get timeoutSec() {
      return settings.get('inferenceCredentialHelperTimeoutSec') ?? keys.inferenceCredentialHelperTimeoutSec.default;
    },
  };
}

function signInOf(settings: Settings): Config['signIn'] {
  return {
    method: settings.get('signInMethod') ?? keys.signInMethod.default,
    flow: settings.get('signInFlow') ?? keys.signInFlow.default,
    timeoutSec: settings.get('signInTimeoutSec') ?? keys.signInTimeoutSec.default,
    browserCommand: settings.get('browserCommand'),
    // Of use to one method alone.
    get awsCliPath() {
      return settings.get('inferenceBedrockAwsCliPath');
    },
  };
}
