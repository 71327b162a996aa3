import { isOurHelper } from '../../shared/places.ts';
import type { Approach } from '../../shared/policy/approaches.ts';
import {
  firstSource,
  namedSource,
  type SourceName,
  sourceKeys,
  sourcesSet,
} from '../../shared/policy/credential-source.ts';
import { type KeyName, keyNames, keyOf, keys } from '../../shared/policy/keys.ts';
import { OWN_IDENTITY_KEYS } from '../../shared/policy/sso-keys.ts';
import { nearest } from '../spelling.ts';
import type { Subject } from './subject.ts';

/** Keys that are of use with this provider alone. */
export const PROVIDER_KEYS = {
  bedrock: keysNamedAfter('Bedrock'),
  gateway: keysNamedAfter('Gateway'),
};

function keysNamedAfter(provider: string): KeyName[] {
  return keyNames.filter((name) => name.startsWith(`inference${provider}`));
}

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
  return namesAny(subject, OWN_IDENTITY_KEYS);
}

/** Whether the app's helper is our own program, which signs in by the identity keys of the app too. */
export function helperIsOurs(subject: Subject): boolean {
  return isOurHelper(subject.text('inferenceCredentialHelper'));
}
