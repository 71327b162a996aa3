import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { append } from '../../shared/log-file.ts';
import { logDir } from '../../shared/places.ts';
import { newWorld, type World, withoutRoot } from './world.ts';

let world: World;
let folder: string;

beforeEach(() => {
  world = newWorld();
  folder = logDir(world);
});
afterEach(() => world.leave());

const at = (name: string) => join(folder, name);
const sizeOf = (name: string) => statSync(at(name)).size;
const FULL = 1_000_000;

function put(name: string, content: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(at(name), content, { mode: 0o600 });
}

test('the first line makes the folder and the file, for the person alone', async () => {
  await append(world, 'one\n');
  await append(world, 'two\n');
  expect(readFileSync(at('log.jsonl'), 'utf8')).toBe('one\ntwo\n');
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(at('log.jsonl')).mode & 0o777).toBe(0o600);
});

test('a file that others could read is closed to them', async () => {
  put('log.jsonl', 'old\n');
  chmodSync(at('log.jsonl'), 0o644);
  await append(world, 'new\n');
  expect(statSync(at('log.jsonl')).mode & 0o777).toBe(0o600);
});

test('a full file makes room: five files in all, the oldest goes', async () => {
  const old = ['log.jsonl', 'log.1.jsonl', 'log.2.jsonl', 'log.3.jsonl', 'log.4.jsonl'];
  old.forEach((name, index) => {
    put(name, `${index}`.repeat(FULL - 2));
  });
  await append(world, 'new\n');
  expect(readdirSync(folder).sort()).toEqual([...old].sort());
  expect(readFileSync(at('log.jsonl'), 'utf8')).toBe('new\n');
  expect([1, 2, 3, 4].map((number) => readFileSync(at(`log.${number}.jsonl`), 'utf8')[0])).toEqual([
    '0',
    '1',
    '2',
    '3',
  ]);
});

test.each([
  ['up to its limit', FULL - 4, ['log.jsonl']],
  ['not beyond it', FULL - 3, ['log.1.jsonl', 'log.jsonl']],
])('a file is filled %s', async (_name, size, expected) => {
  put('log.jsonl', 'x'.repeat(size));
  await append(world, 'new\n');
  expect(readdirSync(folder).sort()).toEqual(expected);
});

test('where an older file can not be moved nothing is lost, and the log ends growing some day', async () => {
  put('log.jsonl', 'x'.repeat(FULL));
  put('log.3.jsonl', 'older');
  mkdirSync(at('log.4.jsonl'));
  await append(world, 'new\n');
  expect(sizeOf('log.jsonl')).toBe(FULL + 4);
  expect(readFileSync(at('log.3.jsonl'), 'utf8')).toBe('older');
  put('log.jsonl', 'x'.repeat(4 * FULL));
  await append(world, 'new\n');
  expect(sizeOf('log.jsonl')).toBe(4 * FULL);
});

describe('what can not be written is left alone', () => {
  test('a link is not followed', async () => {
    const target = join(world.home, 'target');
    writeFileSync(target, '');
    mkdirSync(folder, { recursive: true });
    symlinkSync(target, at('log.jsonl'));
    await append(world, 'new\n');
    expect(readFileSync(target, 'utf8')).toBe('');
  });

  test('a pipe is not waited for', async () => {
    mkdirSync(folder, { recursive: true });
    expect(Bun.spawnSync(['mkfifo', at('log.jsonl')]).exitCode).toBe(0);
    await append(world, 'new\n');
    expect(statSync(at('log.jsonl')).isFIFO()).toBe(true);
  });

  test('a folder in its place', async () => {
    mkdirSync(at('log.jsonl'), { recursive: true });
    await append(world, 'new\n');
    expect(readdirSync(at('log.jsonl'))).toEqual([]);
  });

  test('a file where the folder should be', async () => {
    const env = { XDG_STATE_HOME: join(world.home, 'state') };
    writeFileSync(env.XDG_STATE_HOME, 'mine');
    await append({ ...world, env }, 'new\n');
    expect(readFileSync(env.XDG_STATE_HOME, 'utf8')).toBe('mine');
  });

  test('a home that only others may write to', async () => {
    await withoutRoot(() => append(world, 'new\n'));
    expect(existsSync(folder)).toBe(false);
  });

  test('a full disk', async () => {
    mkdirSync(folder, { recursive: true });
    symlinkSync('/dev/full', at('log.jsonl'));
    await append(world, 'new\n');
  });
});

test('a hundred processes at once: every line is there, whole and once, and no file is much too long', async () => {
  const WRITERS = 100;
  const LINES = 18;
  const script = join(import.meta.dirname, 'log-writer.ts');
  const children = Array.from({ length: WRITERS }, (_, index) =>
    Bun.spawn([process.execPath, script, world.home, `w${index}`, `${LINES}`], {
      stdin: 'ignore',
      stdout: 'inherit',
      stderr: 'inherit',
      env: { PATH: process.env['PATH'] ?? '' },
    }),
  );
  expect(await Promise.all(children.map(({ exited }) => exited))).toEqual(children.map(() => 0));
  const names = readdirSync(folder).sort();
  expect(names).toEqual(['log.1.jsonl', 'log.2.jsonl', 'log.3.jsonl', 'log.jsonl']);
  const lines = names.flatMap((name) => readFileSync(at(name), 'utf8').trimEnd().split('\n'));
  const seen = lines.map((line) => JSON.parse(line)).map(({ name, number }) => `${name} ${number}`);
  expect(new Set(seen).size).toBe(WRITERS * LINES);
  expect(seen).toHaveLength(WRITERS * LINES);
  for (const name of names) expect(sizeOf(name)).toBeLessThan(FULL * 1.1);
});
