import type { Page } from 'playwright-core';
import { defaults } from '../../fake-aws/options.ts';
import { signedIn } from '../../person.ts';
import { button, type Desk, heading, type Run } from './desk.ts';

/** What a person does to get into a state, and out of it again. */
export interface Walk {
  /** Leads into the state and gives the page that shows it. */
  into(desk: Desk): Promise<{ run: Run; page: Page }>;
  /** What they do there. */
  on(desk: Desk, page: Page, run: Run): Promise<unknown>;
  exitCode: number;
}

/** A walk into a state from a double-click, by settings or by what AWS does. */
export function walkFrom(prepare: (desk: Desk) => unknown, title: string, args: string[] = []): Walk['into'] {
  return async (desk) => {
    await prepare(desk);
    const run = desk.doubleClick(args);
    const page = await desk.page();
    await heading(page, title);
    return { run, page };
  };
}

export const clientOpens = (page: Page) => heading(page, 'Claude is open');
export const close = (_: Desk, page: Page) => page.close();
export const offline = (desk: Desk) => {
  desk.fake.faults.set('*', 'html');
  return signedIn(desk.person, desk.fake);
};
/** AWS gives the person their role, of which it has denied them the use. */
export const granted = ({ fake }: Desk) => Object.assign(fake.options, { roles: defaults.roles });
export const online = (desk: Desk) => desk.fake.faults.clear();

export async function again(page: Page): Promise<void> {
  await button(page, 'Try again').click();
}

/** The launcher looks ten times a second whether the page of a fault has come, and from then on for double-clicks. */
export const hearsDoubleClicks = () => Bun.sleep(500);

/** For nothing has changed. In between the page says that it is tried. */
export async function failsAgain(page: Page, title: string): Promise<void> {
  await again(page);
  await heading(page, 'One moment');
  await heading(page, title);
}
