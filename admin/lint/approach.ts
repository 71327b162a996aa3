import type { Approach } from '../../shared/policy/approaches.ts';
import {
  firstSource,
  namedSource,
  type SourceName,
  SSO_KEYS,
  sourceKeys,
  sourcesSet,
} from '../../shared/policy/credential-source.ts';
import { type KeyName, keyNames, keyOf, keys } from '../../shared/policy/keys.ts';
import { nearest } from './spelling.ts';
import type { Subject } from './subject.ts';

/** Keys that are of use with this provider alone. */
export const PROVIDER_KEYS = {
  bedrock: [
    'inferenceBedrockRegion',
    'inferenceBedrockBearerToken',
    'inferenceBedrockProfile',
    'inferenceBedrockAwsDir',
    'inferenceBedrockAwsCliPath',
    ...SSO_KEYS,
    'inferenceBedrockBaseUrl',
    'inferenceBedrockServiceTier',
  ],
  gateway: ['inferenceGatewayBaseUrl', 'inferenceGatewayApiKey', 'inferenceGatewayAuthScheme'],
} as const satisfies Record<string, readonly KeyName[]>;

/** The keys with which the toolkit spells out a role, each beside the app's key that serves where it is unset. */
export const TOOLKIT_SSO = {
  ssoStartUrl: 'inferenceBedrockSsoStartUrl',
  ssoRegion: 'inferenceBedrockSsoRegion',
  ssoAccountId: 'inferenceBedrockSsoAccountId',
  ssoRoleName: 'inferenceBedrockSsoRoleName',
} as const satisfies Partial<Record<KeyName, KeyName>>;

export const TOOLKIT_SSO_KEYS = Object.keys(TOOLKIT_SSO) as (keyof typeof TOOLKIT_SSO)[];

export function namesAny(subject: Subject, names: readonly KeyName[]): boolean {
  return names.some((name) => subject.names(name));
}

const PROVIDERS = keys.inferenceProvider.rule.schema.options;

/** Whom the app asks. Where it is misspelled, whom it means; where nobody says it, the keys do. */
export function providerOf(subject: Subject): string {
  const provider = nearest(subject.text('inferenceProvider'), PROVIDERS);
  if (provider) return provider;
  const gateway = namesAny(subject, PROVIDER_KEYS.gateway) && !namesAny(subject, PROVIDER_KEYS.bedrock);
  return gateway ? 'gateway' : 'bedrock';
}

/** The source that the app takes, whole or not. */
export function takenSource(subject: Subject): SourceName | undefined {
  const { settings, version } = subject;
  return namedSource(settings) ?? firstSource(version, sourcesSet(settings));
}

/** By the table's names; undefined where the app signs in with an identity provider, or nobody said how. */
export function approachOf(subject: Subject): Approach | undefined {
  if (providerOf(subject) === 'gateway') return 'gateway';
  const source = takenSource(subject);
  return source === 'external-idp' ? undefined : source;
}

/** A source by the keys that make it, for people. */
export function keysOf(source: SourceName): string {
  if (source === 'interactive') return 'inferenceBedrockSso*';
  return sourceKeys[source].join(', ') || 'the identity provider';
}

/** What only the app acts on. */
const APP_CHOICES: readonly KeyName[] = [
  'inferenceProvider',
  'inferenceCredentialKind',
  ...Object.values(sourceKeys).flat(),
];

/**
 * Whether anything here is for the app, and so must be whole. A person's own file may hold a few of the app's keys for
 * our own client, where our keys say who signs in.
 */
export function speaksToApp(subject: Subject): boolean {
  if (subject.reading.places.some(({ owner }) => owner === 'app')) return true;
  if (hasToolkitIdentity(subject)) return namesAny(subject, APP_CHOICES);
  return keyNames.some((name) => keyOf(name).owner === 'app' && subject.names(name));
}

/** Whether our own keys say who signs in. */
export function hasToolkitIdentity(subject: Subject): boolean {
  return namesAny(subject, ['identitySource', 'awsProfile', ...TOOLKIT_SSO_KEYS]);
}

/** Whether the app's helper is our own program, which signs in by the identity keys of the app too. */
export function helperIsOurs(subject: Subject): boolean {
  return /(^|[\\/])bedrock-credential-helper(\.exe)?$/i.test(subject.text('inferenceCredentialHelper'));
}
