import { button, heading } from './desk.ts';
import { again, clientOpens, close, offline, online, type Walk, walkFrom } from './walk.ts';
import { walks } from './walks.ts';

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
        await again(page);
        await heading(page, "AWS can't be reached");
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
  ['denied: the page is closed', { into: walks.denied.into, on: close, exitCode: 5 }],
  ['sign-in: the page is closed', { into: walkFrom(() => {}, 'Sign in to AWS'), on: close, exitCode: 5 }],
];
