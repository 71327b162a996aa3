import { isOurHelper } from '../../shared/places.ts';
import type { Approach } from '../../shared/policy/approaches.ts';
import { appVersion, firstSource, type SourceName, sourcesSet } from '../../shared/policy/credential-source.ts';
import { hasOwnIdentity } from '../../shared/policy/identity-setting.ts';
import { type KeyName, keyOf, type ValueOf } from '../../shared/policy/keys.ts';
import { Problem } from '../../shared/problem.ts';
import { PROVIDER_KEYS } from '../lint/approach.ts';
import { settingsIn, setupOf, type Values } from './setup.ts';

/** How the app gets its credential: by an approach of the table, or by a sign-in of its own whose keys nobody here knows. */
type Way = Approach | 'app-sign-in';
type Kind = ValueOf<'inferenceCredentialKind'>;

export interface Choice {
  provider: 'bedrock' | 'gateway';
  kind: Kind;
  way: Way;
}

/** What the app is to take: what the setup says, else what it means. Throws a Problem (configuration). */
export function choiceIn(values: Values): Choice {
  return providerIn(values) === 'gateway' ? gatewayChoice(values) : bedrockChoice(values);
}

function providerIn(values: Values): string {
  const provider = values.inferenceProvider;
  if (provider === undefined) {
    const has = (names: readonly KeyName[]) => names.some((name) => values[name] !== undefined);
    return has(PROVIDER_KEYS.gateway) && !has(PROVIDER_KEYS.bedrock) ? 'gateway' : 'bedrock';
  }
  if (provider === 'bedrock' || provider === 'gateway') return provider;
  throw new Problem(
    'configuration',
    `inferenceProvider is ${provider}, whose keys are not known here`,
    'this toolkit exports inferenceProvider bedrock and gateway',
  );
}

function bedrockChoice(values: Values): Choice {
  const kind = (values.inferenceCredentialKind as Kind | undefined) ?? meantSource(values);
  const isOther = kind === 'external-idp' || kind === 'workforce' || kind === 'oauth';
  return { provider: 'bedrock', kind, way: isOther ? 'app-sign-in' : kind };
}

/** Whoever sets our keys, or names our helper, wants it asked; else what the app itself would take. */
function meantSource(values: Values): SourceName {
  const settings = settingsIn(setupOf(values));
  if (hasOwnIdentity(settings) || isOurHelper(String(values.inferenceCredentialHelper ?? ''))) return 'helper-script';
  return firstSource(appVersion(settings), sourcesSet(settings)) ?? 'helper-script';
}

function gatewayChoice(values: Values): Choice {
  const kind = (values.inferenceCredentialKind as Kind | undefined) ?? gatewayKind(values);
  if (kind === 'vendor-profile')
    throw new Problem(
      'configuration',
      'inferenceCredentialKind is vendor-profile, which is an AWS profile, but inferenceProvider is gateway',
      'set it to static, helper-script or interactive',
    );
  const way = kind === 'static' || kind === 'helper-script' ? 'gateway' : 'app-sign-in';
  return { provider: 'gateway', kind, way };
}

function gatewayKind(values: Values): Kind {
  if (values.inferenceGatewayApiKey !== undefined) return 'static';
  if (values.inferenceCredentialHelper !== undefined) return 'helper-script';
  throw new Problem(
    'configuration',
    'nothing gives the gateway a key',
    'name its helper by inferenceCredentialHelper, or set inferenceCredentialKind to interactive where the app signs in itself',
  );
}

/** Serve whichever source is taken, though the table names those that can't do without them. */
const OF_ANY_WAY: readonly KeyName[] = ['inferenceModels', 'inferenceBedrockAwsCliPath'];

/** Whether a key of the app is of use to what it takes. */
export function serves(name: KeyName, { provider, kind, way }: Choice): boolean {
  const uses = keyOf(name).use;
  if (!uses || OF_ANY_WAY.includes(name)) return true;
  if (provider === 'gateway') return 'gateway' in uses && servesGateway(name, kind);
  // What each source of Bedrock needs is no source.
  return way === 'app-sign-in' ? 'static' in uses && 'helper-script' in uses : way in uses;
}

/** One source here too. */
function servesGateway(name: KeyName, kind: Kind): boolean {
  if (name === 'inferenceGatewayApiKey') return kind === 'static';
  return !name.startsWith('inferenceCredentialHelper') || kind === 'helper-script';
}

/** The keys without which it can't work. */
export function isRequired(name: KeyName, { provider, kind, way }: Choice): boolean {
  if (name === 'inferenceGatewayApiKey') return provider === 'gateway' && kind === 'static';
  if (name === 'inferenceCredentialHelper') return kind === 'helper-script';
  const approach = provider === 'gateway' ? 'gateway' : way;
  const uses = keyOf(name).use ?? {};
  return approach === 'app-sign-in'
    ? serves(name, { provider, kind, way }) && 'static' in uses
    : uses[approach] === 'required';
}
