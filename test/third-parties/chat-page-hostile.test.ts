import type { Page } from 'playwright-core';
import { attacks, STOPPED } from './chromium/attacks.ts';
import { describeWithChromium, onChromium, picture } from './chromium/browser.ts';
import { atChat, converse } from './chromium/chat.ts';
import type { PageRun } from './chromium/page-run.ts';
import { startStranger } from './chromium/stranger.ts';

const POSTS = ['/ask', '/retry', '/stop', '/new', '/keep', '/models'];
const PATHS = ['/', '/events', '/open/guess', ...POSTS];

const HOSTILE = `<script>document.title = 'pwned'; fetch('/new', { method: 'POST' })</script>

<img src=x onerror="document.title = 'pwned'"> <svg onload="document.title = 'pwned'"></svg>

![image](https://evil.example/pixel.png "x\\" onerror=alert(1)") ![data](data:image/svg+xml,<svg/onload=alert(1)>)

[script](javascript:document.title='pwned') [coded](&#106;avascript:document.title='pwned') <javascript:document.title='pwned'>

[data](data:text/html,<script>document.title='pwned'</script>) [file](file:///etc/passwd) [own](/new) [blob](blob:x)

[good](https://good.example/ "title\\" onmouseover=alert(1)")

<iframe src="https://evil.example"></iframe><form action=/new><button>Go</button></form><style>* { display: none }</style>
<base href="https://evil.example"><meta http-equiv=refresh content="0;url=https://evil.example"><link rel=stylesheet href=//evil.example>

\`\`\`"><script>document.title='pwned'</script>
</code></pre><script>document.title = 'pwned'</script>
\`\`\`

${'> '.repeat(100)}deep quote

${Array.from({ length: 100 }, (_, at) => `${'  '.repeat(at)}- item ${at}`).join('\n')}

${'*'.repeat(2_000)}stars${'*'.repeat(2_000)}

${'[!['.repeat(500)}x${']()]()'.repeat(500)}

The end of it.`;

describeWithChromium('an answer that means harm (needs Chromium)', () => {
  const chromium = onChromium();
  const desk = atChat(chromium);

  test('is shown as text, runs nothing, loads nothing and leads nowhere', async () => {
    Object.assign(desk.fake.options, { answer: HOSTILE });
    const { page } = await desk.page();
    const asked: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await converse(page, HOSTILE);
    await picture(page, 'chat-hostile');
    await page.locator('.answer').getByText('The end of it.').waitFor();
    await page.locator('.answer').getByText('deep quote').waitFor();
    await page.locator('.answer').getByText('item 99').waitFor();
    const made = 'img,svg,iframe,form,style,base,meta,link,script,object,embed,[onerror],[onload],[style]';
    expect(await page.locator('#turns').locator(made).count()).toBe(0);
    const links = "[...document.querySelectorAll('#turns a')].map(({ href, target, rel }) => [href, target, rel])";
    expect(await page.evaluate(links)).toEqual([
      ['https://evil.example/pixel.png', '_blank', 'noopener noreferrer'],
      ['https://good.example/', '_blank', 'noopener noreferrer'],
    ]);
    expect([await page.title(), asked, complaints]).toEqual(['Claude', ['/ask'], []]);
    await page.reload();
    await page.locator('.answer').getByText('The end of it.').waitFor();
    expect([await page.title(), complaints]).toEqual(['Claude', []]);
  });
});

