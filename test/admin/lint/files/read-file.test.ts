import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFileToLint } from '../../../../admin/lint/files/read-file.ts';
import { newWorld, problemOf, type World } from '../../../shared/world.ts';
import { formats, registryText } from '../formats.ts';
import { approaches, appSso, models } from '../good.ts';

let world: World;
beforeEach(() => {
  world = newWorld();
});
afterEach(() => world.leave());

function write(name: string, content: string | Buffer): string {
  const path = join(world.home, name);
  writeFileSync(path, content);
  return path;
}

const app = approaches.helper('reg');
const contents = {
  json: formats.json({ app }).bytes,
  reg: formats.reg({ app }).bytes,
  'reg in UTF-16': formats['reg UTF-16']({ app }).bytes,
  'reg in UTF-16 that does not say so': Buffer.from(registryText({ app }), 'utf16le'),
  'reg with the mark of UTF-8': Buffer.from(`\ufeff${registryText({ app })}`),
  mobileconfig: formats.mobileconfig({ app }).bytes,
  'signed mobileconfig': formats['mobileconfig signed']({ app }).bytes,
  plist: formats.plist({ app }).bytes,
  'binary plist': formats['plist binary']({ app }).bytes,
};

test.each(Object.entries(contents))('%s is known by its content', async (_name, bytes) => {
  const { places } = await readFileToLint(write('settings', bytes));
  expect(places.map(({ entries }) => entries.map(({ name }) => name).sort())).toEqual([Object.keys(app).sort()]);
});

test.each([
  ['a.json', '{\n"a":\n1,\n  "inferenceProvider" : "bedrock", "b": {"inferenceProvider": [1]},\n"c": 1}', 4],
  ['a.reg', registryText({ app: { a: '1', inferenceProvider: 'bedrock' } }), 5],
  [
    'a.plist',
    '<plist version="1.0">\n<dict>\n<key>a</key><string>x\ny</string>\n<key>inferenceProvider</key><string>x</string></dict></plist>',
    5,
  ],
])('in %s a key knows its line', async (name, text, line) => {
  const [place] = (await readFileToLint(write(name, text))).places;
  expect(place?.entries.find((entry) => entry.name === 'inferenceProvider')?.line).toBe(line);
});

test.each<[string, string, string | Buffer, RegExp]>([
  ['half of a JSON file', 'a.json', '{"a": "hunter2', /not valid JSON/],
  ['a JSON list', 'a.json', '["hunter2"]', /must be one JSON object/],
  ['a registry file without a header', 'a.reg', '"a"="hunter2"', /not a registry file/],
  ['half of a property list', 'a.plist', '<plist><dict><key>hunter2', /not a valid property list/],
  ['half of a profile', 'a.mobileconfig', '<plist><dict><key>hunter2', /not a valid property list/],
  ['a picture', 'a.png', Buffer.from([0x89, 0x50, 0x4e, 0x47]), /neither JSON nor/],
  ['nothing', 'a', '', /neither JSON nor/],
  [
    'a signed profile in pieces',
    'a.mobileconfig',
    Buffer.concat([Buffer.from([0x30, 0x80]), Buffer.from('<?xml <plist>hun\x04\x82ter2</plist>')]),
    /does not stand in one piece/,
  ],
  ['a signed message of something else', 'a', Buffer.from([0x30, 0x82, 1, 1, 65]), /does not stand in one piece/],
])('%s is a problem that names the file and quotes nothing', async (_name, name, content, message) => {
  const path = write(name, content);
  const problem = await problemOf(() => readFileToLint(path));
  expect(problem).toMatchObject({ code: 'configuration', message: expect.stringMatching(message) });
  expect(problem.message).toContain(path);
  expect(problem.message + problem.hint).not.toContain('hunter2');
});

test('a file that is not there, and a folder, are problems', async () => {
  mkdirSync(join(world.home, 'folder.json'));
  const problems = ['absent.json', 'folder.json'].map((name) =>
    problemOf(() => readFileToLint(join(world.home, name))),
  );
  expect((await Promise.all(problems)).map(({ code }) => code)).toEqual(['configuration', 'configuration']);
});

const whenOpenssl = spawnSync('openssl', ['version']).status === 0 ? test : test.skip;

/** As an administrator signs it, by the program that most of them use. */
function signedByOpenssl(content: Buffer): Buffer {
  const [plain, key, certificate, out] = ['plain', 'key.pem', 'certificate.pem', 'signed'].map((name) =>
    join(world.home, name),
  );
  writeFileSync(plain ?? '', content);
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=x'];
  execFileSync('openssl', [...request, '-keyout', key ?? '', '-out', certificate ?? ''], { stdio: 'ignore' });
  const cms = ['cms', '-sign', '-binary', '-nodetach', '-outform', 'DER', '-signer', certificate, '-inkey', key];
  execFileSync('openssl', [...cms, '-in', plain, '-out', out].map(String), { stdio: 'ignore' });
  return readFileSync(out ?? '');
}

whenOpenssl('a profile that openssl signed is read', async () => {
  const profile = formats.mobileconfig({ app: { ...appSso, inferenceModels: models } }).bytes;
  const { places } = await readFileToLint(write('a.mobileconfig', signedByOpenssl(profile)));
  expect(places[0]?.entries.length).toBe(5);
});
