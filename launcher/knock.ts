import { replaceFile } from '../shared/files.ts';
import type { Host } from '../shared/host.ts';
import { pathOf } from '../shared/path.ts';
import { stateDir } from '../shared/places.ts';

type KnockHost = Pick<Host, 'platform' | 'env' | 'home'>;

/** Beside the record of the sign-in that is under way. */
function knockFile(host: KnockHost, sessionKey: string): string {
  return pathOf(host.platform).join(stateDir(host), 'sign-in', `${sessionKey}.knock`);
}

/** Tells the launcher that is signing in that its person has double-clicked once more. */
export async function knock(host: KnockHost, sessionKey: string): Promise<void> {
  await replaceFile(knockFile(host, sessionKey), '', false).catch(() => {});
}

/** Whether somebody has knocked since then, in epoch milliseconds of the machine's own clock. */
export async function knocksSince(host: KnockHost, sessionKey: string, since: number): Promise<boolean> {
  const file = Bun.file(knockFile(host, sessionKey));
  return (await file.exists()) && file.lastModified > since;
}
