import type { Page } from 'playwright-core';
import { describeWithChromium, onChromium, picture } from './chromium/browser.ts';
import { allow, atDesk, button, heading, toAws } from './chromium/desk.ts';

const focused = (page: Page) =>
  page.evaluate('document.activeElement.dataset.deed ?? document.activeElement.id ?? document.activeElement.tagName');

describeWithChromium('a person and their browser (needs Chromium)', () => {
  const chromium = onChromium('--disable-features=PaintHolding');
  const desk = atDesk(chromium);

  async function askedToSignIn(window: object = {}, args: string[] = []) {
    const run = desk.doubleClick(args);
    const page = await desk.page(window);
    await heading(page, 'Sign in to AWS');
    return { run, page };
  }

  test('without a mouse: the main button has the focus, and Enter and Tab do the rest', async () => {
    const { run, page } = await askedToSignIn();
    expect(await focused(page)).toBe('sign-in');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('other-way');
    await page.keyboard.press('Enter');
    await page.locator('#code').getByText('-').waitFor();
    expect(await focused(page)).toBe('sign-in');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('#code-box').waitFor({ state: 'hidden' });
    await toAws(page).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await heading(page, 'Allow access?');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await button(page, 'Sign in').and(page.locator(':focus')).waitFor();
    await heading(page, 'The sign-in was denied');
    await page.keyboard.press('Space');
    await heading(page, 'Allow access?');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await heading(page, 'Claude is open');
    expect(await focused(page)).toBe('title');
    expect((await run.ended).exitCode).toBe(0);
  });

  test('without eyes: each state is announced by one region that is polite and stays', async () => {
    const { page } = await askedToSignIn();
    const region = page.getByRole('status').filter({ has: page.locator('#title') });
    expect(await region.getAttribute('aria-live')).toBe('polite');
    expect(await region.textContent()).toMatch(/Sign in to AWS\s+Claude needs you to sign in/);
    await page.evaluate('document.getElementById("title").parentElement.itself = true');
    await button(page, 'Sign in with a code instead').click();
    await region.getByText('check that it shows this code').waitFor();
    expect(await page.evaluate('document.querySelector("[role=status]").itself')).toBe(true);
    expect(await page.locator('#code').getAttribute('aria-labelledby')).toBe('code-label');
    expect(await page.title()).toBe('Sign in to AWS');
  });

  test('the way back from AWS, a reload and a second way back lead to a page that works', async () => {
    const { run, page } = await askedToSignIn();
    for (const round of [1, 2]) {
      await toAws(page).click();
      await heading(page, 'Allow access?');
      await page.goBack();
      await heading(page, 'Sign in to AWS');
      if (round === 1) await page.reload();
      await toAws(page).waitFor();
    }
    await button(page, 'Sign in with a code instead').click();
    await page.locator('#code').getByText('-').waitFor();
    await button(page, 'Sign in without a code instead').click();
    await page.locator('#code-box').waitFor({ state: 'hidden' });
    await allow(page);
    await heading(page, 'Claude is open');
    expect((await run.ended).exitCode).toBe(0);
  });

  test('the way back from AWS, and then the page is closed: that is noticed', async () => {
    const { run, page } = await askedToSignIn();
    await toAws(page).click();
    await heading(page, 'Allow access?');
    await page.goBack();
    await toAws(page).waitFor();
    await page.close();
    expect(await run.ended).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('page was closed') });
  });

  test('after a closed page the next double-click starts clean', async () => {
    const { run, page } = await askedToSignIn();
    await page.close();
    expect((await run.ended).exitCode).toBe(5);
    const next = desk.doubleClick();
    await desk.addresses(2);
    const fresh = await desk.page();
    await allow(fresh);
    await heading(fresh, 'Claude is open');
    expect((await next.ended).exitCode).toBe(0);
  });

  test('where a company forbids cookies and storage, all works but a reload', async () => {
    const run = desk.doubleClick();
    const page = await chromium.window();
    await page.addInitScript(
      `Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('no') } })`,
    );
    await page.goto((await desk.addresses(1))[0] ?? '');
    await heading(page, 'Sign in to AWS');
    await page.context().clearCookies();
    await allow(page, 'Deny');
    await heading(page, 'The sign-in was denied');
    await page.context().clearCookies();
    await button(page, 'Sign in').click();
    await page.getByRole('button', { name: 'Allow' }).click();
    await heading(page, 'Claude is open');
    expect((await run.ended).exitCode).toBe(0);
  });

  test('a tab that the browser restores, or that is opened twice, sends the person to the first one', async () => {
    const { run, page } = await askedToSignIn();
    const [address = ''] = desk.person.opened();
    const second = await page.context().newPage();
    for (const place of [address, new URL('/', address).href]) {
      await second.goto(place);
      await heading(second, 'Go on in the first window');
      await picture(second, 'another-tab');
    }
    await allow(page);
    await heading(page, 'Claude is open');
    expect((await run.ended).exitCode).toBe(0);
  });

  test('another browser: the address that the page shows leads there and back', async () => {
    const { run, page } = await askedToSignIn();
    await page.getByText('Use another browser').click();
    const other = await chromium.window();
    await other.goto((await page.locator('#address').textContent()) ?? '');
    await button(other, 'Allow').click();
    await Promise.all([page, other].map((window) => heading(window, 'Claude is open')));
    expect((await run.ended).exitCode).toBe(0);
  });

  test('a launcher that dies is told by the page as the end', async () => {
    const { run, page } = await askedToSignIn();
    run.child.kill('SIGKILL');
    await heading(page, 'This sign-in has ended');
    await picture(page, 'launcher-died');
  });

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    '%s while a fault is shown ends the launcher at once',
    async (signal) => {
      const { run, page } = await askedToSignIn();
      await allow(page, 'Deny');
      await heading(page, 'The sign-in was denied');
      run.child.kill(signal);
      expect((await run.ended).exitCode).toBe(5);
      await page.getByText('Double-click the Bedrock Launcher icon to start again').waitFor();
    },
  );

  test('whoever walks away at AWS is not waited for: the sign-in ends in time', async () => {
    desk.settings({ signInTimeoutSec: 10 });
    const { run, page } = await askedToSignIn();
    await toAws(page).click();
    await heading(page, 'Allow access?');
    expect((await run.ended).exitCode).toBe(5);
    expect(desk.person.opened()).toHaveLength(1);
  });

  describe('twenty double-clicks at once', () => {
    const twenty = () => Array.from({ length: 20 }, () => desk.doubleClick());

    test('with broken settings open one page', async () => {
      desk.settings({ awsProfile: 'gone' });
      const runs = twenty();
      const page = await desk.page();
      await heading(page, 'A setting is wrong');
      const first = await Promise.race(runs.map(({ ended }) => ended));
      expect(first.exitCode).toBe(3);
      await page.close();
      const codes = (await Promise.all(runs.map(({ ended }) => ended))).map(({ exitCode }) => exitCode);
      expect(codes).toEqual(codes.map(() => 3));
      expect(desk.person.opened()).toHaveLength(1);
    });

    test('that need a sign-in open one page for one; a page that was lost is opened again by the next one', async () => {
      const runs = twenty();
      const lost = await desk.page();
      const address = await toAws(lost).getAttribute('href');
      await toAws(lost).click();
      await heading(lost, 'Allow access?');
      // Longer than a person is taken to be merely impatient.
      await Bun.sleep(11_500);
      await lost.goBack();
      await toAws(lost).waitFor();
      // Whoever has the page before them has lost nothing, however they go on.
      runs.push(desk.doubleClick());
      await Bun.sleep(1_500);
      await toAws(lost).click();
      await heading(lost, 'Allow access?');
      await Bun.sleep(2_500);
      expect(desk.person.opened()).toHaveLength(1);
      await lost.close();
      runs.push(desk.doubleClick());
      await desk.addresses(2);
      const page = await desk.page();
      expect(await toAws(page).getAttribute('href')).toBe(address);
      await allow(page);
      await heading(page, 'Claude is open');
      const codes = (await Promise.all(runs.map(({ ended }) => ended))).map(({ exitCode }) => exitCode);
      expect(codes).toEqual(codes.map(() => 0));
      expect([desk.person.opened().length, desk.fake.count('CreateToken')]).toEqual([2, 1]);
    });
  });
});
