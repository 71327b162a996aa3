import { replaceFile } from '../shared/files.ts';
import type { Host } from '../shared/host.ts';
import { pathOf } from '../shared/path.ts';
import { stateDir } from '../shared/places.ts';

type KnockHost = Pick<Host, 'platform' | 'env' | 'home'>;

/** Beside the records of sign-ins. */
function knockFile(host: KnockHost, about: string): string {
  return pathOf(host.platform).join(stateDir(host), 'sign-in', `${about}.knock`);
}

/** Tells the launcher that has the page (of a session's sign-in, by its key) that its person has double-clicked once more. */
export async function knock(host: KnockHost, about: string): Promise<void> {
  await replaceFile(knockFile(host, about), '', false).catch(() => {});
}

/**
 * Whether somebody has knocked since then, in epoch milliseconds of the machine's own clock. A knock in the future is from
 * before the clock was set back.
 */
export async function knocksSince(
  host: KnockHost & Pick<Host, 'wall'>,
  about: string,
  since: number,
): Promise<boolean> {
  const file = Bun.file(knockFile(host, about));
  return (await file.exists()) && file.lastModified > since && file.lastModified <= host.wall();
}
