import { readSettings } from '../../../shared/policy/read-settings.ts';
import { POLICY_KEYS } from '../../../shared/policy/registry-policy.ts';
import { readWindowsPolicy } from '../../../shared/policy/windows-policy.ts';
import type { Hive, Registry, RegistryValue } from '../../../shared/registry.ts';
import { newWorld, problemOf, type World } from '../world.ts';

const { app: APP, toolkit: TOOLKIT } = POLICY_KEYS;

const text = (value: string, type = 1) => ({ type, data: Buffer.from(`${value}\0`, 'utf16le') });
const dword = (value: number) => ({ type: 4, data: Buffer.from(Uint32Array.of(value).buffer) });
type Stored = Omit<RegistryValue, 'name'>;
type Content = Partial<Record<`${Hive} ${string}`, Record<string, Stored>>>;

function registryWith(content: Content): Registry {
  return async (hive, path) => {
    const found = content[`${hive} ${path}`];
    return found && Object.entries(found).map(([name, stored]) => ({ name, ...stored }));
  };
}

let world: World;
beforeAll(() => {
  world = newWorld({ platform: 'win32' });
});
afterAll(() => world.leave());

const settingsIn = (content: Content) => readSettings({ ...world, registry: registryWith(content) });

describe('a value of the registry', () => {
  const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
  test.each<[string, string, Stored, unknown]>([
    ['a text', 'inferenceBedrockRegion', text('us-east-1'), 'us-east-1'],
    [
      'a text without its NUL',
      'inferenceBedrockRegion',
      { type: 1, data: Buffer.from('us-east-1', 'utf16le') },
      'us-east-1',
    ],
    ['a text with more behind its NUL', 'inferenceBedrockRegion', text('us-east-1\0x'), 'us-east-1'],
    [
      'a text with an odd byte',
      'inferenceBedrockRegion',
      { type: 1, data: Buffer.concat([text('us-east-1').data, Buffer.from('x')]) },
      'us-east-1',
    ],
    ['a text that is a number', 'inferenceCredentialHelperTtlSec', text('900'), 900],
    ['a DWORD', 'inferenceCredentialHelperTtlSec', dword(900), 900],
    ['a text that is true', 'inferenceCredentialHelperSilentRefreshEnabled', text('true'), true],
    ['a text that is 0', 'inferenceCredentialHelperSilentRefreshEnabled', text('0'), false],
    ['a DWORD that is 1', 'inferenceCredentialHelperSilentRefreshEnabled', dword(1), true],
    [
      'a text that is a list',
      'inferenceModels',
      text(JSON.stringify([model, { name: model, labelOverride: 'Ünïcode' }])),
      [model, { name: model, labelOverride: 'Ünïcode' }],
    ],
    ['a text that is an object', 'inferenceCustomHeaders', text('{"X-Team":"blue"}'), { 'X-Team': 'blue' }],
    ['an account ID is no number', 'inferenceBedrockSsoAccountId', text('000000000001'), '000000000001'],
    ['an empty text', 'inferenceBedrockProfile', text(''), undefined],
    ['an expandable text is not read', 'inferenceBedrockProfile', text('work', 2), undefined],
    ['a QWORD is not seen', 'inferenceCredentialHelperTtlSec', { type: 11, data: Buffer.alloc(8, 1) }, undefined],
    ['a MULTI_SZ is not seen', 'inferenceBedrockProfile', text('work\0', 7), undefined],
    ['BINARY is not seen', 'inferenceBedrockProfile', { type: 3, data: text('work').data }, undefined],
    [
      'a DWORD of three bytes is none',
      'inferenceCredentialHelperTtlSec',
      { type: 4, data: Buffer.alloc(3) },
      undefined,
    ],
  ])('%s', async (_name, key, stored, expected) => {
    const settings = await settingsIn({ [`HKLM ${APP}`]: { [key]: stored, inferenceProvider: text('bedrock') } });
    expect(settings.get(key as 'inferenceBedrockRegion')).toEqual(expected as string);
  });

  test.each<[string, string, Stored]>([
    ['a DWORD where a text belongs', 'inferenceBedrockSsoAccountId', dword(123)],
    ['a text that is no number', 'inferenceCredentialHelperTtlSec', text('1h')],
    ['a text that is no boolean', 'inferenceCredentialHelperSilentRefreshEnabled', text('yes')],
    ['a DWORD that is no boolean', 'inferenceCredentialHelperSilentRefreshEnabled', dword(2)],
    ['a text that is no JSON', 'inferenceModels', text('us.anthropic.claude')],
  ])('%s is named with place, key and rule, and takes no other with it', async (_name, key, stored) => {
    const settings = await settingsIn({
      [`HKLM ${APP}`]: { [key]: stored, inferenceBedrockRegion: text('us-east-1') },
    });
    expect(settings.get('inferenceBedrockRegion')).toBe('us-east-1');
    const problem = await problemOf(() => settings.get(key as 'inferenceBedrockRegion'));
    expect(problem.message).toMatch(new RegExp(`^HKLM\\\\SOFTWARE\\\\Policies\\\\Claude: ${key} must be `));
  });
});

