import type { Page } from 'playwright-core';
import { attacks, STOPPED } from './chromium/attacks.ts';
import { describeWithChromium, onChromium } from './chromium/browser.ts';
import { allow, atDesk, heading, type Run, toAws } from './chromium/desk.ts';
import { startStranger } from './chromium/stranger.ts';

const PATHS = ['/', '/events', '/report', '/do/other-way', '/do/away', '/open/guess', '/oauth/callback?state=x&code=y'];

describeWithChromium('a hostile page in the same browser (needs Chromium)', () => {
  const chromium = onChromium('--host-resolver-rules=MAP evil.example 127.0.0.1', '--disable-popup-blocking');
  const desk = atDesk(chromium);
  let stranger: ReturnType<typeof startStranger>;
  let run: Run;
  let page: Page;
  let origin: string;

  beforeEach(async () => {
    stranger = startStranger();
    run = desk.doubleClick(['--no-open']);
    page = await desk.page();
    await heading(page, 'Sign in to AWS');
    origin = new URL(page.url()).origin;
  });
  afterEach(() => stranger.stop());

  /** The sign-in is as it was: not pressed, not ended, not opened anew; and the person can finish it. */
  async function expectUntouched(): Promise<void> {
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Sign in to AWS');
    expect(await page.locator('#code').textContent()).toBe('');
    expect([desk.fake.count('StartDeviceAuthorization'), desk.person.opened().length]).toEqual([0, 1]);
    expect(run.child.exitCode).toBeNull();
    await allow(page);
    await heading(page, 'You are signed in');
    expect((await run.ended).exitCode).toBe(0);
  }

  async function attacked(from: string): Promise<string[]> {
    const hostile = await page.context().newPage();
    await hostile.goto(from);
    const learnt: string[] = [];
    for (const [name, script] of Object.entries(attacks)) {
      const tries = PATHS.map((path) => script.replaceAll('PATH', JSON.stringify(path)));
      const found = await hostile.evaluate(
        `(async (at) => Promise.all([${tries.join(', ')}]))(${JSON.stringify(origin)})`,
      );
      learnt.push(...(found as string[]).filter(Boolean).map((text) => `${name}: ${text}`));
    }
    for (const other of page.context().pages()) if (other !== page) await other.close();
    return learnt;
  }

  test.each([
    ['on another port of this machine, which is the same site', () => `http://127.0.0.1:${stranger.port}/`],
    ['by another name', () => `http://evil.example:${stranger.port}/`],
    ['without an origin', () => 'data:text/html,<body>'],
  ])('%s, learns nothing and does nothing', async (_name, from) => {
    expect(await attacked(from())).toEqual([]);
    await expectUntouched();
  });

  test('of the attacks, all that a browser lets out reach a server that defends itself less', async () => {
    const hostile = await page.context().newPage();
    await hostile.goto(`http://127.0.0.1:${stranger.port}/`);
    const reached: string[] = [];
    for (const [name, script] of Object.entries(attacks)) {
      const other = startStranger();
      const at = `http://127.0.0.1:${other.port}`;
      await hostile.evaluate(`(async (at) => ${script.replaceAll('PATH', "'/'")})('${at}')`);
      // A beacon, say, is sent when the browser has time for it.
      for (let tries = 0; tries < 100 && other.cookies.length === 0 && !STOPPED.includes(name); tries++)
        await Bun.sleep(20);
      if (other.cookies.length > 0) reached.push(name);
      await other.stop();
    }
    expect([...reached, ...STOPPED].sort()).toEqual(Object.keys(attacks).sort());
  });

  test('our own page can do what they try', async () => {
    const key = await page.evaluate('sessionStorage.getItem("key")');
    const press = `fetch('/do/away', { method: 'POST', headers: { 'X-Page-Key': '${key}' } }).then(({ status }) => status)`;
    expect(await page.evaluate(press)).toBe(204);
  });

  test('that has our address with a name of its own (DNS rebinding) is refused', async () => {
    const hostile = await page.context().newPage();
    const at = origin.replace('127.0.0.1', 'evil.example');
    for (const path of [...PATHS, new URL(desk.person.opened()[0] ?? '').pathname])
      expect((await hostile.goto(at + path))?.status()).toBe(403);
    const read = `Promise.all(${JSON.stringify(PATHS)}.map((path) => fetch(path).then(({ status }) => status)))`;
    expect(await hostile.evaluate(read)).toEqual(PATHS.map(() => 403));
    await hostile.close();
    await expectUntouched();
  });

  test('whose server gets our cookie, since cookies know no ports, can do nothing with it', async () => {
    const hostile = await page.context().newPage();
    await hostile.goto(`http://127.0.0.1:${stranger.port}/`);
    const cookie = stranger.cookies[0] ?? '';
    expect(cookie).toMatch(/^bedrock-launcher-\d+=[\w-]{32}$/);
    await hostile.close();
    const ask = (path: string, method = 'GET', headers = {}) =>
      fetch(origin + path, { method, headers: { cookie, origin, ...headers }, redirect: 'manual' });
    const seen = await Promise.all(PATHS.map(async (path) => (await ask(path)).status));
    expect(seen).toEqual([200, 403, 403, 404, 404, 303, 400]);
    const window = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    const html = await Promise.all(['/', '/open/guess'].map(async (path) => (await ask(path, 'GET', window)).text()));
    const key = String(await page.evaluate('sessionStorage.getItem("key")'));
    const address = (await toAws(page).getAttribute('href')) ?? '-';
    for (const secret of [key, address, new URL(address).searchParams.get('state') ?? '-'])
      expect(html.join()).not.toContain(secret);
    for (const path of PATHS) expect((await ask(path, 'POST')).status).toBe(403);
    await expectUntouched();
  });

  test('whose server sets our cookie to something else only spoils a reload', async () => {
    const hostile = await page.context().newPage();
    await hostile.goto(`http://127.0.0.1:${stranger.port}/`);
    await hostile.evaluate(`document.cookie = 'bedrock-launcher-${new URL(origin).port}=x; path=/'`);
    await hostile.close();
    await expectUntouched();
  });

  test('the address of the page is worthless once it was opened: another browser gets nothing', async () => {
    const other = await chromium.window();
    const [address = ''] = desk.person.opened();
    for (const place of [address, new URL('/', address).href]) expect((await other.goto(place))?.status()).toBe(403);
    await other.context().close();
    await expectUntouched();
  });

  test('that shows our page in a frame, or opens it in a window, has no hold of it', async () => {
    const hostile = await page.context().newPage();
    await hostile.goto(`http://127.0.0.1:${stranger.port}/`);
    await hostile.setContent(`<iframe src="${origin}/"></iframe>`);
    await hostile.waitForLoadState();
    expect(hostile.frames().map((frame) => frame.url())).not.toContain(`${origin}/`);
    const [opened] = await Promise.all([
      hostile.waitForEvent('popup'),
      hostile.evaluate(`window.other = open(${JSON.stringify(`${origin}/`)})`),
    ]);
    await heading(opened, 'Go on in the first window');
    expect([await hostile.evaluate('other.closed'), await opened.evaluate('opener')]).toEqual([true, null]);
    await Promise.all([hostile.close(), opened.close()]);
    await expectUntouched();
  });
});
