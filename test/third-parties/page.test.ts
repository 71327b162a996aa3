import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type FakeAws, startFakeAws } from '../fake-aws/server.ts';
import { newPerson, type Outcome, type Person } from '../person.ts';

const root = dirname(dirname(import.meta.dirname));
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const pictures = join(root, 'build', 'pictures');
const describeWithChromium = existsSync(executablePath) ? describe : describe.skip;

describeWithChromium('the sign-in page in Chromium (needs Chromium)', () => {
  let browser: Browser;
  let fake: FakeAws;
  let person: Person;

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
    });
  });

  afterAll(async () => {
    await browser.close();
  });

  beforeEach(async () => {
    fake = await startFakeAws({ decision: 'ask' });
    person = newPerson(fake);
    person.env['BROWSER'] = join(root, 'test', 'fixtures', 'noting-browser.sh');
  });

  afterEach(async () => {
    person.leave();
    await fake.stop();
  });

  /** Starts the launcher and gives the page that it wants to be opened, in a browser of its own. */
  async function launchAndVisit(settings: object = {}, scheme: 'light' | 'dark' = 'light', args = ['--no-open']) {
    person.write('settings.json', { ...JSON.parse(person.read('settings.json')), ...settings });
    const launching: Promise<Outcome> = person.run('bedrock-launcher', args);
    while (person.opened().length === 0) await Bun.sleep(20);
    const [address = ''] = person.opened();
    const context = await browser.newContext({ colorScheme: scheme, viewport: { width: 900, height: 640 } });
    const page = await context.newPage();
    await page.goto(address);
    return { launching, page, address };
  }

  async function picture(page: Page, name: string): Promise<void> {
    await page.screenshot({ path: join(pictures, `${name}.png`) });
  }

  test('authorization code: straight to AWS, Allow, and back to "You are signed in"', async () => {
    const { launching, page } = await launchAndVisit();
    expect(page.url()).toContain(`${fake.url}/authorize`);
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
    expect(page.url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    await picture(page, 'signed-in');
    expect((await launching).exitCode).toBe(0);
  });

  test('authorization code, denied: the page says what happened and what to do next', async () => {
    const { launching, page } = await launchAndVisit({}, 'dark');
    await page.getByRole('button', { name: 'Deny' }).click();
    await page.getByText('The sign-in was denied in the browser').waitFor();
    await picture(page, 'denied-dark');
    expect((await launching).exitCode).toBe(5);
  });

  test.each(['light', 'dark'] as const)(
    'device code: the code of the page is the code of the terminal (%s)',
    async (scheme) => {
      const { launching, page } = await launchAndVisit({ signInFlow: 'device-code' }, scheme);
      await page.getByRole('heading', { name: 'Sign in to AWS' }).waitFor();
      const code = await page.locator('#code').textContent();
      await picture(page, `device-code-${scheme}`);
      const [aws] = await Promise.all([page.context().waitForEvent('page'), page.getByRole('link').click()]);
      await aws.getByRole('button', { name: 'Allow' }).click();
      await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
      const { exitCode, stderr } = await launching;
      expect(exitCode).toBe(0);
      expect(stderr).toContain(`code: ${code}`);
    },
  );

  test('the address of the page is worthless once it was opened: another browser gets nothing', async () => {
    const { launching, page, address } = await launchAndVisit({ signInFlow: 'device-code' });
    await page.locator('#code').waitFor();
    const stranger = await (await browser.newContext()).newPage();
    expect((await stranger.goto(address))?.status()).toBe(403);
    expect((await stranger.goto(new URL('/', address).href))?.status()).toBe(403);
    const [aws] = await Promise.all([page.context().waitForEvent('page'), page.getByRole('link').click()]);
    await aws.getByRole('button', { name: 'Deny' }).click();
    expect((await launching).exitCode).toBe(5);
  });

  test('a double-click with broken settings shows why on a page', async () => {
    const { launching, page } = await launchAndVisit({ awsProfile: 'gone' }, 'light', []);
    await page.locator('#text', { hasText: 'No profile "gone" in' }).waitFor();
    await page.getByText('Next step: Correct the name').waitFor();
    await page.getByRole('button', { name: 'Copy report' }).waitFor();
    await picture(page, 'broken-settings');
    expect((await launching).exitCode).toBe(3);
  });

  test.each(['light', 'dark'] as const)(
    "the doctor's report is on that page, to be read and copied (%s)",
    async (scheme) => {
      const { launching, page } = await launchAndVisit({ awsProfile: 'gone' }, scheme, []);
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.getByRole('button', { name: 'Copy report' }).click();
      await page.getByText('Copied.').waitFor();
      const copied = await page.evaluate('navigator.clipboard.readText()');
      expect(copied).toMatch(/^FAILED: no profile "gone" in [\s\S]*?\n {2}do this: correct the name/);
      await page.getByText('Report for your help desk', { exact: true }).click();
      await page.getByText('not checked, because this failed').waitFor();
      await picture(page, `report-${scheme}`);
      expect((await launching).exitCode).toBe(3);
    },
  );

  test('a double-click whose sign-in is denied shows one page, not two', async () => {
    const { launching, page } = await launchAndVisit({}, 'light', []);
    await page.getByRole('button', { name: 'Deny' }).click();
    await page.getByText('The sign-in was denied in the browser').waitFor();
    expect((await launching).exitCode).toBe(5);
    expect(person.opened()).toHaveLength(1);
  });

  test('nothing on the page breaks its own content policy', async () => {
    const { launching, page } = await launchAndVisit({ signInFlow: 'device-code' });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.reload();
    await page.locator('#code').waitFor();
    expect(complaints).toEqual([]);
    const [aws] = await Promise.all([page.context().waitForEvent('page'), page.getByRole('link').click()]);
    await aws.getByRole('button', { name: 'Allow' }).click();
    expect((await launching).exitCode).toBe(0);
  });
});
