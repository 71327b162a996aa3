import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { FakeAwsOptions } from '../../fake-aws/options.ts';
import { type FakeAws, startFakeAws } from '../../fake-aws/server.ts';
import { newPerson, type Outcome, type Person, programFile, workSettings } from '../../person.ts';
import { type Chromium, root } from './browser.ts';

/** A double-click that is under way. */
export interface Run {
  child: ChildProcess;
  ended: Promise<Outcome>;
}

/** A person before a desktop with a launcher, a browser and a client that notes that it was opened. */
export interface Desk {
  fake: FakeAws;
  person: Person;
  settings(more: object): void;
  doubleClick(args?: string[]): Run;
  /** The newest page that a launcher had opened, in a window of the browser. */
  page(options?: Parameters<Chromium['window']>[0]): Promise<Page>;
  /** Waits until so many pages were asked for, and gives their addresses. */
  addresses(count: number): Promise<string[]>;
  clientOpened(): boolean;
}

export function atDesk(chromium: Chromium, options: Partial<FakeAwsOptions> = {}): Desk {
  const desk = {} as Desk;
  let runs: Run[] = [];
  beforeEach(async () => {
    const fake = await startFakeAws({ decision: 'ask', ...options });
    const person = newPerson(fake);
    person.env['BROWSER'] = join(root, 'test', 'fixtures', 'noting-browser.sh');
    const client = person.write('claude', `#!/bin/sh\n: >'${join(person.home, 'client-opened')}'\n`);
    chmodSync(client, 0o755);
    const settings = (more: object) => void person.write('settings.json', { ...workSettings(), client, ...more });
    settings({});
    const addresses = async (count: number) => {
      while (person.opened().length < count) await Bun.sleep(20);
      return person.opened();
    };
    Object.assign(desk, {
      ...{ fake, person, settings, addresses },
      doubleClick: (args: string[] = []) => {
        const run = started(person, args);
        runs.push(run);
        return run;
      },
      page: async (window: object = {}) => {
        const page = await chromium.window(window);
        await page.goto((await addresses(1)).at(-1) ?? '');
        return page;
      },
      clientOpened: () => person.exists('client-opened'),
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

/** No terminal, as with a double-click. */
function started({ env }: Person, args: string[]): Run {
  const child = spawn(programFile('bedrock-launcher'), args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => new Response(stream as never).text());
  const ended = new Promise<number | undefined>((resolve) => child.on('exit', (code) => resolve(code ?? undefined)));
  return {
    child,
    ended: Promise.all([ended, stdout, stderr]).then(([exitCode, out = '', error = '']) => ({
      exitCode,
      stdout: out,
      stderr: error,
    })),
  };
}

export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
export const toAws = (page: Page) => page.getByRole('link', { name: 'Sign in', exact: true });

/** Signs in at AWS, in the same window. */
export async function allow(page: Page, decision: 'Allow' | 'Deny' = 'Allow'): Promise<void> {
  await toAws(page).click();
  await page.getByRole('button', { name: decision, exact: true }).click();
}
