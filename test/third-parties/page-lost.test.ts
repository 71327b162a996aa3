import type { Page } from 'playwright-core';
import { describeWithChromium } from './chromium/browser.ts';
import { allow, atDesk, button, heading, type Run, toAws } from './chromium/desk.ts';
import { onTabs } from './chromium/tabs.ts';
import { hearsDoubleClicks } from './chromium/walk.ts';

const KNOCK = '.local/state/bedrock-launcher/sign-in/knock';

describeWithChromium('a double-click while the page of another launcher is open (needs Chromium)', () => {
  const tabs = onTabs();
  const desk = atDesk(tabs);

  async function asked(title = 'Sign in to AWS') {
    const run = desk.doubleClick();
    const page = await desk.page();
    await heading(page, title);
    return { run, page };
  }

  /** Another tab comes before it, and the launcher hears of that. */
  async function buried(page: Page): Promise<void> {
    const told = page.waitForResponse(/\/do\/hidden$/);
    await tabs.window();
    await told;
  }

  /** Until the launcher that has the page could know of it. */
  async function knocked(): Promise<Run> {
    const before = desk.person.exists(KNOCK) ? Bun.file(`${desk.person.home}/${KNOCK}`).lastModified : 0;
    const run = desk.doubleClick();
    const now = () => (desk.person.exists(KNOCK) ? Bun.file(`${desk.person.home}/${KNOCK}`).lastModified : 0);
    while (now() === before) await Bun.sleep(20);
    return run;
  }

  /** The page that was opened as the one of that number, for the same sign-in. */
  async function again(count: number, address: string | null): Promise<Page> {
    await desk.addresses(count);
    const page = await desk.page();
    await heading(page, 'Sign in to AWS');
    expect(await toAws(page).getAttribute('href')).toBe(address);
    return page;
  }

  /** The person signs in, once, and everybody sees it. */
  async function signedInOnce(page: Page, runs: Run[], pages: number): Promise<void> {
    await allow(page);
    await heading(page, 'Claude is open');
    expect(await Promise.all(runs.map(async ({ ended }) => (await ended).exitCode))).toEqual(runs.map(() => 0));
    expect(desk.person.opened()).toHaveLength(pages);
    expect([desk.fake.count('RegisterClient'), desk.fake.count('CreateToken', { status: 200 })]).toEqual([1, 1]);
  }

  test('in sight: no second one opens', async () => {
    const { run, page } = await asked();
    const runs = [run, await knocked()];
    await Bun.sleep(1_000);
    await signedInOnce(page, runs, 1);
  });

  test('under another tab: it opens again, for the same sign-in, and both follow', async () => {
    const { run, page } = await asked();
    const address = await toAws(page).getAttribute('href');
    await buried(page);
    const runs = [run, desk.doubleClick()];
    const fresh = await again(2, address);
    await signedInOnce(fresh, runs, 2);
    await heading(page, 'Claude is open');
  });

  test('under another tab after a double-click while it was in sight, and then in sight again', async () => {
    const { run, page } = await asked();
    const runs = [run, await knocked()];
    await buried(page);
    await Bun.sleep(1_000);
    expect(desk.person.opened()).toHaveLength(1);
    const told = page.waitForResponse(/\/do\/seen$/);
    await page.bringToFront();
    await told;
    runs.push(await knocked());
    await Bun.sleep(1_000);
    await signedInOnce(page, runs, 1);
  });

  test('opened behind another tab: it opens again', async () => {
    const run = desk.doubleClick();
    const page = await tabs.behind();
    await page.goto((await desk.addresses(1))[0] ?? '');
    await heading(page, 'Sign in to AWS');
    // Longer than a person is taken to be merely impatient.
    await Bun.sleep(10_500);
    const runs = [run, desk.doubleClick()];
    const fresh = await again(2, await toAws(page).getAttribute('href'));
    await signedInOnce(fresh, runs, 2);
  });

  test('closed a moment ago: it opens again, for the same sign-in', async () => {
    const { run, page } = await asked();
    const address = await toAws(page).getAttribute('href');
    await page.close();
    const runs = [run, desk.doubleClick()];
    const fresh = await again(2, address);
    await signedInOnce(fresh, runs, 2);
  });

  test('under another tab, and opened again by a browser that fails: the next one opens it', async () => {
    const { run, page } = await asked();
    const address = await toAws(page).getAttribute('href');
    await buried(page);
    const runs = [run, desk.doubleClick()];
    await desk.addresses(2);
    // Longer than a person is taken to be merely impatient.
    await Bun.sleep(10_500);
    runs.push(desk.doubleClick());
    const fresh = await again(3, address);
    await signedInOnce(fresh, runs, 3);
  });

  describe('on which a fault is shown', () => {
    async function toldOfFault() {
      desk.settings({ awsProfile: 'gone' });
      const shown = await asked('A setting is wrong');
      await hearsDoubleClicks();
      return shown;
    }

    test('in sight: it is tried again there', async () => {
      const { run, page } = await toldOfFault();
      desk.settings({ awsProfile: 'gone-too' });
      expect((await desk.doubleClick().ended).exitCode).toBe(3);
      await page.locator('#what').getByText('"gone-too"').waitFor();
      desk.settings({});
      await button(page, 'Try again').click();
      await heading(page, 'Sign in to AWS');
      await signedInOnce(page, [run], 1);
    });

    test('under another tab: it opens again, and is tried again', async () => {
      const { run, page } = await toldOfFault();
      await buried(page);
      const second = desk.doubleClick();
      await desk.addresses(2);
      const fresh = await desk.page();
      await heading(fresh, 'A setting is wrong');
      expect((await second.ended).exitCode).toBe(3);
      desk.settings({});
      await button(fresh, 'Try again').click();
      await heading(fresh, 'Sign in to AWS');
      await signedInOnce(fresh, [run], 2);
    });

    test('closed a moment ago: a browser that takes its time finds it all the same', async () => {
      const { run, page } = await toldOfFault();
      await page.close();
      const second = desk.doubleClick();
      await desk.addresses(2);
      expect((await second.ended).exitCode).toBe(3);
      await Bun.sleep(4_500);
      const fresh = await desk.page();
      await heading(fresh, 'A setting is wrong');
      desk.settings({});
      await button(fresh, 'Try again').click();
      await heading(fresh, 'Sign in to AWS');
      await signedInOnce(fresh, [run], 2);
    });
  });
});
