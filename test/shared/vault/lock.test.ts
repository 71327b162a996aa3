import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stateDir } from '../../../shared/places.ts';
import { Problem } from '../../../shared/problem.ts';
import { fileKey, withLock } from '../../../shared/vault/lock.ts';
import { forever, newWorld, problemOf, type World } from '../world.ts';

const NAME = 'refresh-company';

let world: World;
const started: Bun.Subprocess[] = [];

beforeEach(() => {
  world = newWorld();
});

afterEach(async () => {
  for (const child of started.splice(0)) {
    child.kill('SIGKILL');
    await child.exited;
  }
  world.leave();
});

function holder(act: 'hold' | 'count', file = '') {
  const script = join(import.meta.dirname, 'holder.ts');
  const child = Bun.spawn([process.execPath, script, world.home, NAME, act, file], {
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'inherit',
    env: { PATH: process.env['PATH'] ?? '' },
  });
  started.push(child);
  return child;
}

/** Another process that has the lock by now. */
async function otherHolder() {
  const child = holder('hold');
  const { value } = await child.stdout.getReader().read();
  expect(Buffer.from(value ?? []).toString()).toBe('held\n');
  return child;
}

test('gives what was done under it, and can be had again', async () => {
  expect(await withLock(world, NAME, forever(), async () => 'one')).toBe('one');
  expect(await withLock(world, NAME, forever(), async () => 'two')).toBe('two');
});

test('a failure under it goes through and leaves it free', async () => {
  const failure = new Problem('unreachable', 'what', 'hint');
  const failing = () => withLock(world, NAME, forever(), () => Promise.reject(failure));
  expect(await problemOf(failing)).toBe(failure);
  expect(await withLock(world, NAME, forever(), async () => 'free')).toBe('free');
});

test('two names are two locks', async () => {
  const inner = () => withLock(world, 'other', forever(), async () => 'inner');
  expect(await withLock(world, NAME, forever(), inner)).toBe('inner');
});

test('five processes never hold it together', async () => {
  const log = join(world.home, 'log');
  const children = Array.from({ length: 5 }, () => holder('count', log));
  expect(await Promise.all(children.map((child) => child.exited))).toEqual([0, 0, 0, 0, 0]);
  const lines = readFileSync(log, 'utf8').trim().split('\n');
  expect(lines).toHaveLength(100);
  for (let at = 0; at < lines.length; at += 2) expect(lines[at + 1]).toBe(lines[at]?.replace('in', 'out'));
});

test.each(['SIGKILL', 'SIGTERM'] as const)('%s to its holder frees it for those who wait', async (signal) => {
  const other = await otherHolder();
  const waiting = Promise.withResolvers<void>();
  const got = withLock(world, NAME, forever(), async () => 'mine', { begin: async () => waiting.resolve() });
  await waiting.promise;
  other.kill(signal);
  expect(await got).toBe('mine');
});

test('whoever waits gets it when the holder is done, and says once that it waits', async () => {
  const other = await otherHolder();
  let said = 0;
  const begin = async () => {
    said++;
    other.stdin.end();
  };
  expect(await withLock(world, NAME, forever(), async () => 'mine', { begin })).toBe('mine');
  expect(said).toBe(1);
});

test('nobody says that it waits when the lock is free', async () => {
  let said = 0;
  const begin = async () => {
    said++;
  };
  await withLock(world, NAME, forever(), async () => 'mine', { begin });
  expect(said).toBe(0);
});

test('what the holder did for all is found without the lock', async () => {
  const other = await otherHolder();
  let done = false;
  const begin = async () => {
    done = true;
    other.stdin.end();
  };
  const act = async () => 'did it again';
  const look = async () => (done ? 'found' : undefined);
  expect(await withLock(world, NAME, forever(), act, { begin, look })).toBe('found');
});

