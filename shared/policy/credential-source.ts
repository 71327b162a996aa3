import { Problem } from '../problem.ts';
import type { KeyName } from './keys.ts';
import type { Settings } from './settings.ts';
import { APP_SSO_KEYS } from './sso-keys.ts';
import { isSince, NEWEST_KNOWN, releases } from './versions.ts';

/** A source of the app's credential, by its name in inferenceCredentialKind; the gateway is a provider of its own. */
export type SourceName = 'static' | 'vendor-profile' | 'interactive' | 'helper-script' | 'external-idp';

/** What must be set for a source to be there. Sign-in with an identity provider has keys that we don't know. */
export const sourceKeys = {
  static: ['inferenceBedrockBearerToken'],
  'vendor-profile': ['inferenceBedrockProfile'],
  interactive: APP_SSO_KEYS,
  'helper-script': ['inferenceCredentialHelper'],
  'external-idp': [],
} as const satisfies Record<SourceName, readonly KeyName[]>;

/** How releases of the app choose among several sources when no kind is given, the newest last. */
export const orders: readonly { since: string; order: readonly SourceName[] }[] = [
  { since: '0.0.0', order: ['static', 'vendor-profile', 'interactive', 'helper-script'] },
  {
    since: releases.credentialKind,
    order: ['interactive', 'vendor-profile', 'helper-script', 'static'],
  },
  {
    since: releases.identityProvider,
    order: ['external-idp', 'interactive', 'vendor-profile', 'helper-script', 'static'],
  },
];

/** The kinds by other names: workforce is what external-idp was called before, oauth is no longer used. */
const OTHER_NAMES = new Map<string, SourceName>([
  ['workforce', 'external-idp'],
  ['oauth', 'external-idp'],
]);

/** The source that inferenceCredentialKind names, in releases that know it. */
export function namedSource(settings: Settings): SourceName | undefined {
  if (!isSince(appVersion(settings), releases.credentialKind)) return undefined;
  const kind = settings.get('inferenceCredentialKind');
  return kind && (OTHER_NAMES.get(kind) ?? (kind as SourceName));
}

export function appVersion(settings: Settings): string {
  return settings.get('minimumAppVersion') ?? NEWEST_KNOWN;
}

/** The sources that are set: all their keys, or for in-app sign-in some of them, which the app takes for an error. */
export function sourcesSet(settings: Settings): SourceName[] {
  return (Object.keys(sourceKeys) as SourceName[]).filter((name) =>
    sourceKeys[name].some((key) => settings.placeOf(key) !== undefined),
  );
}

/** Which source a release takes of those that are set. */
export function firstSource(version: string, set: readonly SourceName[]): SourceName | undefined {
  const { order } = orders.findLast(({ since }) => isSince(version, since)) ?? { order: [] };
  return order.find((name) => set.includes(name));
}

/**
 * The source that the app takes: the one that is named, else the first that is set. Undefined when none is set.
 * Throws a Problem (configuration) that names the keys when it is not whole.
 */
export function chosenSource(settings: Settings): SourceName | undefined {
  const chosen = namedSource(settings) ?? firstSource(appVersion(settings), sourcesSet(settings));
  const missing = chosen ? sourceKeys[chosen].filter((key) => settings.placeOf(key) === undefined) : [];
  if (missing.length === 0) return chosen;
  throw new Problem(
    'configuration',
    `${placesOf(settings)}: ${whatNeeds(settings, chosen)} needs ${missing.join(', ')}`,
    'set what is missing, or choose another source with inferenceCredentialKind',
  );
}

function whatNeeds(settings: Settings, chosen: SourceName | undefined): string {
  const kind = namedSource(settings) && settings.get('inferenceCredentialKind');
  return kind ? `inferenceCredentialKind ${kind}` : `the credential source ${chosen}`;
}

/** The places that said something, for people. */
export function placesOf(settings: Settings): string {
  return settings.sources.map(({ place }) => place).join(', ') || 'the settings';
}
