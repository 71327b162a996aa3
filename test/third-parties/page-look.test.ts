import type { Page } from 'playwright-core';
import { type StateName, states } from '../../launcher/states.ts';
import { catalogue, type Language } from '../../launcher/texts/catalogue.ts';
import { barriers, describeWithChromium, onChromium, picture } from './chromium/browser.ts';
import { ADDRESS, onShownPage } from './chromium/shown.ts';

const names = Object.keys(states) as StateName[];
const languages = Object.keys(catalogue) as Language[];
const LOCALES: Record<Language, string> = { en: 'en-US', de: 'de-CH', es: 'es-419', fr: 'fr-CA', ja: 'ja-JP' };
const code = { address: ADDRESS, userCode: 'WDJB-MJHT', expiresAt: Date.now() + 600_000 };

describeWithChromium('how the page looks (needs Chromium)', () => {
  const chromium = onChromium();
  const on = onShownPage();

  async function visited(options: Parameters<typeof chromium.window>[0]): Promise<Page> {
    const page = await chromium.window(options);
    await page.goto(on.page.address());
    return page;
  }

  async function shows(page: Page, name: StateName, language: Language = 'en'): Promise<void> {
    const { title, text } = catalogue[language].states[name];
    await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
    await page.getByText(text, { exact: true }).waitFor();
  }

  /** Whether anything is wider than the window, so that a person would have to scroll sideways. */
  const overflow = (page: Page) =>
    page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

  describe.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['phone', { viewport: { width: 390, height: 844 } }],
    ['large-text', { viewport: { width: 320, height: 568 }, colorScheme: 'dark' }],
  ] as const)('%s', (look, options) => {
    test('in every state nobody meets a barrier, and nothing is cut off', async () => {
      const page = await visited(options);
      const found: Record<string, string[]> = {};
      for (const name of names) {
        on.show(name);
        await shows(page, name);
        if (states[name].buttons.includes('copy-report')) await page.locator('#report').waitFor();
        if (states[name].tone === 'bad' && states[name].buttons.length > 0)
          await page.locator('[data-deed]').first().waitFor();
        await picture(page, `${name}-${look}`);
        found[name] = [...(await barriers(page)), ...((await overflow(page)) === 0 ? [] : ['too wide'])];
      }
      expect(found).toEqual(Object.fromEntries(names.map((name) => [name, []])));
    });

    test('nor with a code to compare, a report to read, an address to copy', async () => {
      const page = await visited(options);
      on.show('sign-in-needed', { invitation: code });
      await page.getByText('WDJB-MJHT').waitFor();
      await page.getByText('Use another browser').click();
      await picture(page, `code-${look}`);
      expect([await barriers(page), await overflow(page)]).toEqual([[], 0]);
      on.show('invalid-configuration');
      await page.getByText('Report for your help desk', { exact: true }).click();
      await picture(page, `report-${look}`);
      expect([await barriers(page), await overflow(page)]).toEqual([[], 0]);
    });
  });

  test.each(languages)('in %s, every state is said in it and fits on a phone', async (language) => {
    const page = await visited({ locale: LOCALES[language], viewport: { width: 390, height: 844 } });
    for (const name of names) {
      on.show(name);
      await shows(page, name, language);
      expect([name, await overflow(page)]).toEqual([name, 0]);
    }
    on.show('sign-in-needed', { invitation: code });
    await page.getByRole('button', { name: catalogue[language].byBrowser }).waitFor();
    await picture(page, `code-${language}`);
    expect(await page.evaluate('document.documentElement.lang')).toBe(language);
    expect(await barriers(page)).toEqual([]);
    on.show('offline');
    await page.locator('#report').waitFor();
    await picture(page, `offline-${language}`);
  });

  test('nothing on the page breaks its own content policy', async () => {
    const page = await chromium.window();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(on.page.address());
    for (const name of names) {
      on.show(name);
      await shows(page, name);
    }
    await page.reload();
    await shows(page, 'broken');
    expect(complaints).toEqual([]);
  });

  test('without scripts there is a link to AWS', async () => {
    on.show('sign-in-needed');
    const page = await visited({ javaScriptEnabled: false });
    expect(await page.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe(ADDRESS);
    await picture(page, 'without-scripts');
  });
});
