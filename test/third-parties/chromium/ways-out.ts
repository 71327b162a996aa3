import type { Page } from 'playwright-core';
import { allow, button, type Desk, heading } from './desk.ts';
import { again, clientOpens, close, failsAgain, granted, offline, online, type Walk, walkFrom } from './walk.ts';
import { walks } from './walks.ts';

async function otherAccount(page: Page): Promise<void> {
  await button(page, 'Sign in with another account').click();
  await heading(page, 'Sign in to AWS');
}

const signIns = ({ fake }: Desk) => fake.count('CreateToken', { grantType: 'authorization_code', status: 200 });

/** Other ways out of some states. */
export const otherWaysOut: [string, Walk][] = [
  [
    'offline: Claude is opened anyway',
    {
      into: walkFrom(offline, "AWS can't be reached"),
      on: async (desk, page) => {
        await button(page, 'Open Claude anyway').click();
        await clientOpens(page);
        while (!desk.clientOpened()) await Bun.sleep(20);
      },
      exitCode: 0,
    },
  ],
  [
    'offline: nothing changes, once more, and then it does',
    {
      into: walkFrom(offline, "AWS can't be reached"),
      on: async (desk, page) => {
        await failsAgain(page, "AWS can't be reached");
        online(desk);
        await again(page);
        await clientOpens(page);
      },
      exitCode: 0,
    },
  ],
  ['offline: the page is closed', { into: walkFrom(offline, "AWS can't be reached"), on: close, exitCode: 6 }],
  [
    'wrong settings: the page is closed',
    { into: walkFrom((desk) => desk.settings({ awsProfile: 'gone' }), 'A setting is wrong'), on: close, exitCode: 3 },
  ],
  [
    'access denied: somebody signs in with another account',
    {
      into: walks['access-denied'].into,
      on: async (desk, page) => {
        await otherAccount(page);
        granted(desk);
        await allow(page);
        await clientOpens(page);
        expect(signIns(desk)).toBe(1);
      },
      exitCode: 0,
    },
  ],
  [
    'access denied: so it is with another account, until AWS allows it; nobody has to sign in once more',
    {
      into: walks['access-denied'].into,
      on: async (desk, page) => {
        await otherAccount(page);
        await allow(page);
        await heading(page, 'AWS says no');
        granted(desk);
        await again(page);
        await clientOpens(page);
        expect(signIns(desk)).toBe(1);
      },
      exitCode: 0,
    },
  ],
  [
    'access denied: the sign-in with another account is denied, and started once more',
    {
      into: walks['access-denied'].into,
      on: async (desk, page) => {
        await otherAccount(page);
        await allow(page, 'Deny');
        await heading(page, 'The sign-in was denied');
        await button(page, 'Sign in').click();
        await button(page, 'Allow').waitFor();
        granted(desk);
        await button(page, 'Allow').click();
        await clientOpens(page);
        expect(signIns(desk)).toBe(1);
      },
      exitCode: 0,
    },
  ],
  ['denied: the page is closed', { into: walks.denied.into, on: close, exitCode: 5 }],
  ['sign-in: the page is closed', { into: walkFrom(() => {}, 'Sign in to AWS'), on: close, exitCode: 5 }],
];
