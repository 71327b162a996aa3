import { Problem } from '../../../shared/problem.ts';
import { forever, problemOf } from '../../shared/world.ts';
import { BROWSER, onPage } from './visitor.ts';

const on = onPage();

const back = (query: string, headers = {}) => on.get(`/oauth/callback?${query}`, headers);
const waiting = () => on.page.callback.wait('the-state', forever());
const placeOf = (response: Response) => response.headers.get('location') ?? '';

test('the way back gives the query to the one who waits for that state, and the browser a way in', async () => {
  const query = waiting();
  const response = await back('code=c&state=the-state');
  expect(response.status).toBe(303);
  expect(Object.fromEntries(await query)).toEqual({ code: 'c', state: 'the-state' });
  expect(on.page.callback.redirectUri).toBe(`${on.origin}/oauth/callback`);
  const { key } = await on.tabOf(await on.get(placeOf(response), BROWSER));
  expect((await on.follow(key)).status).toBe(200);
});

test('another browser than the one that was opened may come back, since it knows the state: both follow', async () => {
  const [first, query] = [await on.entered(), waiting()];
  const other = await on.tabOf(await on.get(placeOf(await back('code=c&state=the-state')), BROWSER));
  await query;
  const tabs = await Promise.all([first, other].map(({ key }) => on.follow(key)));
  on.page.show({ name: 'ready' });
  for (const tab of tabs) {
    await tab.next();
    expect(await tab.next()).toMatchObject({ title: 'You are signed in', last: true });
  }
});

test('the page stays until the browser that comes back has seen how it ends, though another one has', async () => {
  const [first, query] = [await on.entered(), waiting()];
  const tab = await on.follow(first.key);
  const place = placeOf(await back('code=c&state=the-state'));
  await query;
  on.page.show({ name: 'ready' });
  const closing = on.page.close();
  const other = await on.tabOf(await on.get(place, BROWSER));
  expect(await (await on.follow(other.key)).next()).toMatchObject({ title: 'You are signed in' });
  await closing;
  tab.leave();
});

test('the way in after it opens once, and the ticket from before no more', async () => {
  const before = new URL(on.page.address()).pathname;
  const query = waiting();
  const place = placeOf(await back('code=c&state=the-state'));
  await query;
  expect((await on.get(before, BROWSER)).status).toBe(403);
  await on.tabOf(await on.get(place, BROWSER));
  expect((await on.get(place, BROWSER)).status).toBe(403);
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
  expect([response.status, response.headers.getSetCookie(), placeOf(response)]).toEqual([400, [], '']);
  await back('code=right&state=the-state');
  expect((await query).get('code')).toBe('right');
});

test('it counts once', async () => {
  const query = waiting();
  await back('code=first&state=the-state');
  expect((await back('code=second&state=the-state')).status).toBe(400);
  expect((await query).get('code')).toBe('first');
});

test('it is closed as long as nobody waits', async () => {
  expect((await back('code=c&state=')).status).toBe(400);
});

test('who waits anew waits for the new state alone', async () => {
  const [, query] = [waiting(), on.page.callback.wait('the-second', forever())];
  expect((await back('code=old&state=the-state')).status).toBe(400);
  await back('code=new&state=the-second');
  expect((await query).get('code')).toBe('new');
});

test.each([
  ['POST', 403],
  ['HEAD', 405],
  ['PUT', 405],
])('it takes no %s', async (method, status) => {
  const query = waiting();
  expect((await on.get('/oauth/callback?code=c&state=the-state', {}, method)).status).toBe(status);
  await back('code=right&state=the-state');
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
  const page = await on.get(placeOf(response), BROWSER);
  const { cookie, key } = await on.tabOf(page);
  const following = await on.follow(key);
  const answers = [response, page, await on.get('/', { cookie })];
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  expect([...texts, JSON.stringify(await following.next())].join()).not.toMatch(/the-code|the-state/);
  expect(placeOf(response)).not.toMatch(/the-code|the-state/);
});
