import { moment, span } from '../../shared/spans.ts';

test.each([
  [0, '0 s'],
  [999, '0 s'],
  [-90_000, '90 s'],
  [120_000, '2 min'],
  [7_199_000, '119 min'],
  [7_200_000, '2 h'],
  [172_800_000, '2 d'],
])('a span of %i ms is %s', (milliseconds, words) => {
  expect(span(milliseconds)).toBe(words);
});

test('a moment has its zone and its distance', () => {
  const now = Date.UTC(2026, 0, 2, 3, 4, 5);
  expect(moment(now + 7_200_000, now)).toMatch(/^2026-01-0\d \d\d:\d4:05 [+-]\d\d:\d\d \(in 2 h\)$/);
  expect(moment(now - 120_000, now)).toMatch(/\(2 min ago\)$/);
});
