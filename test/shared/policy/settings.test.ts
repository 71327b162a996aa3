import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readSettings } from '../../../shared/policy/read-settings.ts';
import { Settings } from '../../../shared/policy/settings.ts';
import { newWorld, problemOf, type World } from '../world.ts';

const asRoot = process.getuid?.() === 0;
const whenRoot = asRoot ? test : test.skip;

let world: World;

beforeEach(() => {
  world = newWorld();
});
afterEach(() => world.leave());

function put(place: string, values: unknown): string {
  mkdirSync(dirname(place), { recursive: true, mode: 0o755 });
  writeFileSync(place, typeof values === 'string' ? values : JSON.stringify(values), { mode: 0o644 });
  return place;
}

const managedPlace = (owner: 'claude-desktop' | 'bedrock-launcher') =>
  join(world.systemConfigDir, owner, 'managed-settings.json');
const ownPlace = () => join(world.home, '.config', 'bedrock-launcher', 'settings.json');
const named = (values: unknown) => ({
  ...world,
  env: { BEDROCK_LAUNCHER_CONFIG: put(join(world.home, 'named.json'), values) },
});

describe('settings come from', () => {
  test("the person's own file", async () => {
    put(ownPlace(), { awsProfile: 'own', inferenceBedrockRegion: 'us-east-1' });
    const settings = await readSettings(world);
    expect([settings.get('awsProfile'), settings.get('inferenceBedrockRegion')]).toEqual(['own', 'us-east-1']);
    expect(settings.placeOf('awsProfile')).toBe(ownPlace());
  });

  test('XDG_CONFIG_HOME, where it is set', async () => {
    const place = put(join(world.home, 'xdg', 'bedrock-launcher', 'settings.json'), { awsProfile: 'xdg' });
    const settings = await readSettings({ ...world, env: { XDG_CONFIG_HOME: join(world.home, 'xdg') } });
    expect([settings.get('awsProfile'), settings.placeOf('awsProfile')]).toEqual(['xdg', place]);
  });

  test("the file that BEDROCK_LAUNCHER_CONFIG names, and then not from the person's own", async () => {
    put(ownPlace(), { awsProfile: 'own', ssoRegion: 'us-east-1' });
    const settings = await readSettings(named({ awsProfile: 'named' }));
    expect([settings.get('awsProfile'), settings.get('ssoRegion')]).toEqual(['named', undefined]);
  });

  whenRoot('the managed files, and then from nowhere else', async () => {
    put(ownPlace(), { awsProfile: 'own' });
    put(managedPlace('claude-desktop'), { inferenceBedrockRegion: 'eu-west-1' });
    const settings = await readSettings(named({ awsProfile: 'named' }));
    expect([settings.get('inferenceBedrockRegion'), settings.get('awsProfile')]).toEqual(['eu-west-1', undefined]);
  });

  whenRoot("each managed file for its own keys: ours never from the app's place, nor the other way round", async () => {
    put(managedPlace('claude-desktop'), { inferenceBedrockRegion: 'eu-west-1', awsProfile: 'wrong place' });
    put(managedPlace('bedrock-launcher'), { awsProfile: 'ours', inferenceBedrockRegion: 'us-east-1' });
    const settings = await readSettings(world);
    expect([settings.get('inferenceBedrockRegion'), settings.get('awsProfile')]).toEqual(['eu-west-1', 'ours']);
    expect(settings.placeOf('inferenceBedrockRegion')).toBe(managedPlace('claude-desktop'));
    expect(settings.placeOf('awsProfile')).toBe(managedPlace('bedrock-launcher'));
  });

  test('nowhere: then it is known where somebody looked', async () => {
    const settings = await readSettings(world);
    expect(settings.get('awsProfile')).toBeUndefined();
    expect(settings.placesSearched).toEqual([
      managedPlace('claude-desktop'),
      managedPlace('bedrock-launcher'),
      ownPlace(),
    ]);
  });

  test.each(['darwin', 'win32'] as const)('no file under /etc on %s', async (platform) => {
    put(managedPlace('bedrock-launcher'), { awsProfile: 'managed' });
    expect((await readSettings({ ...named({ awsProfile: 'named' }), platform })).get('awsProfile')).toBe('named');
  });
});

test('a named file that is missing is a problem, not a reason to look elsewhere', async () => {
  put(ownPlace(), { awsProfile: 'own' });
  const problem = await problemOf(() =>
    readSettings({ ...world, env: { BEDROCK_LAUNCHER_CONFIG: '/nowhere/x.json' } }),
  );
  expect(problem).toMatchObject({ code: 'configuration', message: 'no settings file at /nowhere/x.json' });
});

describe('a value that breaks its rule', () => {
  const settings = () =>
    readSettings(named({ awsProfile: 5, inferenceBedrockRegion: 'us-east-1', inferenceModels: 'x' }));

  test('is a problem that names the file, the key and the rule, once it is needed', async () => {
    expect(await problemOf(async () => (await settings()).get('awsProfile'))).toMatchObject({
      code: 'configuration',
      message: expect.stringContaining(`${join(world.home, 'named.json')}: awsProfile must be a text`),
      hint: 'correct awsProfile there',
    });
  });

  test('does not keep the other values from being used', async () => {
    expect((await settings()).get('inferenceBedrockRegion')).toBe('us-east-1');
  });
});

test.each([
  ['an unknown key', { unknownKey: 1, awsProfile: 'work' }],
  ['a misspelled key', { awsprofile: 'other', awsProfile: 'work' }],
  ['a dotted key', { 'inference.provider': 'x', awsProfile: 'work' }],
  ['names of every object', { constructor: 1, toString: 'x', hasOwnProperty: null, awsProfile: 'work' }],
])('%s is nobody’s business', async (_name, values) => {
  expect((await readSettings(named(values))).get('awsProfile')).toBe('work');
});

test('__proto__ in a settings file sets nothing', async () => {
  const settings = await readSettings(named('{"__proto__": {"awsProfile": "evil", "polluted": 1}}'));
  expect(settings.get('awsProfile')).toBeUndefined();
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

test('a key that is null counts as broken, not as unset', async () => {
  await expect(
    problemOf(async () => (await readSettings(named({ awsProfile: null }))).get('awsProfile')),
  ).resolves.toBeDefined();
});

test('settings in memory know their places', async () => {
  const settings = new Settings([{ place: 'HKLM', values: { awsProfile: 'a' } }], ['HKLM', 'HKCU']);
  expect([settings.placeOf('awsProfile'), settings.placeOf('awsDir'), settings.placesSearched]).toEqual([
    'HKLM',
    undefined,
    ['HKLM', 'HKCU'],
  ]);
});
