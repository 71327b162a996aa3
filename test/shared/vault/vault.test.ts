import {
  chmodSync,
  copyFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { stateDir } from '../../../shared/places.ts';
import { openVault } from '../../../shared/vault/vault.ts';
import { newWorld, type World } from '../world.ts';

let world: World;
let folder: string;

beforeEach(() => {
  world = newWorld();
  folder = join(stateDir(world), 'vault');
});
afterEach(() => world.leave());

/** A new process each time: what one knows of the key, the next one does not. */
const vault = () => openVault({ ...world, env: {} }, 'file');
const sealedFile = (name = 'session-a') => join(folder, `${name}.sealed`);

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

test('what cannot be read is set aside, not lost; what another policy sealed stays where it is', async () => {
  await vault().write('session-a', 'a');
  writeFileSync(sealedFile('session-a'), 'the notes of somebody');
  expect(await vault().read('session-a')).toBeUndefined();
  const aside = readdirSync(folder).filter((name) => name.startsWith('session-a.set-aside-'));
  expect(aside.map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(['the notes of somebody']);
  await vault().write('session-a', 'a');
  const sealed = readFileSync(sealedFile('session-a'));
  sealed.write('k', 4);
  writeFileSync(sealedFile('session-a'), sealed);
  expect(await vault().read('session-a')).toBeUndefined();
  expect(readFileSync(sealedFile('session-a'))).toEqual(sealed);
});

test('a key file that others can read is no key: a new one takes its place', async () => {
  await vault().write('session-a', 'a');
  const before = readFileSync(join(folder, 'key'), 'utf8');
  chmodSync(join(folder, 'key'), 0o644);
  const other = openVault({ ...world, env: {} }, 'file');
  expect(await other.read('session-a')).toBeUndefined();
  await other.write('session-a', 'b');
  expect(readFileSync(join(folder, 'key'), 'utf8')).not.toBe(before);
  expect(statSync(join(folder, 'key')).mode & 0o777).toBe(0o600);
});

test('clear removes everything, the key too', async () => {
  await vault().write('session-a', 'a');
  await vault().clear();
  expect(readdirSync(folder)).toEqual([]);
  expect(await vault().names()).toEqual([]);
});

test('what is old is removed by its beginning', async () => {
  for (const name of ['answer-a', 'answer-b', 'role-a']) await vault().write(name, 'x');
  utimesSync(sealedFile('answer-a'), 1, 1);
  utimesSync(sealedFile('role-a'), 1, 1);
  await vault().removeOlder('answer-', 60_000);
  expect((await vault().names()).sort()).toEqual(['answer-b', 'role-a']);
});

test.each([0, 3, 4, 5, 16, 17, 32, 40])('a file with byte %d changed is nothing', async (at) => {
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
