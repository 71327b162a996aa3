import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readSettings } from '../../../shared/policy/read-settings.ts';
import { newWorld, problemOf, type World, withoutRoot } from '../world.ts';

let world: World;
let machines: string;
let persons: string;

beforeEach(() => {
  world = newWorld({ platform: 'darwin', user: () => 'ana' });
  machines = join(world.systemConfigDir, 'com.anthropic.claudefordesktop.plist');
  persons = join(world.systemConfigDir, 'ana', 'com.anthropic.claudefordesktop.plist');
});
afterEach(() => world.leave());

function put(place: string, dictionary: string): void {
  mkdirSync(dirname(place), { recursive: true });
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0">';
  writeFileSync(place, dictionary.startsWith('<dict') ? `${head}${dictionary}</plist>\n` : dictionary);
}

const dict = (values: Record<string, string>) =>
  `<dict>${Object.entries(values)
    .map(([key, value]) => `<key>${key}</key>${value}`)
    .join('')}</dict>`;
const text = (value: string) => `<string>${value}</string>`;

test.each<[string, string, string, unknown]>([
  ['a text', 'inferenceBedrockRegion', text('us-east-1'), 'us-east-1'],
  ['an empty text sets nothing', 'inferenceBedrockProfile', text(''), undefined],
  ['a text that is true', 'inferenceCredentialHelperSilentRefreshEnabled', text('true'), true],
  ['a text that is 1', 'inferenceCredentialHelperSilentRefreshEnabled', text('1'), true],
  ['a native boolean', 'inferenceCredentialHelperSilentRefreshEnabled', '<false/>', false],
  ['a text that is a number', 'inferenceCredentialHelperTtlSec', text('900'), 900],
  ['a native number', 'inferenceCredentialHelperTtlSec', '<integer>900</integer>', 900],
  ['a text that is a list', 'inferenceModels', text('["a","b"]'), ['a', 'b']],
  [
    'a native list',
    'inferenceModels',
    '<array><string>a</string><dict><key>name</key><string>b</string></dict></array>',
    ['a', { name: 'b' }],
  ],
  ['a text that is an object', 'inferenceCustomHeaders', text('{"X-Team":"blue"}'), { 'X-Team': 'blue' }],
  ['a native object', 'inferenceCustomHeaders', dict({ 'X-Team': text('blue') }), { 'X-Team': 'blue' }],
])('%s is read', async (_name, key, written, expected) => {
  put(machines, dict({ [key]: written, inferenceProvider: text('bedrock') }));
  const settings = await readSettings(world);
  expect([settings.get(key as 'awsProfile'), settings.managed]).toEqual([expected, true]);
});

test.each<[string, string, string]>([
  ['a number where a text belongs', 'inferenceBedrockSsoAccountId', '<integer>111122223333</integer>'],
  ['a number with a fraction', 'inferenceCredentialHelperTtlSec', '<real>900.5</real>'],
  ['a date', 'inferenceBedrockProfile', '<date>2026-01-01T00:00:00Z</date>'],
  ['data', 'inferenceBedrockProfile', '<data>d29yaw==</data>'],
  ['a text that is no JSON', 'inferenceModels', text('[a]')],
])('%s is named with place, key and rule, and takes no other with it', async (_name, key, written) => {
  put(persons, dict({ [key]: written, inferenceBedrockRegion: text('us-east-1') }));
  const settings = await readSettings(world);
  expect(settings.get('inferenceBedrockRegion')).toBe('us-east-1');
  const { message } = await problemOf(() => settings.get(key as 'awsProfile'));
  expect(message).toMatch(new RegExp(`^${persons}: ${key} must be `));
});

test("the two files are merged key by key, and the person's wins", async () => {
  put(machines, dict({ inferenceBedrockRegion: text('us-east-1'), inferenceBedrockProfile: text('machine') }));
  put(persons, dict({ inferenceBedrockProfile: text('person') }));
  const settings = await readSettings(world);
  expect([settings.get('inferenceBedrockRegion'), settings.get('inferenceBedrockProfile')]).toEqual([
    'us-east-1',
    'person',
  ]);
  expect([settings.placeOf('inferenceBedrockRegion'), settings.placeOf('inferenceBedrockProfile')]).toEqual([
    machines,
    persons,
  ]);
});

test('our own domain has our own keys, and nobody else has them', async () => {
  put(machines, dict({ awsProfile: text('wrong place'), inferenceBedrockRegion: text('us-east-1') }));
  put(join(world.systemConfigDir, 'io.github.bedrock-launcher.plist'), dict({ awsProfile: text('ours') }));
  expect((await readSettings(world)).get('awsProfile')).toBe('ours');
});

test('the file of another person is none of ours', async () => {
  put(
    join(world.systemConfigDir, 'bob', 'com.anthropic.claudefordesktop.plist'),
    dict({ inferenceBedrockProfile: text('b') }),
  );
  const settings = await readSettings(world);
  expect([settings.managed, settings.placesSearched.slice(0, 2)]).toEqual([false, [persons, machines]]);
});

test.each<[string, string]>([
  ['nothing', ''],
  ['half of it', '<?xml version="1.0"?><plist version="1.0"><dict><key>a</key>'],
  ['JSON', '{"inferenceProvider": "bedrock"}'],
  ['a list', '<?xml version="1.0"?><plist version="1.0"><array><string>a</string></array></plist>'],
  ['a binary list that ends too early', 'bplist00\u0001'],
  ['zeros', '\0'.repeat(64)],
])('a file with %s is a problem that names it, and the local settings do not stand in', async (_name, content) => {
  put(join(world.home, 'Library', 'Application Support', 'bedrock-launcher', 'settings.json'), '{"awsProfile": "own"}');
  put(machines, content);
  const { code, message } = await problemOf(() => readSettings(world));
  expect([code, message]).toEqual(['configuration', expect.stringMatching(`^${machines}: `)]);
});

test('a file that may not be read is a problem, not a reason to look elsewhere', async () => {
  put(machines, dict({ inferenceProvider: text('bedrock') }));
  chmodSync(machines, 0);
  for (const path of [world.home, world.systemConfigDir]) chmodSync(path, 0o755);
  const { message } = await withoutRoot(() => problemOf(() => readSettings(world)));
  expect(message).toBe(`${machines}: can't be read (EACCES)`);
});

test('a link to nothing is nothing', async () => {
  mkdirSync(world.systemConfigDir, { recursive: true });
  symlinkSync('/nowhere', machines);
  expect((await readSettings(world)).managed).toBe(false);
});

test('entities of XML that grow are no settings', async () => {
  const grown = `<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "${'x'.repeat(100)}"><!ENTITY b "${'&a;'.repeat(100)}"><!ENTITY c "${'&b;'.repeat(100)}">]><plist version="1.0"><dict><key>inferenceBedrockProfile</key><string>&c;</string></dict></plist>`;
  put(machines, grown);
  const outcome = await readSettings(world).then(
    (settings) => String(settings.get('inferenceBedrockProfile')).length,
    () => 0,
  );
  expect(outcome).toBeLessThan(1_000);
});
