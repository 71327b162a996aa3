import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { FakeAwsOptions } from '../../fake-aws/options.ts';
import { type FakeAws, startFakeAws } from '../../fake-aws/server.ts';
import { newPerson, type Person, programFile, signedIn } from '../../person.ts';
import type { Chromium } from './browser.ts';

/** A `bedrock-admin configure` that runs. */
export interface ConfigureRun {
  child: ChildProcess;
  address: string;
  stderr(): string;
  ended: Promise<number | null>;
}

/** An administrator who is signed in to AWS, before an empty desk. */
export interface ConfigureDesk {
  fake: FakeAws;
  person: Person;
  start(args?: string[]): Promise<ConfigureRun>;
  /** Starts one, and opens its page in a window of the browser. */
  page(args?: string[], options?: Parameters<Chromium['window']>[0]): Promise<{ run: ConfigureRun; page: Page }>;
}

export function atConfigure(chromium: Pick<Chromium, 'window'>, options: Partial<FakeAwsOptions> = {}): ConfigureDesk {
  const desk = {} as ConfigureDesk;
  let runs: ConfigureRun[] = [];
  beforeEach(async () => {
    const fake = await startFakeAws({ decision: 'approve', wordDelayMs: 0, ...options });
    const person = newPerson(fake, null);
    await signedIn(person, fake);
    const start = async (args: string[] = []) => {
      const run = await started(person, args);
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

async function started({ env, home }: Person, args: string[]): Promise<ConfigureRun> {
  const child = spawn(programFile('bedrock-admin'), ['configure', '--no-open', ...args], {
    env: { ...env, TMPDIR: home },
    cwd: home,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    const address = /address: (\S+)\n/.exec(said)?.[1];
    if (address) resolve(address);
  });
  const ended = new Promise<number | null>((end) => child.on('exit', end));
  void ended.then((code) => reject(new Error(`ended with ${code}: ${said}`)));
  return { child, address: await promise, stderr: () => said, ended };
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
