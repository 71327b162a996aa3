import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { FakeAwsOptions } from '../../fake-aws/options.ts';
import { type FakeAws, startFakeAws } from '../../fake-aws/server.ts';
import { newPerson, type Person, signedIn } from '../../person.ts';
import type { Chromium } from './browser.ts';
import { type PageRun, startPage } from './page-run.ts';

/** An administrator who is signed in to AWS, before an empty desk. */
export interface ConfigureDesk {
  fake: FakeAws;
  person: Person;
  start(args?: string[]): Promise<PageRun>;
  /** Starts one, and opens its page in a window of the browser. */
  page(args?: string[], options?: Parameters<Chromium['window']>[0]): Promise<{ run: PageRun; page: Page }>;
}

export function atConfigure(chromium: Pick<Chromium, 'window'>, options: Partial<FakeAwsOptions> = {}): ConfigureDesk {
  const desk = {} as ConfigureDesk;
  let runs: PageRun[] = [];
  beforeEach(async () => {
    const fake = await startFakeAws({ decision: 'approve', wordDelayMs: 0, ...options });
    const person = newPerson(fake, null);
    await signedIn(person, fake);
    const start = async (args: string[] = []) => {
      const run = await startPage('bedrock-admin', ['configure', '--no-open', ...args], {
        env: { ...person.env, TMPDIR: person.home },
        cwd: person.home,
      });
      runs.push(run);
      return run;
    };
    Object.assign(desk, {
      ...{ fake, person, start },
      page: async (args: string[] = [], window: object = {}) => {
        const run = await start(args);
        const page = await chromium.window({ viewport: { width: 1280, height: 900 }, ...window });
        page.setDefaultTimeout(15_000);
        await page.goto(run.address);
        await page.locator('#verdict:not(:empty)').waitFor();
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

/** The field of a key. */
export const field = (page: Page, key: string) => page.locator(`[id="field-${key}"]`);

export async function choose(page: Page, title: string): Promise<void> {
  await page.getByRole('radio', { name: title }).check();
  await page.locator('.started').waitFor();
}

/** Fills in a key, and waits until the program knows it. */
export async function fillIn(page: Page, key: string, value: string): Promise<void> {
  const input = field(page, key);
  const told = page.waitForResponse((answer) => answer.url().endsWith('/edit') && answer.ok());
  if (await page.locator(`select[id="field-${key}"]`).count()) await input.selectOption(value);
  else {
    await input.fill(value);
    await input.blur();
  }
  await told;
}

export async function addModel(page: Page, id: string): Promise<void> {
  await page.getByLabel('Model ID, inference profile or ARN').fill(id);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.locator('.models code').getByText(id, { exact: true }).first().waitFor();
}

/** What the browser puts into the folder of downloads. */
export async function exported(page: Page, format: string): Promise<{ name: string; content: Buffer }> {
  await page.locator('#format').selectOption(format);
  const coming = page.waitForEvent('download');
  await page.locator('#go').click();
  const download = await coming;
  return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
}