describe('the two hives', () => {
  const user = { inferenceBedrockRegion: text('eu-west-1'), inferenceBedrockProfile: text('users') };
  const read = async (machine: Record<string, Stored>, version?: string) => {
    const toolkit = version ? { minimumAppVersion: text(version) } : {};
    const settings = await settingsIn({
      [`HKLM ${APP}`]: machine,
      [`HKCU ${APP}`]: user,
      [`HKLM ${TOOLKIT}`]: toolkit,
    });
    return [settings.get('inferenceBedrockRegion'), settings.get('inferenceBedrockProfile')];
  };

  test.each<[string, Record<string, Stored>, string | undefined, unknown[]]>([
    ['nothing in HKLM leaves HKCU', {}, undefined, ['eu-west-1', 'users']],
    [
      'one value in HKLM switches HKCU off',
      { inferenceBedrockRegion: text('us-east-1') },
      undefined,
      ['us-east-1', undefined],
    ],
    ['a misspelled one does too', { inferenceRegion: text('us-east-1') }, undefined, [undefined, undefined]],
    ['an empty one too', { inferenceBedrockRegion: text('') }, undefined, [undefined, undefined]],
    ['an expandable one too', { x: text('%x%', 2) }, undefined, [undefined, undefined]],
    ['a DWORD too', { x: dword(0) }, undefined, [undefined, undefined]],
    ['the unnamed value too', { '': text('x') }, undefined, [undefined, undefined]],
    ['a QWORD does not', { x: { type: 11, data: Buffer.alloc(8) } }, undefined, ['eu-west-1', 'users']],
    ['since 1.19367.0', { x: dword(0) }, '1.19367.0', [undefined, undefined]],
    ['before it they are merged', { inferenceBedrockRegion: text('us-east-1') }, '1.19366.9', ['us-east-1', 'users']],
    ['a version that is none is not taken for an old one', { x: dword(0) }, 'old', [undefined, undefined]],
  ])('%s', async (_name, machine, version, expected) => {
    expect(await read(machine, version)).toEqual(expected);
  });

  test('what HKLM switched off is remembered for the report', async () => {
    const { shadowed, sources } = await readWindowsPolicy(
      registryWith({ [`HKLM ${APP}`]: { x: dword(1) }, [`HKCU ${APP}`]: user }),
    );
    expect([sources.map(({ place }) => place), shadowed.map(({ place }) => place)]).toEqual([
      [`HKLM\\${APP}`],
      [`HKCU\\${APP}`],
    ]);
  });

  test("each owner's keys count in its own place only", async () => {
    const settings = await settingsIn({
      [`HKLM ${APP}`]: { awsProfile: text('wrong place'), inferenceBedrockRegion: text('us-east-1') },
      [`HKCU ${TOOLKIT}`]: { awsProfile: text('ours'), inferenceBedrockRegion: text('eu-west-1') },
    });
    expect([settings.get('awsProfile'), settings.get('inferenceBedrockRegion')]).toEqual(['ours', 'us-east-1']);
    expect([settings.placeOf('awsProfile'), settings.managed]).toEqual([`HKCU\\${TOOLKIT}`, true]);
  });
});

test('a registry that may not be read is a problem that names the place', async () => {
  const registry: Registry = async () => {
    throw new Error('error 5');
  };
  const problem = await problemOf(() => readSettings({ ...world, registry }));
  expect(problem.message).toBe(`HKLM\\${APP}: the registry can't be read (error 5)`);
});

test('the hash of what stands there changes with each part of it', async () => {
  const contents: Content[] = [
    {},
    { [`HKLM ${APP}`]: {} },
    { [`HKLM ${APP}`]: { a: text('b') } },
    { [`HKLM ${APP}`]: { a: text('c') } },
    { [`HKLM ${APP}`]: { b: text('b') } },
    { [`HKLM ${APP}`]: { a: text('b', 2) } },
    { [`HKCU ${APP}`]: { a: text('b') } },
    { [`HKLM ${TOOLKIT}`]: { a: text('b') } },
  ];
  const witnesses = await Promise.all(
    contents.map(async (content) => (await readWindowsPolicy(registryWith(content))).registry),
  );
  expect(new Set(witnesses).size).toBe(contents.length);
});
