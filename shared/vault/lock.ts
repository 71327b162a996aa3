import { Database } from 'bun:sqlite';
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { Host } from '../host.ts';
import { pathOf, stateDir } from '../places.ts';
import { Problem } from '../problem.ts';

type LockHost = Pick<Host, 'platform' | 'env' | 'home' | 'pause'>;

const LEAST_WAIT_MS = 15;
const WAIT_SPREAD_MS = 20;

/** A short name for a file about one session: no path, no odd character, nothing about the company. */
export function fileKey(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}

/**
 * Runs `act` while no other process of this person holds the lock of that name. The lock is an exclusive SQLite
 * transaction on an empty file: the kernel releases it when the holder dies, however it dies, and it works alike on the
 * three systems. `waiting` is called once if somebody else holds it.
 *
 * Throws the signal's reason when the wait is over, and a Problem (storage) when the lock's file can't be used.
 */
export async function withLock<Result>(
  host: LockHost,
  name: string,
  signal: AbortSignal,
  act: () => Promise<Result>,
  waiting: () => Promise<void> = async () => {},
): Promise<Result> {
  const file = lockFile(host, name);
  for (let first = true; ; first = false) {
    const lock = tryLock(file);
    if (lock) return await act().finally(() => lock.close());
    if (first) await waiting();
    await host.pause(LEAST_WAIT_MS + Math.random() * WAIT_SPREAD_MS);
    signal.throwIfAborted();
  }
}

function lockFile(host: LockHost, name: string): string {
  const path = pathOf(host.platform);
  const folder = path.join(stateDir(host), 'locks');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (thrown) {
    throw unusable(folder, thrown);
  }
  return path.join(folder, `${name}.lock`);
}

function tryLock(file: string): Database | undefined {
  let database: Database | undefined;
  try {
    database = new Database(file, { create: true, readwrite: true });
    database.run('PRAGMA busy_timeout = 0');
    database.run('BEGIN EXCLUSIVE');
    return database;
  } catch (thrown) {
    database?.close();
    if (String((thrown as { code?: string }).code).startsWith('SQLITE_BUSY')) return undefined;
    throw unusable(file, thrown);
  }
}

function unusable(place: string, cause: unknown): Problem {
  const code = (cause as { code?: string }).code ?? 'unknown';
  return new Problem(
    'storage',
    `${place}: can't be used as a lock (${code})`,
    'check the folder, its owner and the free space',
    cause,
  );
}
