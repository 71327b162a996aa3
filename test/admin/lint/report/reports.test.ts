import { join } from 'node:path';
import { examined } from '../../../../admin/lint/lint.ts';
import { asJson } from '../../../../admin/lint/report/json.ts';
import type { Result } from '../../../../admin/lint/report/result.ts';
import { asSarif } from '../../../../admin/lint/report/sarif.ts';
import { asTable, wrapped } from '../../../../admin/lint/report/table.ts';
import { newWorld, type World } from '../../../shared/world.ts';
import { formats } from '../formats.ts';
import { approaches } from '../good.ts';
import { linted, put } from '../linting.ts';
import { faultsIn, valuesAt } from './sarif-shape.ts';

let world: World;
beforeEach(() => {
  world = newWorld();
});
afterEach(() => world.leave());

const bad = { ...approaches.helper('json'), inferenceBedrockRegion: 'us-est-1', inferenceProvder: 'x' };
const registry = { app: { ...approaches.helper('reg'), inferenceCredentialHelperTtlSec: 60 }, user: { a: 'b' } };

/** A JSON file with an error and a warning, and a registry file with two warnings in two keys. */
const faulty = () => linted(world, [formats.json({ app: bad }), formats.reg(registry)]);
const clean = () => linted(world, [formats.json({ app: approaches.helper('json') })]);

const plain = (result: Result, width = 100) => asTable(result, { width, colour: false });

test('the table has the findings by place, in the order of their lines, and the numbers last', async () => {
  const lines = plain(await faulty()).split('\n');
  const place = join(world.home, 'settings.json');
  expect(lines.slice(0, 8)).toEqual([
    place,
    '  warning  inferenceBedrockRegion, line 3 [unknown-region]',
    '           is no region that AWS is known to have',
    '           hint: write us-east-1',
    '  error    inferenceProvder, line 8 [misspelled-key]',
    '           sets nothing: no such key exists',
    '           hint: write inferenceProvider',
    '',
  ]);
  expect(lines).toContain(`${join(world.home, 'settings.reg')}: HKCU\\SOFTWARE\\Policies\\Claude`);
  expect(lines.at(-1)).toBe('1 error and 3 warnings found in 3 places');
});

test('a table without findings is one line, which says what the app takes and from where', async () => {
  const place = join(world.home, 'settings.json');
  const choice = `the app takes the source helper-script (inferenceCredentialHelper in ${place})`;
  expect(plain(await clean())).toBe(`no mistakes found in 1 place; ${choice}`);
});

test('no line is longer than the screen, unless a word is', async () => {
  const long = plain(await faulty(), 50)
    .split('\n')
    .filter((line) => line.length > 50 && line.trim().includes(' '));
  expect(long.filter((line) => line.startsWith('           '))).toEqual([]);
  expect(wrapped('one two  three\nfour', 9)).toEqual(['one two', 'three', 'four']);
  expect(wrapped('a verylongword b', 5)).toEqual(['a', 'verylongword', 'b']);
});

test('colours are only in a table that is told to have them', async () => {
  const result = await faulty();
  expect(plain(result)).not.toContain('\u001b');
  const painted = asTable(result, { width: 100, colour: true });
  expect(painted).toContain('\u001b[31m');
  expect(Bun.stripANSI(painted)).toBe(plain(result));
});

test('the JSON document has version, places and findings', async () => {
  const document = JSON.parse(asJson(await faulty()));
  expect(Object.keys(document)).toEqual(['version', 'places', 'findings']);
  expect(document.places).toMatchObject([
    { file: join(world.home, 'settings.json'), keys: 7 },
    { place: expect.stringMatching(/HKLM/), owner: 'app', system: 'win32' },
    { place: expect.stringMatching(/HKCU/) },
  ]);
  expect(document.findings[1]).toEqual({
    rule: 'misspelled-key',
    level: 'error',
    place: join(world.home, 'settings.json'),
    key: 'inferenceProvder',
    line: 8,
    message: 'inferenceProvder: sets nothing: no such key exists',
    hint: 'write inferenceProvider',
  });
  expect(JSON.parse(asJson(await clean())).findings).toEqual([]);
});

test('the SARIF log has all that SARIF 2.1.0 requires', async () => {
  for (const result of [await faulty(), await clean()]) expect(faultsIn(JSON.parse(asSarif(result)))).toEqual([]);
  const log = JSON.parse(asSarif(await faulty()));
  const locations = valuesAt(log, 'runs.*.results.*.locations.*.physicalLocation');
  expect(locations[1]).toEqual({
    artifactLocation: { uri: `file://${join(world.home, 'settings.json')}` },
    region: { startLine: 8 },
  });
});

test('a file that is named from where one stands stays so, and a registry key has no file', async () => {
  const before = process.cwd();
  const { name, bytes } = formats.json({ app: bad });
  put(world, { name: `a folder/${name}`, bytes });
  process.chdir(world.home);
  const result = await examined(world, [`a folder/${name}`, `./a folder/../a folder/${name}`]).finally(() =>
    process.chdir(before),
  );
  const uris = valuesAt(
    JSON.parse(asSarif(result)),
    'runs.*.results.*.locations.*.physicalLocation.artifactLocation.uri',
  );
  expect(new Set(uris)).toEqual(new Set(['a%20folder/settings.json']));
  const data = (text: string) => Buffer.from(text, 'utf16le');
  const keys = async () => [{ name: 'inferenceProvider', type: 1, data: data('bedrock\0') }];
  const windows = await examined({ ...world, platform: 'win32', registry: keys }, []);
  const log = JSON.parse(asSarif(windows));
  expect(valuesAt(log, 'runs.*.results.*.locations.*.physicalLocation').filter(Boolean)).toEqual([]);
  expect(faultsIn(log)).toEqual([]);
});

test('what others wrote makes no lines and no escape sequences', async () => {
  const name = 'inferenceBedrock\u001b[2J\nx';
  const result = await linted(world, [formats.json({ app: { ...approaches.helper('json'), [name]: 1 } })]);
  expect(plain(result)).not.toContain('\u001b');
  expect(
    plain(result)
      .split('\n')
      .filter((line) => line.startsWith('x')),
  ).toEqual([]);
});
