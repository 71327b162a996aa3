import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSettingsFile } from '../../../shared/policy/settings-file.ts';
import { newWorld, problemOf, type World } from '../world.ts';

let world: World;
let place: string;

beforeEach(() => {
  world = newWorld();
  place = join(world.home, 'settings.json');
});
afterEach(() => world.leave());

function read(content: string | Buffer) {
  writeFileSync(place, content);
  return readSettingsFile(place);
}

test.each<[string, string | Buffer]>([
  ['plain', '{"a":1}'],
  ['with a byte order mark', '\uFEFF{"a":1}'],
  ['with Windows line ends', '{\r\n\t"a": 1\r\n}\r\n'],
  ['with space around it', '\n\n  {"a":1}  \n'],
  ['in UTF-16 as Windows writes it', Buffer.from('\uFEFF{"a":1}\r\n', 'utf16le')],
  ['in UTF-16 the other way round', Buffer.from('\uFEFF{"a":1}', 'utf16le').swap16()],
])('JSON %s is read', (_name, content) => {
  expect(read(content)).toEqual({ a: 1 });
});

test.each([
  ['missing', (path: string) => path],
  ['in a folder that is missing', (path: string) => join(path, 'no', 'such', 'settings.json')],
])('a file that is %s is none', (_name, of) => {
  expect(readSettingsFile(of(join(world.home, 'absent')))).toBeUndefined();
});

test('a file below a file is none', () => {
  writeFileSync(place, '{}');
  expect(readSettingsFile(join(place, 'settings.json'))).toBeUndefined();
});

test.each<[string, string | Buffer, RegExp]>([
  ['nothing', '', /not valid JSON/],
  ['half of it', '{"a":', /not valid JSON/],
  ['a comment', '{"a":1} // mine', /not valid JSON/],
  ['UTF-16 that does not say so', Buffer.from('{"a":1}', 'utf16le'), /not valid JSON/],
  ['zeros', '\0'.repeat(100), /not valid JSON/],
  ['a list', '[{}]', /must be one JSON object/],
  ['null', 'null', /must be one JSON object/],
  ['a word', '"x"', /must be one JSON object/],
  ['a million brackets', '['.repeat(500_000), /not valid JSON/],
  ['more than a settings file can be', `{"a":"${'x'.repeat(1024 * 1024)}"}`, /larger than 1 MiB/],
])('a file with %s is a problem that names it', async (_name, content, message) => {
  const problem = await problemOf(() => read(content));
  expect(problem).toMatchObject({ code: 'configuration', message: expect.stringMatching(message) });
  expect(problem.message).toContain(place);
});

test('what the file says is never repeated: it may be a token', async () => {
  const problem = await problemOf(() => read('{"inferenceBedrockBearerToken": "hunter2" oops'));
  expect(problem.message + problem.hint).not.toContain('hunter2');
});

test('a folder is no settings file', async () => {
  mkdirSync(place);
  expect(await problemOf(() => readSettingsFile(place))).toMatchObject({
    code: 'configuration',
    message: `${place}: not a regular file`,
  });
});
