import { randomBytes } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stateDir } from '../../../shared/places.ts';
import { open, openVault, seal } from '../../../shared/vault/vault.ts';
import { newWorld, type World } from '../world.ts';

let world: World;
let folder: string;

beforeEach(() => {
  world = newWorld();
  folder = join(stateDir(world), 'vault');
});
afterEach(() => world.leave());

const vault = () => openVault(world, 'file');
const sealedFile = (name = 'session-a') => join(folder, `${name}.sealed`);

const texts = ['a', ' ', '{}', 'é日本\u{1F511}', 'line\r\nline', '\0\0', 'x'.repeat(100_000)];

test.each(texts)('what is sealed can be opened by the same key under the same name: %#', (text) => {
  const key = randomBytes(32);
  for (const name of ['', 'session-a', 'é\0']) expect(open(seal(text, key, name), key, name)).toBe(text);
});

test('no changed bit, no other key and no other name opens it', () => {
  const key = randomBytes(32);
  const sealed = seal('text', key, 'name');
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    expect(open(changed, key, 'name')).toBeUndefined();
  }
  expect(open(sealed, randomBytes(32), 'name')).toBeUndefined();
  expect(open(sealed, key, 'other')).toBeUndefined();
  expect(open(sealed, key, 'name')).toBe('text');
});

test('the same text is never sealed to the same bytes', () => {
  const key = randomBytes(32);
  expect(seal('text', key, 'name').equals(seal('text', key, 'name'))).toBe(false);
});

test('nothing of the text is in the open', async () => {
  await vault().write('session-a', 'the text');
  for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name), 'latin1')).not.toContain('the text');
  expect(readdirSync(folder).sort()).toEqual(['key', 'session-a.sealed']);
});

test('a file that was copied over that of another session is nothing', async () => {
  await vault().write('session-a', 'a');
  await vault().write('session-b', 'b');
  copyFileSync(sealedFile('session-a'), sealedFile('session-b'));
  expect(await vault().read('session-b')).toBeUndefined();
  expect(await vault().read('session-a')).toBe('a');
});

test.each([0, 11, 12, 27, 28, 35])('a file with byte %d changed is nothing', async (at) => {
  await vault().write('session-a', 'the text');
  const bytes = readFileSync(sealedFile());
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  writeFileSync(sealedFile(), bytes);
  expect(await vault().read('session-a')).toBeUndefined();
});

test('a new key makes old files unreadable, and new ones can be written', async () => {
  await vault().write('session-a', 'the text');
  rmSync(join(folder, 'key'));
  expect(await vault().read('session-a')).toBeUndefined();
  await vault().write('session-a', 'new');
  expect(await vault().read('session-a')).toBe('new');
});

test.each(['', 'short', 'not base64 !!!', 'A'.repeat(100)])(
  'a key file with %j is replaced by a key',
  async (content) => {
    await vault().write('session-a', 'the text');
    writeFileSync(join(folder, 'key'), content);
    await vault().write('session-a', 'new');
    expect(await vault().read('session-a')).toBe('new');
    expect(Buffer.from(readFileSync(join(folder, 'key'), 'utf8'), 'base64')).toHaveLength(32);
  },
);

test('the key is for the person alone', async () => {
  await vault().write('session-a', 'the text');
  expect(statSync(join(folder, 'key')).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test('several first sign-ins at once share one key, and no session is lost', async () => {
  const names = Array.from({ length: 8 }, (_, index) => `session-${index}`);
  await Promise.all(names.map((name) => vault().write(name, `of ${name}`)));
  expect(await Promise.all(names.map((name) => vault().read(name)))).toEqual(names.map((name) => `of ${name}`));
});