test('a home whose path is too long for a socket is waited in all the same', async () => {
  const home = join(world.home, 'x'.repeat(100));
  const deep = { ...world, home };
  const order: string[] = [];
  const inside = async (name: string) => {
    order.push(`in ${name}`);
    await Bun.sleep(5);
    order.push(`out ${name}`);
  };
  await Promise.all(['a', 'b', 'c'].map((name) => withLock(deep, NAME, forever(), () => inside(name))));
  expect(order).toHaveLength(6);
  for (let at = 0; at < 6; at += 2) expect(order[at + 1]).toBe(order[at]?.replace('in', 'out'));
});

test('a killed holder leaves nothing that the next one minds', async () => {
  const other = await otherHolder();
  other.kill('SIGKILL');
  await other.exited;
  expect(await withLock(world, NAME, forever(), async () => 'mine')).toBe('mine');
  expect(readdirSync(join(stateDir(world), 'locks')).filter((name) => name.endsWith('.bell'))).toEqual([]);
});

test("the end of one's patience throws the signal's reason, and nothing is done", async () => {
  await otherHolder();
  const late = new Problem('timeout', 'too late', 'hint');
  const controller = new AbortController();
  let acted = false;
  const act = async () => {
    acted = true;
  };
  const begin = async () => controller.abort(late);
  expect(await problemOf(() => withLock(world, NAME, controller.signal, act, { begin }))).toBe(late);
  expect(acted).toBe(false);
});

test.each([
  ['a file where the state folder should be', () => writeFileSync(madeParent(stateDir(world)), '')],
  [
    'a folder where the lock should be',
    () => mkdirSync(join(stateDir(world), 'locks', `${NAME}.lock`), { recursive: true }),
  ],
])('%s is a problem that names the place', async (_name, prepare) => {
  prepare();
  const problem = await problemOf(() => withLock(world, NAME, forever(), async () => 'mine'));
  expect(problem).toMatchObject({ code: 'storage', message: expect.stringContaining(stateDir(world)) });
});

test('where it only saves work, a lock that cannot be had is done without', async () => {
  writeFileSync(madeParent(stateDir(world)), '');
  expect(await withLock(world, NAME, forever(), async () => 'done', { economy: true })).toBe('done');
});

test('a foreign file where the lock should be is set aside', async () => {
  const folder = join(stateDir(world), 'locks');
  writeFileSync(madeParent(join(folder, `${NAME}.lock`)), 'x'.repeat(5000));
  expect(await withLock(world, NAME, forever(), async () => 'mine')).toBe('mine');
  const aside = readdirSync(folder).filter((name) => name.startsWith(`${NAME}.lock.set-aside-`));
  expect(aside.map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(['x'.repeat(5000)]);
});

function madeParent(path: string): string {
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

test('its file stays empty, in a folder for the person alone', async () => {
  await withLock(world, NAME, forever(), async () => undefined);
  const folder = join(stateDir(world), 'locks');
  expect(readdirSync(folder)).toEqual([`${NAME}.lock`]);
  expect(statSync(join(folder, `${NAME}.lock`)).size).toBe(0);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test.each([0o000, 0o022])('what is in the folder while it is held is for the person alone, umask %i', async (umask) => {
  const before = process.umask(umask);
  const bell = join(stateDir(world), 'locks', `${NAME}.lock.bell`);
  try {
    await withLock(world, NAME, forever(), async () => {
      while (!existsSync(bell)) await Bun.sleep(1);
      for (const path of [bell, bell.slice(0, -'.bell'.length)]) expect(statSync(path).mode & 0o077).toBe(0);
      expect(process.umask()).toBe(umask);
    });
  } finally {
    process.umask(before);
  }
});

test('a key for a file name is short, plain and different for different texts', () => {
  const texts = [
    '',
    'company',
    'company ',
    'https://example.awsapps.com/start',
    '../../etc/passwd',
    'x'.repeat(100_000),
  ];
  const keys = texts.map(fileKey);
  for (const key of keys) expect(key).toMatch(/^[0-9a-f]{24}$/);
  expect(new Set(keys).size).toBe(texts.length);
});
