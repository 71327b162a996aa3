import { filled, type Values } from '../../../../admin/aws/record/filling.ts';
import { problemOf } from '../../../shared/world.ts';

const VALUES: Values = {
  ssoStartUrl: 'https://example.awsapps.com/start',
  ssoRegion: 'us-east-1',
  ssoAccountId: '111122223333',
  ssoRoleName: 'BedrockUser',
};
const APP = {
  inferenceBedrockSsoStartUrl: VALUES.ssoStartUrl,
  inferenceBedrockSsoRegion: 'us-east-1',
  inferenceBedrockSsoAccountId: '111122223333',
  inferenceBedrockSsoRoleName: 'BedrockUser',
};
const FILE = '/home/ana/settings.json';
const APP_FILE = '/etc/claude-desktop/managed-settings.json';
const fill = (before: object | string | undefined, values = VALUES, file = FILE) => {
  const text = typeof before === 'object' ? JSON.stringify(before, null, 2) : before;
  const { text: after, changes } = filled(file, text, values);
  return { after, settings: JSON.parse(after), changes };
};

test('a new file has the four values', () => {
  const { settings, changes } = fill(undefined);
  expect(settings).toEqual(VALUES);
  expect(changes).toEqual(Object.entries(VALUES).map(([name, value]) => `${name}: ${value}`));
});

test('every other key keeps its value and its place', () => {
  const before = { z: [1, { é: null }], ssoRoleName: 'Old', inferenceProvider: 'bedrock', unknown: '\u2028' };
  const { settings, changes } = fill(before);
  const { z, inferenceProvider, unknown } = before;
  expect(Object.keys(settings).slice(0, 4)).toEqual(['z', 'ssoRoleName', 'inferenceProvider', 'unknown']);
  expect(settings).toEqual({ z, inferenceProvider, unknown, ...VALUES });
  expect(changes).toContain('ssoRoleName: BedrockUser (was Old)');
});

test('what is there already is no change', () => {
  expect(fill({ ...VALUES, other: 1 }).changes).toEqual([]);
});

test.each([
  ['four spaces', '{\n    "a": 1\n}\n', /^ {4}"a": 1,\n {4}"ssoStartUrl"/m],
  ['tabs', '{\r\n\t"a": 1\r\n}\r\n', /^\t"a": 1,\n\t"ssoStartUrl"/m],
  ['none at all', '{"a":1}', /^ {2}"a": 1,\n {2}"ssoStartUrl"/m],
])('the indent stays: %s', (_name, text, expected) => {
  expect(fill(text).after).toMatch(expected);
});

test("the app's own keys, where they are set, are kept alike", () => {
  const { settings } = fill({ inferenceBedrockSsoAccountId: '999999999999' });
  expect(settings).toEqual({ inferenceBedrockSsoAccountId: '111122223333', ...VALUES });
});

test("the app's own managed file gets no key of ours", () => {
  const values = { ...VALUES, awsProfile: 'work' };
  const { settings } = fill({ inferenceProvider: 'bedrock' }, values, APP_FILE);
  expect(settings).toEqual({ inferenceProvider: 'bedrock', ...APP, inferenceBedrockProfile: 'work' });
});

test('a value that breaks its rule is not repeated', () => {
  const { changes } = fill({ ssoAccountId: { secret: 'x' }, ssoRoleName: 'ABSK with spaces' });
  expect(changes.filter((change) => change.includes('was'))).toEqual([
    'ssoAccountId: 111122223333 (was something else)',
    'ssoRoleName: BedrockUser (was something else)',
  ]);
});

test.each([
  ['not JSON', '{oops', /not valid JSON/],
  ['a list', '[]', /must be one JSON object/],
])('a file that is %s stays as it is', async (_name, text, message) => {
  const problem = await problemOf(() => fill(text));
  expect(problem).toMatchObject({ code: 'configuration', message: expect.stringMatching(message) });
});