describeWithChromium('a hostile page in the browser of a conversation (needs Chromium)', () => {
  const chromium = onChromium('--host-resolver-rules=MAP evil.example 127.0.0.1', '--disable-popup-blocking');
  const desk = atChat(chromium);
  let stranger: ReturnType<typeof startStranger>;
  let run: PageRun;
  let page: Page;
  let origin: string;

  beforeEach(async () => {
    stranger = startStranger();
    ({ run, page } = await desk.page());
    origin = new URL(page.url()).origin;
    await converse(page, 'A secret question');
  });
  afterEach(() => stranger.stop());

  /** Nothing was asked, dropped or kept. */
  async function expectUntouched(): Promise<void> {
    expect(await page.locator('.asked .text').allInnerTexts()).toEqual(['A secret question']);
    expect(await page.getByRole('switch').isChecked()).toBe(false);
    expect(desk.fake.count('InvokeModelWithResponseStream')).toBe(1);
    expect(run.child.exitCode).toBeNull();
    await converse(page, 'Another one');
  }

  test.each([
    ['on another port of this machine, which is the same site', () => `http://127.0.0.1:${stranger.port}/`],
    ['by another name', () => `http://evil.example:${stranger.port}/`],
    ['without an origin', () => 'data:text/html,<body>'],
  ])('%s, learns nothing and does nothing', async (_name, from) => {
    const hostile = await page.context().newPage();
    await hostile.goto(from());
    const learnt: string[] = [];
    for (const [name, script] of Object.entries(attacks)) {
      if (STOPPED.includes(name)) continue;
      const tries = PATHS.map((path) => script.replaceAll('PATH', JSON.stringify(path)));
      const found = await hostile.evaluate(`(async (at) => Promise.all([${tries.join(', ')}]))('${origin}')`);
      learnt.push(...(found as string[]).filter(Boolean).map((text) => `${name}: ${text}`));
    }
    for (const other of page.context().pages()) if (other !== page) await other.close();
    expect(learnt).toEqual([]);
    await expectUntouched();
  });

  test('that has our address with a name of its own (DNS rebinding) is refused', async () => {
    const hostile = await page.context().newPage();
    const at = origin.replace('127.0.0.1', 'evil.example');
    for (const path of [...PATHS, new URL(run.address).pathname])
      expect((await hostile.goto(at + path))?.status()).toBe(403);
    await hostile.close();
    await expectUntouched();
  });

  test('with our cookie, without the key or from elsewhere, can do nothing', async () => {
    const hostile = await page.context().newPage();
    await hostile.goto(`http://127.0.0.1:${stranger.port}/`);
    const cookie = stranger.cookies[0] ?? '';
    expect(cookie).toMatch(/^bedrock-client-\d+=[\w-]{32}$/);
    await hostile.close();
    const key = String(await page.evaluate('sessionStorage.getItem("key")'));
    const post = async (path: string, headers: Record<string, string>) =>
      (await fetch(origin + path, { method: 'POST', headers: { cookie, ...headers }, body: '{}' })).status;
    for (const path of POSTS) {
      expect(await post(path, { origin })).toBe(403);
      expect(await post(path, { origin, 'x-page-key': 'x'.repeat(key.length) })).toBe(403);
      expect(await post(path, { 'x-page-key': key })).toBe(403);
      expect(await post(path, { 'x-page-key': key, origin: 'http://127.0.0.1:1' })).toBe(403);
    }
    const get = async (path: string) => fetch(origin + path, { headers: { cookie }, redirect: 'manual' });
    expect((await get('/events')).status).toBe(403);
    const html = await (await get('/')).text();
    for (const secret of [key, 'A secret question', desk.fake.options.answer]) expect(html).not.toContain(secret);
    await expectUntouched();
  });

  test('the address is worthless once it was opened', async () => {
    const other = await chromium.window();
    for (const place of [run.address, origin]) expect((await other.goto(place))?.status()).toBe(403);
    await other.getByText('Go on in the first window').waitFor();
    await picture(other, 'chat-stranger');
    expect(await other.content()).not.toContain('A secret question');
    await expectUntouched();
  });
});

describeWithChromium('no credential comes to the page (needs Chromium)', () => {
  const chromium = onChromium();
  const desk = atChat(chromium);

  test('in nothing that it is sent, and nothing that it shows or keeps', async () => {
    const run = await desk.start();
    const page = await chromium.window();
    const heard: Promise<string>[] = [];
    page.on('response', (response) => {
      heard.push(response.text().catch(() => ''));
    });
    await page.goto(run.address);
    await converse(page, 'Hi');
    desk.fake.faults.set('InvokeModelWithResponseStream', 'echo', 1);
    await converse(page, 'Say who I am');
    await page.locator('.fault').waitFor();
    desk.fake.faults.set('InvokeModelWithResponseStream', 'mid-stream-cut', 1);
    await converse(page, 'And now?');
    const stored = await page.evaluate('JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie])');
    const shown = await page.content();
    run.child.kill('SIGTERM');
    await run.ended;
    const all = [...(await Promise.all(heard)), shown, String(stored)].join('\n');
    expect(all).toContain('And now?');
    const secrets = desk.fake.secrets().map(({ value }) => value);
    expect(secrets.length).toBeGreaterThan(3);
    for (const secret of [...secrets, 'bedrock-api-key', 'bedrock-credential-helper'])
      expect(all).not.toContain(secret);
  });
});
