import { fieldsOf, leftoversOf } from '../../../admin/configure/fields.ts';
import { texts } from '../../../admin/configure/texts.ts';
import type { Approach } from '../../../shared/policy/approaches.ts';
import { keyNames, keyOf } from '../../../shared/policy/keys.ts';

const approaches = Object.keys(texts.approaches) as Approach[];
const keysOf = (approach: Approach) => fieldsOf(approach, {}).map(({ key }) => key);

test('each key of the table is filled in somewhere, but for the provider', () => {
  const all = new Set(approaches.flatMap(keysOf));
  expect(keyNames.filter((name) => !all.has(name))).toEqual(['inferenceProvider']);
});

test.each(approaches)('%s asks for no key of another approach', (approach) => {
  const strange = keysOf(approach).filter((name) => {
    const { use } = keyOf(name);
    return use && !(approach in use) && name !== 'inferenceModels' && name !== 'inferenceCredentialKind';
  });
  expect(strange).toEqual([]);
});

test.each([
  ['static', ['inferenceBedrockRegion', 'inferenceBedrockBearerToken']],
  ['vendor-profile', ['inferenceBedrockRegion', 'inferenceBedrockProfile', 'inferenceModels']],
  ['helper-script', ['inferenceBedrockRegion']],
  ['gateway', ['inferenceGatewayBaseUrl']],
] as const)('%s needs %j', (approach, needed) => {
  const required = fieldsOf(approach, {}).filter((field) => field.required);
  expect(required.map(({ key }) => key)).toEqual(needed);
});

test('a choice is offered what its rule takes', () => {
  const choices = Object.fromEntries(fieldsOf('helper-script', {}).map(({ key, choices }) => [key, choices]));
  expect(choices['logLevel']).toEqual(['error', 'warn', 'info', 'debug']);
  expect(choices['renewInBackground']).toEqual(['true', 'false']);
  expect(choices['client']).toBeUndefined();
});

test('what another approach has left is named, and an identity that is set is shown', () => {
  const values = { inferenceBedrockBearerToken: 'x', awsProfile: 'work', inferenceProvider: 'bedrock' };
  expect(leftoversOf('interactive', values)).toEqual(['inferenceBedrockBearerToken']);
  expect(fieldsOf('interactive', values).map(({ key }) => key)).toContain('awsProfile');
});
