import { Problem } from '../problem.ts';
import { Secret } from '../secret.ts';
import { chosenSource, namedSource, placesOf } from './credential-source.ts';
import { hasOwnIdentity } from './identity-setting.ts';
import { keys, type ValueOf } from './keys.ts';
import type { Settings } from './settings.ts';
import type { Wishes } from './wishes.ts';

/** Where the credential comes from, as the settings have it. */
export type CredentialSetting =
  /**
   * Somebody signs in, or a profile has what it takes: see Config.identity. `signs`: the app makes no bearer token of it, by a
   * helper, but signs its calls itself.
   */
  | { from: 'identity'; signs?: true }
  /** A Bedrock API key that stands in the settings. */
  | { from: 'settings'; token: Secret }
  /** A gateway of the company's own; without a key, the credential helper gives one. */
  | { from: 'gateway'; baseUrl: string; key: Secret | undefined; scheme: ValueOf<'inferenceGatewayAuthScheme'> }
  /** The app signs in by itself, in a way that is none of ours. */
  | { from: 'app' };

/** Throws a Problem (configuration) when the chosen source is not whole. */
export function credentialOf(settings: Settings, wishes: Wishes): CredentialSetting {
  if (wishes.profile) return { from: 'identity' };
  if (settings.get('inferenceProvider') === 'gateway') return gatewayOf(settings);
  // Whoever asks our helper has found it, whether or not the app is told where it is.
  if (hasOwnIdentity(settings) || namedSource(settings) === 'helper-script') return { from: 'identity' };
  switch (chosenSource(settings)) {
    case 'static':
      return { from: 'settings', token: new Secret(settings.get('inferenceBedrockBearerToken') ?? '') };
    case 'external-idp':
      return { from: 'app' };
    case 'vendor-profile':
    case 'interactive':
      return { from: 'identity', signs: true };
    default:
      return { from: 'identity' };
  }
}

function gatewayOf(settings: Settings): CredentialSetting {
  const baseUrl = settings.get('inferenceGatewayBaseUrl');
  if (!baseUrl)
    throw new Problem(
      'configuration',
      `${placesOf(settings)}: inferenceProvider gateway needs inferenceGatewayBaseUrl`,
      'set it to the https address of the gateway',
    );
  const key = settings.get('inferenceGatewayApiKey');
  const scheme = settings.get('inferenceGatewayAuthScheme') ?? keys.inferenceGatewayAuthScheme.default;
  return { from: 'gateway', baseUrl, key: key ? new Secret(key) : undefined, scheme };
}
