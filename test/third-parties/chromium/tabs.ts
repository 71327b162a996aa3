import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { ARGS, type Chromium, executablePath } from './browser.ts';

/** Tabs as people have them: one is in sight, the others are hidden. Of those that Playwright starts, each is in sight. */
export interface Tabs extends Chromium {
  /** A tab that opens behind the one that is in sight. */
  behind(): Promise<Page>;
}

/** A Chromium with one window for all tests of the surrounding block. */
export function onTabs(): Tabs {
  let profile: string;
  let child: Bun.Subprocess;
  let browser: Browser;
  let context: BrowserContext;
  beforeAll(async () => {
    profile = mkdtempSync(join(tmpdir(), 'chromium-'));
    const own = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'];
    const started = Bun.spawn([executablePath, ...ARGS, ...own], { stdio: ['ignore', 'ignore', 'pipe'] });
    child = started;
    browser = await chromium.connectOverCDP(await debuggerIn(started.stderr), { noDefaults: true });
    [context] = browser.contexts() as [BrowserContext];
  });
  // Without its first tab the window would close.
  afterEach(() => Promise.all(context.pages().map((page, at) => at > 0 && page.close())));
  afterAll(async () => {
    await (await browser.newBrowserCDPSession()).send('Browser.close');
    await child.exited;
    rmSync(profile, { recursive: true, force: true });
  });
  return {
    window: () => context.newPage(),
    behind: async () => {
      const session = await browser.newBrowserCDPSession();
      const [page] = await Promise.all([
        context.waitForEvent('page'),
        session.send('Target.createTarget', { url: 'about:blank', background: true }),
      ]);
      await session.detach();
      return page;
    },
  };
}

/** The address at which a Chromium that starts can be led. */
async function debuggerIn(stderr: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let said = '';
  for await (const piece of stderr) {
    said += decoder.decode(piece, { stream: true });
    const [, address] = /^DevTools listening on (ws:\S+)$/m.exec(said) ?? [];
    if (address) return address;
  }
  throw new Error(`Chromium did not start: ${said}`);
}
