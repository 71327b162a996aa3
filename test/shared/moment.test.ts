import { ageOf } from '../../shared/moment.ts';

const HOUR = 3_600_000;
const then = { wall: 1_000 * HOUR, up: 5 * HOUR };
const after = (wall: number, up: number) => ({ wall: then.wall + wall, up: then.up + up });

test.each([
  ['both clocks went on alike', after(HOUR, HOUR), HOUR],
  ['the clock was set back by two hours', after(-HOUR, HOUR), Number.POSITIVE_INFINITY],
  ['the clock was set back, but not behind that moment', after(HOUR, 3 * HOUR), 3 * HOUR],
  ['the clock was set ahead', after(9 * HOUR, HOUR), 9 * HOUR],
  ['the machine was restarted', after(2 * HOUR, -4 * HOUR), 2 * HOUR],
  ['the machine was restarted, and its clock is behind', after(-HOUR, -4 * HOUR), Number.POSITIVE_INFINITY],
  ['a time server moved the clock back by a second', after(-1_000, 0), 0],
  ['no time at all', after(0, 0), 0],
])('%s', (_name, now, age) => {
  expect(ageOf(then, now)).toBe(age);
});
