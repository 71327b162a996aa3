import { Visit } from '../../../launcher/page/visit.ts';
import { Follower } from '../../../shared/page/follower.ts';
import { BROWSER, onPage } from './visitor.ts';

const ORIGIN = 'http://127.0.0.1:1234';
const invitation = { address: 'https://aws.example', expiresAt: Date.now() + 600_000 };

/** A visit whose clock stands still unless the test moves it. */
async function visited() {
  let ticks = 1_000;
  const visit = new Visit(Date.now, () => ticks);
  visit.door.origin = ORIGIN;
  const ask = (path: string, headers: Record<string, string>, method = 'GET') =>
    visit.answer(new Request(ORIGIN + path, { method, headers: { host: new URL(ORIGIN).host, ...headers } }));
  const html = await (await ask(new URL(visit.door.address).pathname, BROWSER)).text();
  const [, key = ''] = /name="page-key" content="([\w-]*)"/.exec(html) ?? [];
  return {
    visit,
    after: (milliseconds: number) => {
      ticks += milliseconds;
    },
    open: (query = '') => ask(`/events${query}`, { 'x-page-key': key }),
    enter: () => ask(new URL(visit.door.address).pathname, BROWSER),
    press: (deed: string) => ask(`/do/${deed}`, { 'x-page-key': key, origin: ORIGIN }, 'POST'),
  };
}

const shut = (tab: Response) => tab.body?.cancel();

test('a page that nobody has opened is neither there nor left, however long it takes', async () => {
  const { visit, after } = await visited();
  after(600_000);
  expect([visit.isThere(), visit.isLeft()]).toEqual([false, false]);
});

test('it is left some seconds after the last tab was closed', async () => {
  const { visit, after, open } = await visited();
  const [one, other] = [await open(), await open()];
  await shut(one);
  after(60_000);
  expect([visit.isThere(), visit.isLeft()]).toEqual([true, false]);
  await shut(other);
  expect([visit.isThere(), visit.isLeft()]).toEqual([false, false]);
  after(4_001);
  expect([visit.isThere(), visit.isLeft()]).toEqual([false, true]);
});

test('a reload, the way back and a second look make it there again', async () => {
  const { visit, after, open } = await visited();
  await shut(await open());
  after(3_999);
  expect(visit.isLeft()).toBe(false);
  await open();
  after(60_000);
  expect([visit.isThere(), visit.isLeft()]).toEqual([true, false]);
});

test('whoever goes to AWS in this tab has not closed it; whoever comes back and closes it has', async () => {
  const { visit, after, open, press } = await visited();
  visit.show({ name: 'sign-in-needed', invitation }, ['sign-in']);
  const tab = await open();
  await press('away');
  await shut(tab);
  after(600_000);
  expect([visit.isThere(), visit.isLeft()]).toEqual([false, false]);
  await shut(await open());
  after(4_001);
  expect(visit.isLeft()).toBe(true);
});

test('it is in sight while somebody has it before them; out of sight it is since they last had', async () => {
  const { visit, after, open, press } = await visited();
  const seen = () => [visit.isThere(), visit.isInSight(), visit.outOfSightMs()];
  await open('?hidden');
  expect(seen()).toEqual([true, false, undefined]);
  await press('seen');
  expect(seen()).toEqual([true, true, undefined]);
  after(500);
  await press('hidden');
  after(700);
  expect(seen()).toEqual([true, false, 700]);
  // It comes back by itself, after a sleep of the machine, say.
  await open('?hidden');
  expect(seen()).toEqual([true, false, 700]);
});

test('it is expected from when somebody is asked to come by a new address until they have', async () => {
  const { visit, open, press, enter } = await visited();
  await open();
  await press('hidden');
  expect(visit.isExpected()).toBe(false);
  visit.expectAgain();
  expect([visit.isExpected(), visit.outOfSightMs(), visit.isInSight()]).toEqual([true, undefined, false]);
  await enter();
  await open();
  expect([visit.isExpected(), visit.isInSight()]).toEqual([false, true]);
});

describe('on a port', () => {
  const on = onPage();

  test('a browser that breaks the connection off is gone at once', async () => {
    const { key } = await on.entered();
    const tab = await on.follow(key);
    await tab.next();
    expect(on.page.isThere()).toBe(true);
    tab.leave();
    while (on.page.isThere()) await Bun.sleep(5);
    expect(on.page.isLeft()).toBe(false);
  });

  test('a hundred tabs that come and go leave nobody behind', async () => {
    const { key } = await on.entered();
    const tabs = await Promise.all(Array.from({ length: 100 }, () => on.follow(key)));
    await Promise.all(tabs.map((tab) => tab.next()));
    for (const tab of tabs) tab.leave();
    while (on.page.isThere()) await Bun.sleep(5);
    on.page.show({ name: 'ready' });
  });

  test('closing waits for nobody who was never there', async () => {
    await on.another().close();
  });
});

describe('the connection', () => {
  test('is kept alive by empty lines, until the tab is gone', async () => {
    let gone = 0;
    const follower = new Follower(() => gone++, 5);
    const reader = follower.stream.getReader();
    const text = async () => new TextDecoder().decode((await reader.read()).value);
    expect(await text()).toMatch(/^\n{1024}$/);
    expect(await text()).toBe('\n');
    expect(await text()).toBe('\n');
    await reader.cancel();
    expect(gone).toBe(1);
  });

  test('ends with the launcher', async () => {
    const follower = new Follower(() => {});
    follower.end();
    follower.end();
    expect(await new Response(follower.stream).text()).toMatch(/^\n+$/);
  });
});
