import fc from 'fast-check';
import { normalized } from '../../../admin/setup/normalized.ts';
import { type Setup, setupOf, type Values } from '../../../admin/setup/setup.ts';
import type { Target } from '../../../admin/setup/system-paths.ts';
import { checkValue, type KeyName, keyNames, keyOf } from '../../../shared/policy/keys.ts';
import { Problem } from '../../../shared/problem.ts';
import { rows } from '../../shared/policy/key-rows.ts';

export const TARGETS: readonly Target[] = ['darwin', 'win32', 'linux'];

/** What formats stumble over: quotes of all shells, what XML and JSON escape, other alphabets, what looks like a variable. */
const ODD = [
  '"',
  "'",
  '’',
  '‘',
  '\\',
  '%s',
  '%PATH%',
  '$HOME',
  '`x`',
  '&amp;',
  '<a>',
  ']]>',
  '--',
  ';',
  '#',
  ' ',
  '=',
  '[x]',
  'ß模😀',
  '\u2028',
  '\u200d',
  '\ufeff',
];
const oddText = fc.array(fc.oneof(fc.constantFrom(...ODD), fc.string({ maxLength: 4 })), {
  minLength: 1,
  maxLength: 6,
});
const filled = oddText
  .map((parts) => parts.join(''))
  .filter((text) => text.isWellFormed() && 'value' in checkValue('awsProfile', text));

const models = fc.array(
  fc.record(
    {
      name: fc.constant('us.anthropic.m-v1:0'),
      labelOverride: fc.oneof(filled, fc.constant('\ud800 \ufffe\n\t')),
      supports1m: fc.boolean(),
    },
    { requiredKeys: ['name'] },
  ),
  { minLength: 1, maxLength: 3 },
);

function valueFor(name: KeyName): fc.Arbitrary<unknown> {
  const good = fc.constantFrom(...rows[name].good);
  if (name === 'inferenceModels') return fc.oneof(good, models);
  if (name === 'inferenceCustomHeaders') return fc.oneof(good, fc.constant({ 'X-Odd': '\t"\\ %PATH% \'$x`' }));
  return keyOf(name).rule === keyOf('awsProfile').rule ? fc.oneof(good, filled) : good;
}

/** Any keys with any values that they take, but what a provider and a kind name, and an address that is whole. */
const optional = keyNames.filter((name) => name !== 'inferenceProvider' && name !== 'inferenceCredentialKind');
const kinds = [undefined, undefined, 'static', 'helper-script', 'interactive', 'vendor-profile', 'external-idp'];

const values: fc.Arbitrary<Values> = fc
  .tuple(
    fc.constantFrom(undefined, 'bedrock', 'bedrock', 'gateway'),
    fc.constantFrom(...kinds),
    fc.subarray(optional).chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, valueFor(name)])))),
    valueFor('inferenceBedrockRegion'),
    models,
  )
  .map(([provider, kind, some, region, list]) => ({
    inferenceBedrockRegion: region,
    inferenceModels: list,
    ...some,
    ...(provider ? { inferenceProvider: provider } : {}),
    ...(kind ? { inferenceCredentialKind: kind } : {}),
  }));

/** Setups of all kinds that can be exported for each system. */
export const anySetup: fc.Arbitrary<Setup> = values
  .map(setupOf)
  .filter((setup) => TARGETS.every((target) => suits(setup, target)));

function suits(setup: Setup, target: Target): boolean {
  try {
    return normalized(setup, { target }) !== undefined;
  } catch (thrown) {
    if (thrown instanceof Problem) return false;
    throw thrown;
  }
}

export function someSetups(count: number): Setup[] {
  return fc.sample(anySetup, { numRuns: count, seed: 7 });
}
