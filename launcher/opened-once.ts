import { lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { deadline } from '../shared/deadline.ts';
import type { Host } from '../shared/host.ts';
import { pathOf } from '../shared/path.ts';
import { stateDir } from '../shared/places.ts';
import { Problem } from '../shared/problem.ts';
import { fileKey, withLock } from '../shared/vault/lock.ts';

type OnceHost = Pick<Host, 'platform' | 'env' | 'home' | 'wall' | 'pause'>;

/** Impatient people double-click more than once, and a client takes its time to show itself. */
const A_MOMENT_MS = 5_000;
/** Opening takes milliseconds; whoever can't have its turn opens all the same. */
const TURN_MS = 5_000;

/**
 * Opens it, `what` it is, unless another launcher of this person did so after this one was started, or a moment ago; false: another
 * did. Where no record can be kept (a full disk, a home that can't be written), it is opened.
 */
export async function openOnce(host: OnceHost, what: string, open: () => Promise<void>): Promise<boolean> {
  const record = recordOf(host, what);
  const late = new Problem('timeout', 'another launcher does not finish opening the client', 'try again');
  const act = async () => {
    if (wasOpened(host, record)) return false;
    await open();
    note(record, pathOf(host.platform).dirname(record));
    return true;
  };
  try {
    return await withLock(host, 'opening', deadline(TURN_MS, late), act, { economy: true });
  } catch (thrown) {
    if (thrown !== late) throw thrown;
    await open();
    return true;
  }
}

/** When it was opened is when this file was written. */
function recordOf(host: OnceHost, what: string): string {
  return pathOf(host.platform).join(stateDir(host), 'opened', fileKey(what));
}

function wasOpened(host: OnceHost, record: string): boolean {
  const age = host.wall() - lastTime(record);
  // In the future: the clock was set back since.
  return age > -1 && age < Math.max(A_MOMENT_MS, performance.now());
}

function lastTime(record: string): number {
  try {
    return lstatSync(record).mtimeMs;
  } catch {
    return Number.NaN;
  }
}

function note(record: string, folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Anew, so that its time is now's.
    rmSync(record, { force: true });
    writeFileSync(record, '', { mode: 0o600 });
  } catch {
    // Then the next one opens it too.
  }
}
