import { Problem } from '../../../shared/problem.ts';
import { forever, problemOf } from '../../shared/world.ts';
import { onPage } from './visitor.ts';

const on = onPage();

const back = (query: string) => on.get(`/oauth/callback?${query}`);
const waiting = () => on.page.callback.wait('the-state', forever());

test('the way back gives the query to the one who waits for that state, and the browser our page', async () => {
  const query = waiting();
  const response = await back('code=c&state=the-state');
  expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
  expect(Object.fromEntries(await query)).toEqual({ code: 'c', state: 'the-state' });
  expect(on.page.callback.redirectUri).toBe(`${on.origin}/oauth/callback`);
  expect((await on.get('/', { cookie: on.cookieOf(response) })).status).toBe(200);
});

test.each([
  '',
  'code=c',
  'state=',
  'state=other',
  'state=the-stat',
  'state=the-state2',
  'STATE=the-state',
  'state=other&state=the-state',
])('with %j it is refused, and the right one still counts', async (wrong) => {
  const query = waiting();
  const response = await back(wrong);
  expect([response.status, response.headers.getSetCookie()]).toEqual([400, []]);
  on.cookieOf(await back('code=right&state=the-state'));
  expect((await query).get('code')).toBe('right');
});

test('it counts once', async () => {
  const query = waiting();
  on.cookieOf(await back('code=first&state=the-state'));
  expect((await back('code=second&state=the-state')).status).toBe(400);
  expect((await query).get('code')).toBe('first');
});

test('it is closed as long as nobody waits', async () => {
  expect((await back('code=c&state=')).status).toBe(400);
});

test.each(['POST', 'HEAD', 'PUT'])('it takes no %s', async (method) => {
  const query = waiting();
  expect((await on.get('/oauth/callback?code=c&state=the-state', {}, method)).status).toBe(405);
  on.cookieOf(await back('code=right&state=the-state'));
  expect((await query).get('code')).toBe('right');
});

test("waiting ends with the signal's own problem", async () => {
  const late = new Problem('timeout', 'late', 'hint');
  const controller = new AbortController();
  const query = on.page.callback.wait('the-state', controller.signal);
  controller.abort(late);
  expect(await problemOf(() => query)).toBe(late);
});

test('neither code nor state is repeated in any answer', async () => {
  const query = waiting();
  const response = await back('code=the-code&state=the-state');
  await query;
  const cookie = on.cookieOf(response);
  const answers = [response, await on.get('/', { cookie }), await on.get('/state', { cookie })];
  expect((await Promise.all(answers.map((answer) => answer.text()))).join()).not.toMatch(/the-code|the-state/);
  expect(response.headers.get('location')).not.toMatch(/the-code|the-state/);
});
