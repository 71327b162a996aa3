import type { Button } from '../../../launcher/states.ts';
import { Problem } from '../../../shared/problem.ts';
import { forever, problemOf } from '../../shared/world.ts';
import { onPage } from './visitor.ts';

const on = onPage();
const invitation = { address: 'https://aws.example', expiresAt: Date.now() + 600_000 };

/** Presses as the page's script does. */
async function hand() {
  const { key } = await on.entered();
  return (deed: string) => on.press(deed, { 'x-page-key': key, origin: on.origin });
}

const pressed = (...deeds: Button[]) => on.page.pressed(deeds, forever());

test('a button that is shown is pressed, once', async () => {
  const press = await hand();
  on.page.show({ name: 'offline' }, ['retry', 'open-anyway', 'copy-report']);
  const deed = pressed('retry', 'open-anyway');
  expect(await press('open-anyway')).toBe(204);
  expect(await deed).toBe('open-anyway');
});

test.each(['sign-in', 'other-way', 'away', '', 'x', '__proto__', 'retry/', 'RETRY', '%72etry'])(
  'one that is not shown does nothing: %j',
  async (deed) => {
    const press = await hand();
    on.page.show({ name: 'offline' }, ['retry']);
    const waiting = pressed('retry');
    expect(await press(deed)).toBe(409);
    expect(await press('retry')).toBe(204);
    expect(await waiting).toBe('retry');
  },
);

test('a person who is quicker than we are has pressed all the same', async () => {
  const press = await hand();
  on.page.show({ name: 'offline' }, ['retry']);
  expect(await press('retry')).toBe(204);
  expect(await pressed('retry')).toBe('retry');
});

test('what was pressed in one state does nothing in the next', async () => {
  const press = await hand();
  on.page.show({ name: 'offline' }, ['retry']);
  await press('retry');
  on.page.show({ name: 'slow' }, ['retry', 'open-anyway']);
  const deed = pressed('retry', 'open-anyway');
  await press('open-anyway');
  expect(await deed).toBe('open-anyway');
});

test('of two tabs the first one decides, and the other says nothing for later', async () => {
  const press = await hand();
  on.page.show({ name: 'offline' }, ['retry', 'open-anyway']);
  const first = pressed('retry', 'open-anyway');
  await Promise.all([press('retry'), press('open-anyway')]);
  const decided = await first;
  on.page.show({ name: 'checking' });
  on.page.show({ name: 'offline' }, ['retry', 'open-anyway']);
  const second = pressed('retry', 'open-anyway');
  const other = decided === 'retry' ? 'open-anyway' : 'retry';
  await press(other);
  expect(await second).toBe(other);
});

test("nobody presses in time: the signal's own problem", async () => {
  const late = new Problem('timeout', 'late', 'hint');
  const controller = new AbortController();
  const deed = on.page.pressed(['retry'], controller.signal);
  controller.abort(late);
  expect(await problemOf(() => deed)).toBe(late);
});

test.each([
  ['Ctrl-C gives no reason: the sign-in was cancelled', false],
  ['so it is when that came before', true],
])('%s', async (_name, before) => {
  const controller = new AbortController();
  if (before) controller.abort();
  const deed = on.page.pressed(['retry'], controller.signal);
  controller.abort();
  expect(await problemOf(() => deed)).toMatchObject({ code: 'signInRefused', reason: 'cancelled' });
});

test('only who has somewhere to go goes away', async () => {
  const press = await hand();
  expect(await press('away')).toBe(409);
  on.page.show({ name: 'sign-in-needed', invitation }, ['sign-in']);
  expect(await press('away')).toBe(204);
});
