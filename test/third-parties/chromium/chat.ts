import type { Page } from 'playwright-core';
import type { FakeAwsOptions } from '../../fake-aws/options.ts';
import { type FakeAws, startFakeAws } from '../../fake-aws/server.ts';
import { MODEL, newPerson, type Person, signedIn, workSettings } from '../../person.ts';
import type { Chromium } from './browser.ts';
import { type PageRun, startPage } from './page-run.ts';

export const HAIKU = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';

/** A person who is signed in, with the client's page before them. */
export interface ChatDesk {
  fake: FakeAws;
  person: Person;
  settings(more: object): void;
  start(args?: string[]): Promise<PageRun>;
  /** Starts one, and opens its page in a window of the browser. */
  page(options?: Parameters<Chromium['window']>[0]): Promise<{ run: PageRun; page: Page }>;
}

export function atChat(chromium: Pick<Chromium, 'window'>, options: Partial<FakeAwsOptions> = {}): ChatDesk {
  const desk = {} as ChatDesk;
  let runs: PageRun[] = [];
  beforeEach(async () => {
    const fake = await startFakeAws({ decision: 'approve', wordDelayMs: 0, ...options });
    const person = newPerson(fake);
    const models = [{ name: MODEL, labelOverride: 'Sonnet of ours' }, HAIKU];
    const settings = (more: object) =>
      void person.write('settings.json', { ...workSettings(), inferenceModels: models, ...more });
    settings({});
    await signedIn(person, fake);
    const start = async (args: string[] = []) => {
      const run = await startPage('bedrock-client', ['page', '--no-open', ...args], { env: person.env });
      runs.push(run);
      return run;
    };
    Object.assign(desk, {
      ...{ fake, person, settings, start },
      page: async (window: object = {}) => {
        const run = await start();
        const page = await chromium.window(window);
        page.setDefaultTimeout(15_000);
        await page.goto(run.address);
        await ready(page);
        return { run, page };
      },
    });
  });
  afterEach(async () => {
    for (const { child } of runs) child.kill('SIGKILL');
    await Promise.all(runs.map(({ ended }) => ended));
    runs = [];
    desk.person.leave();
    await desk.fake.stop();
  });
  return desk;
}

/** Until a model can be asked. */
export async function ready(page: Page): Promise<void> {
  await page.locator('#send:enabled').waitFor();
}

export async function send(page: Page, text: string): Promise<void> {
  await page.getByLabel('Your message').fill(text);
  await page.keyboard.press('Enter');
}

/** Waits until so many answers have come out. */
export async function answers(page: Page, count: number): Promise<string[]> {
  await page
    .locator('.deeds')
    .nth(count - 1)
    .waitFor();
  return page.locator('.answer .body').allInnerTexts();
}

/** Sends it, and waits for what comes. */
export async function converse(page: Page, text: string): Promise<string> {
  const before = await page.locator('.deeds').count();
  await send(page, text);
  return (await answers(page, before + 1)).at(-1) ?? '';
}
