import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  prepareFolder,
  readIfThere,
  removeIfThere,
  removeSecret,
  replaceFile,
  replaceSecret,
} from '../../shared/files.ts';
import { newWorld, problemOf, type World, withoutRoot } from './world.ts';

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

test('what a link leads to is replaced where it is a file, and left alone where it is none', async () => {
  await replaceFile(file, 'one');
  const pipe = join(world.home, 'pipe');
  Bun.spawnSync(['mkfifo', pipe]);
  const links = ['to-file', 'to-pipe', 'to-nothing'].map((name) => join(world.home, name));
  [file, pipe, join(world.home, 'nothing')].map((target, at) => symlinkSync(target, links[at] ?? ''));
  const [toFile = '', toPipe = '', toNothing = ''] = links;
  for (const link of [toFile, toNothing]) await replaceFile(link, 'two');
  expect([readFileSync(file, 'utf8'), readFileSync(toNothing, 'utf8')]).toEqual(['two', 'two']);
  expect(await problemOf(() => replaceFile(toPipe, 'two'))).toMatchObject({
    code: 'storage',
    message: `${toPipe}: not a regular file`,
  });
  expect(statSync(pipe).isFIFO()).toBe(true);
  await replaceFile(pipe, 'two');
  expect(readFileSync(pipe, 'utf8')).toBe('two');
});

describe('beside a secret', () => {
  const folder = () => join(world.home, 'deep', 'down');
  const HOUR_S = 3600;
  /** What a writer that was killed an hour ago has left, what one is writing now, and what is somebody else's. */
  async function surrounded(): Promise<void> {
    await replaceFile(file, 'one');
    const hourAgo = Date.now() / 1000 - HOUR_S;
    for (const name of ['file.json.3535604991', 'file.json.bak', 'file.json.1x', 'other.json.12', 'file.json.2'])
      writeFileSync(join(folder(), name), 'x');
    for (const name of ['file.json.3535604991', 'file.json.bak']) utimesSync(join(folder(), name), hourAgo, hourAgo);
    mkdirSync(join(folder(), 'file.json.77'));
  }
  const OTHERS = ['file.json.1x', 'file.json.77', 'file.json.bak', 'other.json.12'];

  test('what a killed writer has left goes with the next write', async () => {
    await surrounded();
    await replaceSecret(file, 'two');
    expect(readFileSync(file, 'utf8')).toBe('two');
    expect(readdirSync(folder()).sort()).toEqual(['file.json', 'file.json.2', ...OTHERS].sort());
  });

  test('all that writers have left goes with it', async () => {
    await surrounded();
    await removeSecret(file);
    await removeSecret(file);
    expect(readdirSync(folder()).sort()).toEqual(OTHERS);
  });
});

test.each(['file', 'folder'] as const)('a %s that cannot be removed is a problem that names it', async (kind) => {
  await replaceFile(file, 'x');
  for (const folder of ['', 'deep', 'deep/down']) chmodSync(join(world.home, folder), 0o555);
  const path = kind === 'file' ? file : join(world.home, 'deep', 'down');
  expect(await withoutRoot(() => problemOf(() => removeIfThere(path, kind)))).toMatchObject({
    code: 'storage',
    message: expect.stringMatching(/\/deep\/down.*: can't be removed \(EACCES\)$/),
  });
  for (const folder of ['', 'deep', 'deep/down']) chmodSync(join(world.home, folder), 0o755);
});
