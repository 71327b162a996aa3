import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareFolder, readIfThere, replaceFile } from '../../shared/files.ts';
import { newWorld, problemOf, type World } from './world.ts';

let world: World;
let file: string;

beforeEach(() => {
  world = newWorld();
  file = join(world.home, 'deep', 'down', 'file.json');
});
afterEach(() => world.leave());

test('a file is put in place with its folders, for the person alone, and nothing is left beside it', async () => {
  await replaceFile(file, 'one');
  await replaceFile(file, Buffer.from('two'));
  expect(readFileSync(file, 'utf8')).toBe('two');
  expect(readdirSync(join(world.home, 'deep', 'down'))).toEqual(['file.json']);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  for (const folder of ['deep', 'deep/down']) expect(statSync(join(world.home, folder)).mode & 0o777).toBe(0o700);
});

test('many writers at once leave one whole text', async () => {
  const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000));
  await Promise.all(texts.map((text) => replaceFile(file, text)));
  expect(texts).toContain(readFileSync(file, 'utf8'));
});

test('a file that is there is read', async () => {
  writeFileSync(join(world.home, 'x'), Buffer.from([0, 255]));
  expect(await readIfThere(join(world.home, 'x'))).toEqual(Buffer.from([0, 255]));
});

test.each(['absent', 'absent/below', 'x/below a file'])('%s is not there', async (path) => {
  writeFileSync(join(world.home, 'x'), '');
  expect(await readIfThere(join(world.home, path))).toBeUndefined();
});

test.each<[string, () => Promise<unknown>]>([
  ['a folder, to be read', () => readIfThere(world.home)],
  ['a folder, to be replaced', () => replaceFile(madeFolder(), 'x')],
  ['below a file, to be written', () => replaceFile(join(plainFile(), 'below'), 'x')],
  ['below a file, to be made ready', () => prepareFolder(join(plainFile(), 'below'))],
])('%s: the problem names the place', async (_name, act) => {
  expect(await problemOf(act)).toMatchObject({ code: 'storage', message: expect.stringContaining(world.home) });
});

function madeFolder(): string {
  mkdirSync(file, { recursive: true });
  return file;
}

function plainFile(): string {
  const plain = join(world.home, 'plain');
  writeFileSync(plain, '');
  return plain;
}

test('a folder is made ready for the person alone, and stays as it is when it is there', async () => {
  const folder = join(world.home, 'made', 'ready');
  await prepareFolder(folder);
  writeFileSync(join(folder, 'kept'), '');
  await prepareFolder(folder);
  expect([statSync(folder).mode & 0o777, readdirSync(folder)]).toEqual([0o700, ['kept']]);
});
