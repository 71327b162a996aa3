import { measuredClock } from '../../../admin/doctor/measured-clock.ts';

describe('the clock', () => {
  const at = (wall: number) => measuredClock({ wall: () => wall });

  test('is not known before AWS has answered', () => {
    const clock = at(1_000_000);
    expect([clock.measured(), clock.offset(), clock.now()]).toEqual([undefined, 0, 1_000_000]);
  });

  test('is that of the answer, in the middle of the time that it took', () => {
    const clock = at(1_000_000);
    clock.learn(1_600_000, 1_000);
    expect(clock.measured()).toBe(601_000);
    expect(clock.now()).toBe(1_601_000);
  });

  test('is right within the seconds of the header, and unharmed by an answer without one', () => {
    const clock = at(1_000_000);
    clock.learn(1_001_000, 100);
    clock.learn(Number.NaN, 100);
    expect(clock.measured()).toBe(0);
  });
});
