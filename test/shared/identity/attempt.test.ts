import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { coolDown, failureSince, readAttempt, writeAttempt } from '../../../shared/identity/attempt.ts';
import { stateDir } from '../../../shared/places.ts';
import { newWorld, type World } from '../world.ts';

const KEY = 'dec4853b6b094ada';
const NOW = 1_800_000_000_000;

let world: World;
let file: string;

beforeEach(() => {
  world = newWorld();
  file = join(stateDir(world), 'sign-in', `${KEY}.json`);
});
afterEach(() => world.leave());

test('a record is read as it was written, and is for the person alone', async () => {
  const attempt = {
    startedAt: NOW,
    invitation: { address: 'https://device.sso.us-east-1.amazonaws.com/?user_code=ABCD-EFGH', userCode: 'ABCD-EFGH' },
    endedAt: NOW + 1,
    failure: 'the sign-in was denied in the browser',
  };
  await writeAttempt(world, KEY, attempt);
  expect(await readAttempt(world, KEY)).toEqual(attempt);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('nobody has tried yet', async () => {
  expect(await readAttempt(world, KEY)).toBeUndefined();
});

test.each([
  '',
  '{',
  'null',
  '[]',
  '{}',
  '"x"',
  '{"startedAt":"yesterday"}',
  '{"startedAt":1,"endedAt":"x"}',
  '{"startedAt":1,"invitation":{}}',
  '{"startedAt":1e999}',
  '{"startedAt":1,"pid":-1}',
  '{"startedAt":1,"pid":0.5}',
  '{"startedAt":1,"invitation":{"address":"javascript:alert(1)"}}',
  '{"startedAt":1,"invitation":{"address":"https://x.example","userCode":"A\\nB"}}',
  '{"startedAt":1,"endedAt":2,"failure":" "}',
  '\0'.repeat(100),
])('a record with %j counts as none', async (content) => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  expect(await readAttempt(world, KEY)).toBeUndefined();
});

test.each<[string, () => unknown]>([
  ['a folder', () => mkdirSync(join(file, 'in the way'), { recursive: true })],
  ['a pipe', () => Bun.spawnSync(['mkfifo', file])],
  ['larger than any record', () => writeFileSync(file, Buffer.alloc(2 ** 21))],
])('a record that is %s counts as none, nobody fails for it, and the log says it', async (_name, make) => {
  mkdirSync(dirname(file), { recursive: true });
  make();
  expect(await readAttempt(world, KEY)).toBeUndefined();
  await writeAttempt(world, KEY, { startedAt: NOW });
  await world.log.flush();
  expect(world.logged.join()).toContain('"event":"note"');
});

describe('after a failed sign-in', () => {
  const failed = { startedAt: NOW - 5000, endedAt: NOW, failure: 'the sign-in was denied in the browser' };

  test.each([
    ['at once', NOW, true],
    ['almost a minute later', NOW + 59_999, true],
    ['a minute later', NOW + 60_000, true],
    ['more than a minute later', NOW + 60_001, false],
    ['a day later', NOW + 86_400_000, false],
  ])('%s (at %d) the cool-down is on: %p', (_when, now, on) => {
    expect(Boolean(coolDown(failed, now))).toBe(on);
  });

  test.each([
    ['an hour', 3_600_000],
    ['a year', 365 * 86_400_000],
  ])('a clock that was set back by %s does not lengthen the cool-down', (_name, back) => {
    expect(coolDown(failed, NOW - back)).toBeUndefined();
  });

  test.each([
    [1, 60],
    [2, 120],
    [3, 240],
    [4, 480],
    [5, 480],
    [5_000, 480],
  ])('after %d failures in a row the cool-down lasts %d s', (failures, seconds) => {
    const attempt = { ...failed, failures };
    expect(coolDown(attempt, NOW + seconds * 1000)).toBeDefined();
    expect(coolDown(attempt, NOW + seconds * 1000 + 1)).toBeUndefined();
  });

  test('whoever waited for it shares its end, whoever came later does not', () => {
    expect(failureSince(failed, NOW - 1, NOW)).toMatchObject({ code: 'signInRefused', message: failed.failure });
    expect(failureSince(failed, NOW + 1, NOW + 2)).toBeUndefined();
  });
});

test.each([
  ['none', undefined],
  ['one under way', { startedAt: NOW }],
  ['one that was killed', { startedAt: NOW - 1, invitation: { address: 'https://x.example' } }],
  ['one that succeeded', { startedAt: NOW - 1, endedAt: NOW }],
])('there is no cool-down after %s', (_name, attempt) => {
  expect(coolDown(attempt, NOW)).toBeUndefined();
});
