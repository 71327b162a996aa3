import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

export const root = dirname(dirname(dirname(import.meta.dirname)));
export const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const pictures = join(root, 'build', 'pictures');

export const describeWithChromium = existsSync(executablePath) ? describe : describe.skip;

export const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
];

/** A Chromium for all tests of the surrounding block. */
export interface Chromium {
  /** A window of a person's own, without anybody else's cookies. */
  window(options?: BrowserContextOptions): Promise<Page>;
}

export function onChromium(...args: string[]): Chromium {
  let browser: Browser;
  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    browser = await chromium.launch({ executablePath, args: [...ARGS, ...args] });
  });
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
  afterAll(() => browser.close());
  return {
    window: async (options = {}) =>
      (await browser.newContext({ viewport: { width: 900, height: 760 }, ...options })).newPage(),
  };
}

/** Into build/pictures/, the whole length of the page. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true, animations: 'disabled' });
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What a person with a screen reader, or with weak eyes, would stumble over. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const run = `axe.run({ runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] })`;
  const { violations } = (await page.evaluate(run)) as AxeResults;
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

/** Every heading that the page shows from now on. */
export async function headings(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(`addEventListener('DOMContentLoaded', () => {
    const title = document.getElementById('title');
    const said = (records) => records.flatMap(({ addedNodes }) => [...addedNodes].map((node) => node.textContent + '\\n'));
    const note = (records) => { sessionStorage.titles = (sessionStorage.titles ?? '') + said(records).join(''); };
    if (title) new MutationObserver(note).observe(title, { childList: true, characterData: true, subtree: true });
  })`);
  return async () =>
    String(await page.evaluate('sessionStorage.titles ?? ""'))
      .trim()
      .split('\n');
}
