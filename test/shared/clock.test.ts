import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { correctedClock } from '../../shared/clock.ts';
import { newWorld, type World } from './world.ts';

const HOUR = 3_600_000;
/** What AWS's own clock shows when a test begins: a whole second, as in a Date header. */
const TRUTH = Date.UTC(2026, 0, 1);

let world: World;
/** A machine whose wall clock can be set; time goes by for both of its clocks. */
let machine: { wall: number; up: number; now(): number; uptime(): number };

beforeEach(() => {
  world = newWorld();
  machine = { wall: TRUTH, up: 1000, now: () => machine.wall, uptime: () => machine.up };
});
afterEach(() => world.leave());

const start = () => correctedClock(world, machine);
const file = () => join(world.home, '.local/state/bedrock-launcher/clock.json');
const pass = (milliseconds: number) => {
  machine.wall += milliseconds;
  machine.up += milliseconds / 1000;
};
/** AWS's Date, as of a machine that is so far ahead of it. */
const date = (ahead: number) => Math.floor((machine.wall - ahead) / 1000) * 1000;
/** A machine whose clock is so far ahead of AWS, and has learned it. */
function learned(ahead: number) {
  const clock = start();
  clock.learn(date(ahead), 0);
  return clock;
}
const isAbout = (offset: number, expected: number) => expect(Math.abs(offset - expected)).toBeLessThanOrEqual(500);

test.each([2 * HOUR, -2 * HOUR, 7_000, -365 * 24 * HOUR])('an answer corrects a clock that is %d ms ahead', (ahead) => {
  const clock = learned(ahead);
  isAbout(clock.offset(), -ahead);
  expect(clock.now()).toBe(machine.wall + clock.offset());
});

test.each([
  ['a second of difference', 1_000, 0],
  ['no date', Number.NaN, 0],
  ['a difference that a slow answer explains', 20_000, 60_000],
])('%s corrects nothing', (_name, ahead, tookMs) => {
  const clock = start();
  clock.learn(date(ahead), tookMs);
  expect(clock.offset()).toBe(0);
  expect(existsSync(file())).toBe(false);
});

test('a later answer corrects a correction', () => {
  const clock = learned(2 * HOUR);
  machine.wall -= 2 * HOUR;
  clock.learn(date(0), 0);
  isAbout(clock.offset(), 0);
});

describe('the next run', () => {
  test.each([0, 1_000, 9 * HOUR])('starts with what was learned, %d ms later', (later) => {
    learned(2 * HOUR);
    pass(later);
    isAbout(start().offset(), -2 * HOUR);
  });

  test.each<[string, () => void]>([
    ['somebody has set the clock', () => (machine.wall -= 2 * HOUR)],
    ['somebody has set the clock by a minute', () => (machine.wall += 60_000)],
    ['the machine has started anew', () => Object.assign(machine, { up: 5, wall: machine.wall + 60_000 })],
    [
      'the machine has started anew long ago',
      () => Object.assign(machine, { up: 90_000, wall: machine.wall + 24 * 30 * HOUR }),
    ],
    ['the file is cut off', () => writeFileSync(file(), readFileSync(file(), 'utf8').slice(0, 20))],
    ['the file says no number', () => writeFileSync(file(), '{"offset":"1e9","wall":null}')],
  ])('starts without it when %s', (_name, happen) => {
    learned(2 * HOUR);
    happen();
    expect(start().offset()).toBe(0);
  });

  test('finds nothing once the clock is right again', () => {
    learned(2 * HOUR);
    expect(existsSync(file())).toBe(true);
    machine.wall -= 2 * HOUR;
    start().learn(date(0), 0);
    expect(existsSync(file())).toBe(false);
  });
});

describe('the person is told', () => {
  test.each([
    [2 * HOUR, /clock is 7(199|200) s ahead of AWS/],
    [-2 * HOUR, /clock is 720[01] s behind AWS/],
    [90_000, /clock is (89|90) s ahead/],
  ])('of a clock that is %d ms ahead, once', (ahead, words) => {
    const clock = learned(ahead);
    clock.learn(date(ahead), 0);
    expect(world.said).toEqual([expect.stringMatching(words), expect.stringMatching(/^hint: /)]);
  });

  test('again in the next run, when an answer bears it out', () => {
    learned(2 * HOUR);
    const clock = start();
    expect(world.said).toHaveLength(2);
    clock.learn(date(2 * HOUR), 0);
    expect(world.said).toHaveLength(4);
  });

  test('of nothing below a minute', () => {
    learned(50_000);
    expect(world.said).toEqual([]);
  });
});

test('a state folder that can not be written is no problem', () => {
  writeFileSync(join(world.home, '.local'), '');
  isAbout(learned(2 * HOUR).offset(), -2 * HOUR);
});
