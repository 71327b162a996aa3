import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { StateName } from '../../../launcher/states.ts';
import { startFakeAws } from '../../fake-aws/server.ts';
import { ROLE, signedIn } from '../../person.ts';
import { headings } from './browser.ts';
import { allow, button, type Desk, heading, toAws } from './desk.ts';
import { rareWalks } from './rare-walks.ts';
import { again, clientOpens, failsAgain, granted, hearsDoubleClicks, offline, type Walk, walkFrom } from './walk.ts';

/** After a sign-in that was stopped, the same button leads right to AWS again. */
async function signInAgain(desk: Desk, page: Page): Promise<void> {
  await button(page, 'Sign in').click();
  await page.getByRole('button', { name: 'Allow', exact: true }).click();
  await clientOpens(page);
  await desk.addresses(1);
}

async function signedInAndOpened(_: Desk, page: Page): Promise<void> {
  await allow(page);
  await clientOpens(page);
}

export const walks: Record<StateName, Walk> = {
  ...rareWalks,
  checking: {
    into: async (desk) => {
      const { run, page } = await walkFrom(offline, "AWS can't be reached")(desk);
      desk.fake.faults.clear();
      desk.fake.faults.set('GetCallerIdentity', { delayMs: 1_500 });
      await again(page);
      await page.getByText('Checking whether you are signed in').waitFor();
      return { run, page };
    },
    on: (_desk, page) => clientOpens(page),
    exitCode: 0,
  },
  preparing: {
    into: async (desk) => {
      const { run, page } = await walkFrom(() => {}, 'Sign in to AWS')(desk);
      desk.fake.faults.set('StartDeviceAuthorization', { delayMs: 1_500 });
      await button(page, 'Sign in with a code instead').click();
      await page.getByText('The sign-in to AWS is being prepared').waitFor();
      return { run, page };
    },
    on: async (_desk, page) => {
      await page
        .locator('#code')
        .getByText(/^[A-Z]{4}-[A-Z]{4}$/)
        .waitFor();
      await page.close();
    },
    exitCode: 5,
  },
  'sign-in-needed': {
    into: walkFrom(() => {}, 'Sign in to AWS'),
    on: async (desk, page, { ended }) => {
      await button(page, 'Sign in with a code instead').click();
      const code = await page.locator('#code').filter({ hasText: '-' }).textContent();
      await button(page, 'Sign in without a code instead').click();
      await button(page, 'Sign in with a code instead').click();
      const other = await page.locator('#code').filter({ hasText: '-' }).textContent();
      expect(other).not.toBe(code);
      const [aws] = await Promise.all([page.context().waitForEvent('page'), toAws(page).click()]);
      await aws.getByRole('button', { name: 'Allow' }).click();
      await clientOpens(page);
      expect((await ended).stderr).toContain(`code: ${other}\n`);
      expect(desk.person.opened()).toHaveLength(1);
    },
    exitCode: 0,
  },
  'signing-in-elsewhere': {
    into: async (desk) => {
      const { run, page } = await walkFrom((d) => d.settings({ awsProfile: 'gone' }), 'A setting is wrong')(desk);
      await hearsDoubleClicks();
      desk.settings({});
      desk.doubleClick();
      await desk.addresses(2);
      await heading(page, 'A sign-in is already open');
      return { run, page };
    },
    on: async (desk, page) => {
      const other = await desk.page();
      await allow(other);
      await Promise.all([clientOpens(other), clientOpens(page)]);
    },
    exitCode: 0,
  },
  live: {
    into: async (desk) => {
      desk.fake.faults.set('GetCallerIdentity', { delayMs: 800 });
      const { run, page } = await walkFrom(() => {}, 'Sign in to AWS')(desk);
      const seen = await headings(page);
      await allow(page);
      await clientOpens(page);
      expect(await seen()).toContain('You are signed in');
      return { run, page };
    },
    on: async () => {},
    exitCode: 0,
  },
  ready: {
    into: walkFrom(() => {}, 'Sign in to AWS', ['--no-open']),
    on: async (desk, page) => {
      await allow(page);
      await heading(page, 'You are signed in');
      await page.getByText('Everything is ready').waitFor();
      expect(page.url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
      expect(desk.clientOpened()).toBe(false);
    },
    exitCode: 0,
  },
  opened: {
    into: walkFrom(() => {}, 'Sign in to AWS'),
    on: async (desk, page) => {
      await signedInAndOpened(desk, page);
      while (!desk.clientOpened()) await Bun.sleep(20);
    },
    exitCode: 0,
  },
  denied: {
    into: async (desk) => {
      const { run, page } = await walkFrom(() => {}, 'Sign in to AWS')(desk);
      await allow(page, 'Deny');
      await heading(page, 'The sign-in was denied');
      return { run, page };
    },
    on: signInAgain,
    exitCode: 0,
  },
  expired: {
    into: async (desk) => {
      const { run, page } = await walkFrom((d) => d.settings({ signInTimeoutSec: 10 }), 'Sign in to AWS')(desk);
      await heading(page, 'Time ran out');
      return { run, page };
    },
    on: signInAgain,
    exitCode: 0,
  },
  cancelled: {
    into: async (desk) => {
      const { run, page } = await walkFrom(() => {}, 'Sign in to AWS')(desk);
      run.child.kill('SIGTERM');
      await heading(page, 'The sign-in was cancelled');
      return { run, page };
    },
    // With the page still open.
    on: async () => {},
    exitCode: 5,
  },
  'sign-in-failed': {
    into: async (desk) => {
      const { run, page } = await walkFrom(() => {}, 'Sign in to AWS')(desk);
      const aws = new URL((await toAws(page).getAttribute('href')) ?? '');
      const [back, state] = ['redirect_uri', 'state'].map((name) => aws.searchParams.get(name));
      await page.goto(`${back}?error=server_error&state=${state}`);
      await heading(page, "The sign-in didn't work");
      return { run, page };
    },
    on: signInAgain,
    exitCode: 0,
  },
  offline: {
    into: async (desk) => {
      const { run, page } = await walkFrom((d) => d.fake.stop(), "AWS can't be reached")(desk);
      desk.fake = await startFakeAws({ decision: 'ask', port: Number(new URL(desk.fake.url).port) });
      return { run, page };
    },
    on: async (desk, page) => {
      await again(page);
      await heading(page, 'Sign in to AWS');
      await signedInAndOpened(desk, page);
    },
    exitCode: 0,
  },
  'no-configuration': {
    into: walkFrom(({ person }) => delete person.env['BEDROCK_LAUNCHER_CONFIG'], 'This computer is not set up yet'),
    on: async ({ person, ...desk }, page) => {
      person.write('.config/bedrock-launcher/settings.json', person.read('settings.json'));
      await again(page);
      await heading(page, 'Sign in to AWS');
      await signedInAndOpened({ person, ...desk }, page);
    },
    exitCode: 0,
  },
  'invalid-configuration': {
    into: walkFrom((desk) => desk.settings({ awsProfile: 'gone' }), 'A setting is wrong'),
    on: async (desk, page) => {
      await failsAgain(page, 'A setting is wrong');
      await button(page, 'Copy report').and(page.locator(':enabled')).waitFor();
      desk.settings({});
      await again(page);
      await heading(page, 'Sign in to AWS');
      await signedInAndOpened(desk, page);
    },
    exitCode: 0,
  },
  'keychain-locked': {
    into: walkFrom((desk) => desk.settings({ awsProfile: undefined, ...ROLE }), "The keychain can't be opened"),
    on: async (desk, page) => {
      desk.settings({ awsProfile: undefined, ...ROLE, secureStorage: 'file' });
      await again(page);
      await heading(page, 'Sign in to AWS');
      await signedInAndOpened(desk, page);
    },
    exitCode: 0,
  },
  'storage-broken': {
    into: walkFrom(
      ({ person }) => person.write('.local/state/bedrock-launcher', 'in the way'),
      "A file can't be read or written",
    ),
    on: async (desk, page) => {
      rmSync(join(desk.person.home, '.local/state/bedrock-launcher'));
      await again(page);
      await heading(page, 'Sign in to AWS');
      await signedInAndOpened(desk, page);
    },
    exitCode: 0,
  },
  'client-missing': {
    into: walkFrom(async (desk) => {
      desk.settings({ client: join(desk.person.home, 'not-yet') });
      await signedIn(desk.person, desk.fake);
    }, "Claude couldn't be opened"),
    on: async ({ person }, page) => {
      chmodSync(person.write('not-yet', '#!/bin/sh\n'), 0o755);
      await again(page);
      await clientOpens(page);
    },
    exitCode: 0,
  },
  'access-denied': {
    into: walkFrom(async (desk) => {
      await signedIn(desk.person, desk.fake);
      desk.fake.options.roles = [];
    }, 'AWS says no'),
    on: async (desk, page) => {
      granted(desk);
      await again(page);
      await clientOpens(page);
    },
    exitCode: 0,
  },
};
