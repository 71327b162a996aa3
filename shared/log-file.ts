import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  mkdirSync,
  openSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { deadline } from './deadline.ts';
import type { Host } from './host.ts';
import { pathOf } from './path.ts';
import { logDir } from './places.ts';
import { Problem } from './problem.ts';

type LogHost = Pick<Host, 'platform' | 'env' | 'home' | 'pause'>;

const LARGEST = 1_000_000;
/** `log.jsonl` and four older ones. */
const FILES = 5;
/** Where the older files can't be moved (somebody has them open), the log stops growing here. */
const LARGEST_EVER = 4 * LARGEST;
/** A waiter of the lock looks again every 15 to 35 ms, and its holder needs less than one. */
const ROTATION_LIMIT_MS = 150;

/** Appends whole lines, by one write at the end of the file; does nothing where that can't be. Never throws. */
export async function append(host: LogHost, text: string): Promise<void> {
  try {
    const lines = Buffer.from(text);
    if (appended(host, lines, LARGEST)) return;
    await rotate(host, lines.length);
    appended(host, lines, LARGEST_EVER);
  } catch {
    // A read-only home, a full disk, a foreign file: the program has its own work.
  }
}

function fileNumber(host: LogHost, number: number): string {
  return pathOf(host.platform).join(logDir(host), number === 0 ? 'log.jsonl' : `log.${number}.jsonl`);
}

/** False when the file would grow beyond that. */
function appended(host: LogHost, lines: Buffer, limit: number): boolean {
  const file = opened(host);
  try {
    const { size, mode } = fstatSync(file);
    if (size > 0 && size + lines.length > limit) return false;
    if (mode & 0o077 && host.platform !== 'win32') fchmodSync(file, 0o600);
    writeSync(file, lines);
    return true;
  } finally {
    closeSync(file);
  }
}

/** Never through a link, and never waiting: there may be a pipe of that name. */
function opened(host: LogHost): number {
  const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const path = fileNumber(host, 0);
  const open = () => openSync(path, O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW | O_NONBLOCK, 0o600);
  try {
    return open();
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown;
    mkdirSync(logDir(host), { recursive: true, mode: 0o700 });
    return open();
  }
}

/** Moves every file one on; under a lock, as who comes second must not move what the first has just begun. */
async function rotate(host: LogHost, coming: number): Promise<void> {
  const { withLock } = await import('./vault/lock.ts');
  const patience = deadline(ROTATION_LIMIT_MS, new Problem('storage', 'the log is being moved', 'try again'));
  await withLock(host, 'log', patience, async () => {
    if (isFull(host, coming)) moveOn(host);
  }).catch(() => {});
}

function isFull(host: LogHost, coming: number): boolean {
  const { size = 0 } = statSync(fileNumber(host, 0), { throwIfNoEntry: false }) ?? {};
  return size + coming > LARGEST;
}

/** From the oldest on: one that can't be moved stops the rest, so that none is overwritten but the last. */
function moveOn(host: LogHost): void {
  for (let number = FILES - 2; number >= 0; number--) {
    try {
      renameSync(fileNumber(host, number), fileNumber(host, number + 1));
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') return;
    }
  }
}
