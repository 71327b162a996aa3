import { replaceFile } from '../shared/files.ts';
import type { Host } from '../shared/host.ts';
import { pathOf } from '../shared/path.ts';
import { stateDir } from '../shared/places.ts';

type KnockHost = Pick<Host, 'platform' | 'env' | 'home'>;

/** One for all: a person has one page before them. */
function knockFile(host: KnockHost): string {
  return pathOf(host.platform).join(stateDir(host), 'sign-in', 'knock');
}

/** Tells the launcher that has a page open that its person has double-clicked once more. */
export async function knock(host: KnockHost): Promise<void> {
  await replaceFile(knockFile(host), '', false).catch(() => {});
}

/**
 * Whether somebody has knocked since then, in epoch milliseconds of the machine's own clock. A knock in the future is from
 * before the clock was set back.
 */
export async function knocksSince(host: KnockHost & Pick<Host, 'wall'>, since: number): Promise<boolean> {
  const file = Bun.file(knockFile(host));
  return (await file.exists()) && file.lastModified > since && file.lastModified <= host.wall();
}
