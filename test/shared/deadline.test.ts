import { aborted, deadline } from '../../shared/deadline.ts';
import { Problem } from '../../shared/problem.ts';
import { problemOf } from './world.ts';

const late = new Problem('timeout', 'late', 'hint');

test.each([10, 0, -1000])('a deadline in %d ms aborts with its problem', async (milliseconds) => {
  expect(await problemOf(() => aborted(deadline(milliseconds, late)))).toBe(late);
});

test('a signal that has aborted already rejects at once', async () => {
  expect(await problemOf(() => aborted(AbortSignal.abort(late)))).toBe(late);
});

test('a deadline that is far away has not passed', () => {
  expect(deadline(60_000, late).aborted).toBe(false);
});

test('a deadline as long as the longest sign-in has not passed', () => {
  expect(deadline(3_660_000, late).aborted).toBe(false);
});

test('a deadline keeps no process alive', async () => {
  const script = `const { deadline } = await import(${JSON.stringify(`${import.meta.dirname}/../../shared/deadline.ts`)});
    deadline(3_600_000, undefined);`;
  expect(await Bun.spawn([process.execPath, '-e', script]).exited).toBe(0);
});
