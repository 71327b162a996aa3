import { checkValue, type KeyName, keys } from '../../../shared/policy/keys.ts';
import { rows } from './key-rows.ts';

const names = Object.keys(keys) as KeyName[];

test('every key has rows here, and every row its key', () => {
  expect(Object.keys(rows).sort()).toEqual([...names].sort());
  for (const { good, bad } of Object.values(rows)) expect([good.length > 0, bad.length > 0]).toEqual([true, true]);
});

test.each(names)('%s takes its good values as they are', (name) => {
  const results = rows[name].good.map((value) => [value, checkValue(name, value)]);
  expect(results).toEqual(rows[name].good.map((value) => [value, { value }]));
});

test.each(names)('%s refuses its bad values and says what the value must be', (name) => {
  const results = rows[name].bad.map((value) => [value, checkValue(name, value)]);
  const rule = expect.stringMatching(/^must be [^\n]+[^.\n]$/);
  expect(results).toEqual(rows[name].bad.map((value) => [value, { rule }]));
});

test.each(names)('%s never repeats a refused value in its rule: it may be a secret', (name) => {
  const rules = [
    'hunter2\0\r\n',
    ['hunter2\0'],
    { 'X-Key': 'hunter2\r\n' },
    [{ name: 5, key: 'hunter2' }],
    { hunter2: 5 },
  ]
    .map((value) => checkValue(name, value))
    .filter((checked) => 'rule' in checked);
  expect(JSON.stringify(rules)).not.toContain('hunter2');
});

test.each(names)('%s refuses a long text at once: no expression tries every way to split it', (name) => {
  expect(checkValue(name, `${'x'.repeat(1_000_000)}\n`)).toMatchObject({ rule: expect.any(String) });
});

test.each(names)('%s tells a person what it is for, in one sentence', (name) => {
  expect(keys[name].help).toMatch(/^[A-Z`].*\.$/);
});

test('all that may hold a secret is marked as one', () => {
  const secret = names.filter((name) => 'secret' in keys[name]);
  expect(secret.sort()).toEqual([
    'inferenceBedrockBearerToken',
    'inferenceCustomHeaders',
    'inferenceGatewayApiKey',
    'proxyUrl',
  ]);
});

test("the app's keys are named as the app names them, ours never begin like that", () => {
  for (const name of names) expect(name.startsWith('inference')).toBe(keys[name].owner === 'app');
});
