import { effectiveConfig } from '../../shared/policy/config.ts';
import { sourceKeys } from '../../shared/policy/credential-source.ts';
import { hasOwnIdentity } from '../../shared/policy/identity-setting.ts';
import { type KeyName, keyOf } from '../../shared/policy/keys.ts';
import { ssoKeys } from '../../shared/policy/sso-keys.ts';
import { Problem } from '../../shared/problem.ts';
import { type Choice, serves } from './approach.ts';
import type { Note } from './note.ts';
import { namesIn, settingsIn, setupOf, type Values } from './setup.ts';

/** Each of our keys of an identity, beside the app's key that serves where it is unset. */
const PAIRS = Object.entries({
  awsProfile: 'inferenceBedrockProfile',
  awsDir: 'inferenceBedrockAwsDir',
  ...ssoKeys,
} satisfies Partial<Record<KeyName, KeyName>>) as [KeyName, KeyName][];

/**
 * The values with one credential source in the keys of the app. Releases of the app differ in which of several they take.
 * Keys that also said who signs in to the toolkit become keys of the toolkit, so that the same person signs in as before.
 */
export function withOneSource(values: Values, choice: Choice): { values: Values; notes: Note[] } {
  const isDropped = (name: KeyName) =>
    keyOf(name).owner === 'app' && !serves(name, choice) && !(isRegion(name) && hasOwnIdentity(settingsOf(values)));
  const dropped = namesIn(values).filter(isDropped);
  const rest = without(values, dropped);
  const kept = withIdentityOf(values, rest, dropped);
  const moved = PAIRS.filter(
    ([own, app]) => kept[own] !== undefined && values[own] === undefined && dropped.includes(app),
  );
  const notes = dropped.map((name) => noteOn(name, moved.find(([, app]) => app === name)?.[0], choice));
  return { values: kept, notes };
}

/** Whoever signs in to AWS beside a gateway has a region there. */
function isRegion(name: KeyName): boolean {
  return name === 'inferenceBedrockRegion';
}

function without(values: Values, names: readonly KeyName[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name as KeyName)));
}

function withIdentityOf(before: Values, rest: Values, dropped: readonly KeyName[]): Values {
  const who = identityIn(before);
  if (who === undefined || identityIn(rest) === who) return rest;
  const moving = PAIRS.filter(([own, app]) => rest[own] === undefined && dropped.includes(app));
  const moved = { ...rest, ...Object.fromEntries(moving.map(([own, app]) => [own, before[app]])) };
  const tries = [moved, ...(['profile', 'sso'] as const).map((identitySource) => ({ ...moved, identitySource }))];
  return tries.find((one) => identityIn(one) === who) ?? moved;
}

/** Who signs in to the toolkit, as one text; undefined where nobody has to, or nothing says who. */
function identityIn(values: Values): string | undefined {
  const config = effectiveConfig(settingsOf(values), {});
  try {
    if (config.credential().from !== 'identity') return undefined;
    const identity = config.identity();
    const described = identity.source === 'profile' ? identity.described?.() : undefined;
    return JSON.stringify({ ...identity, described });
  } catch (thrown) {
    if (thrown instanceof Problem) return undefined;
    throw thrown;
  }
}

function settingsOf(values: Values) {
  return settingsIn(setupOf(values));
}

const SOURCES: readonly KeyName[] = [...Object.values(sourceKeys).flat(), 'inferenceGatewayApiKey'];

function noteOn(name: KeyName, own: KeyName | undefined, { provider, kind }: Choice): Note {
  const chosen = `inferenceProvider ${provider} and inferenceCredentialKind ${kind}`;
  if (own)
    return {
      message: `${name} becomes ${own}: with ${chosen} the app takes another source, the toolkit needs it still`,
    };
  if (!SOURCES.includes(name)) return { message: `${name} is left out: it is of no use with ${chosen}` };
  const hint = 'set inferenceCredentialKind where the app is to take the other source';
  return { message: `${name} is left out: the app is to have one source, and ${chosen} is another`, hint };
}
