import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { MODEL } from '../person.ts';
import { attacks, STOPPED } from './chromium/attacks.ts';
import { describeWithChromium, onChromium, picture } from './chromium/browser.ts';
import { addModel, atConfigure, choose, exported, field, fillIn } from './chromium/configure.ts';
import { button } from './chromium/desk.ts';
import type { PageRun } from './chromium/page-run.ts';
import { startStranger } from './chromium/stranger.ts';

const POSTS = [
  'edit',
  'approach',
  'model',
  'purpose',
  'leftovers',
  'open',
  'device',
  'test',
  'models',
  'stop',
  'save',
  'export',
].map((name) => `/${name}`);
const PATHS = ['/', '/events', '/open/guess', ...POSTS];

describeWithChromium('a hostile page beside the configuration window (needs Chromium)', () => {
  const chromium = onChromium('--host-resolver-rules=MAP evil.example 127.0.0.1', '--disable-popup-blocking');
  const desk = atConfigure(chromium);
  let stranger: ReturnType<typeof startStranger>;
  let run: PageRun;
  let page: Page;
  let origin: string;

  beforeEach(async () => {
    stranger = startStranger();
    ({ run, page } = await desk.page(['setup.json']));
    origin = new URL(page.url()).origin;
    await choose(page, 'Named AWS profile');
    await fillIn(page, 'inferenceBedrockProfile', 'profile-of-ours');
  });
  afterEach(() => stranger.stop());

  /** Nothing was changed, saved or tried. */
  async function expectUntouched(): Promise<void> {
    expect(await field(page, 'inferenceBedrockProfile').inputValue()).toBe('profile-of-ours');
    expect([desk.person.exists('setup.json'), run.child.exitCode]).toEqual([false, null]);
    expect(await page.locator('#result, #finding').allTextContents()).toEqual(['', '']);
    await fillIn(page, 'inferenceBedrockRegion', 'us-east-1');
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
    expect(cookie).toMatch(/^bedrock-admin-\d+=[\w-]{32}$/);
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
    expect((await fetch(`${origin}/events`, { headers: { cookie } })).status).toBe(403);
    const html = await (await fetch(origin, { headers: { cookie } })).text();
    for (const ours of [key, 'profile-of-ours']) expect(html).not.toContain(ours);
    await expectUntouched();
  });

  test('the address is worthless once it was opened', async () => {
    const other = await chromium.window();
    for (const place of [run.address, origin]) expect((await other.goto(place))?.status()).toBe(403);
    await other.getByText('Go on in the window where this page was opened').waitFor();
    await picture(other, 'configure-stranger');
    expect(await other.content()).not.toContain('profile-of-ours');
    await expectUntouched();
  });

  test('what a file says is shown as text, and runs nothing', async () => {
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    const script = `"><img src=x onerror="document.title='pwned'"><script>document.title='pwned'</script>`;
    const values = {
      inferenceProvider: 'bedrock',
      inferenceBedrockProfile: script,
      inferenceModels: [{ name: 'eu.x', labelOverride: script }, 'a<img/src=x/onerror=alert(1)>'],
      [`${script}`]: 'x',
    };
    const buffer = Buffer.from(JSON.stringify(values));
    await page.locator('#open').setInputFiles({ name: '<img src=x>.json', mimeType: 'application/json', buffer });
    await page.locator('#from').getByText('Opened: <img src=x>.json').waitFor();
    expect(await field(page, 'inferenceBedrockProfile').inputValue()).toBe(script);
    expect([await page.title(), await page.locator('img, #lint script').count(), complaints]).toEqual([
      'Configure Claude on Amazon Bedrock',
      0,
      [],
    ]);
  });
});

describeWithChromium('secrets in the configuration window (needs Chromium)', () => {
  const chromium = onChromium();
  const desk = atConfigure(chromium);
  const SECRETS = {
    inferenceBedrockBearerToken: 'bedrock-api-key-typed-in-by-hand',
    proxyUrl: 'http://127.0.0.1:9/password-of-the-proxy',
    inferenceCustomHeaders: '{"X-Team-Key":"header-that-nobody-sees"}',
  };
  const texts = ['bedrock-api-key-typed', 'password-of-the-proxy', 'header-that-nobody-sees', 'mistyped secret'];

  test('typed in, they come back in no answer, no log and no argument; an export alone has them', async () => {
    const run = await desk.start(['setup.json']);
    const page = await chromium.window();
    page.setDefaultTimeout(15_000);
    const heard: Promise<string>[] = [];
    page.on('response', (response) => {
      if (!response.url().endsWith('/export')) heard.push(response.text().catch(() => ''));
    });
    await page.goto(run.address);
    await page.locator('#verdict:not(:empty)').waitFor();
    await choose(page, 'Bedrock API key');
    await fillIn(page, 'proxyUrl', 'mistyped secret');
    await page.locator('#field-proxyUrl-error').getByText('must be').waitFor();
    await fillIn(page, 'inferenceBedrockRegion', 'us-east-1');
    for (const [key, value] of Object.entries(SECRETS)) await fillIn(page, key, value);
    await addModel(page, MODEL);
    await button(page, 'Test connection').click();
    await page.locator('#result .banner:not(.calm)').waitFor();
    await button(page, 'Find models').click();
    const seen = argumentsOf(run.child.pid);
    await page.locator('#finding .banner:not(.calm), .offered li').first().waitFor();
    await button(page, 'Save').click();
    await page.locator('#save:disabled').waitFor();
    await page.reload();
    await page.locator('#field-proxyUrl-replace').waitFor();
    await picture(page, 'configure-secrets');
    const { content } = await exported(page, 'json');
    expect(JSON.parse(content.toString())).toMatchObject({
      inferenceBedrockBearerToken: SECRETS.inferenceBedrockBearerToken,
    });
    const stored = await page.evaluate('JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie])');
    const shown = await page.content();
    run.child.kill('SIGTERM');
    await run.ended;
    const files = Object.entries(desk.person.files()).filter(([name]) => name !== 'setup.json');
    const all = [...(await Promise.all(heard)), shown, String(stored), run.stderr(), seen, JSON.stringify(files)].join(
      '\n',
    );
    expect(all).toContain('"isSet":true');
    expect(JSON.stringify(files)).toContain('bedrock-client');
    for (const text of texts) expect(all).not.toContain(text);
  });
});

/** What `ps` shows of a program and of what it has started. */
function argumentsOf(pid: number | undefined): string {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  return [String(pid), ...children].map((one) => readFileSync(`/proc/${one}/cmdline`, 'utf8')).join('\n');
}
