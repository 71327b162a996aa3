import { budgetSeconds, startBudget } from '../../credential-helper/budget.ts';
import { aborted } from '../../shared/deadline.ts';
import { problemOf } from '../shared/world.ts';

const contexts = ['interactive', 'scheduled-task', 'setup-test', 'background', 'of a later app', '', undefined];

test.each(contexts)('in the context %j the budget is what the app allows, less three seconds', (context) => {
  const env = { CLAUDE_HELPER_CONTEXT: context };
  expect([60, 600, 20, 11].map((timeout) => budgetSeconds(env, timeout))).toEqual([57, 597, 17, 8]);
});

test.each([
  [600, 17],
  [60, 17],
  [20, 17],
  [19, 16],
  [11, 8],
])('between turns the app cuts %d s to 20, so the budget is %d s', (timeout, budget) => {
  expect(budgetSeconds({ CLAUDE_HELPER_CONTEXT: 'mid-session-refresh' }, timeout)).toBe(budget);
});

test.each([1, 2, 3, 5, 9, 10])('with %d s some time is left to work, and some to answer', (timeout) => {
  const budget = budgetSeconds({}, timeout);
  expect(budget).toBeGreaterThan(timeout / 2);
  expect(budget).toBeLessThan(timeout);
});

test('a budget that is spent is a problem of time that says how much there was', async () => {
  expect(await problemOf(() => aborted(startBudget({}, 0.01).end))).toMatchObject({
    code: 'timeout',
    message: expect.stringMatching(/^no credential within 0 s$/),
    hint: expect.stringContaining('inferenceCredentialHelperTimeoutSec'),
  });
});

test('a budget that is not spent does not end', () => {
  const { work, end } = startBudget({}, 600);
  expect([work.aborted, end.aborted]).toEqual([false, false]);
});

test('the work ends before the time does: what is kept can still be printed', async () => {
  const { work, end } = startBudget({}, process.uptime() + 0.5);
  await aborted(work).catch(() => {});
  expect(end.aborted).toBe(false);
});
