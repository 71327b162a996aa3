import { Database } from 'bun:sqlite';
import { closeSync, lstatSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { aborted } from '../deadline.ts';
import type { Host } from '../host.ts';
import { pathOf } from '../path.ts';
import { lockFile } from '../places.ts';
import { Problem } from '../problem.ts';
import { type Bell, hangBell, listenForBell } from './bell.ts';

export type LockHost = Pick<Host, 'platform' | 'env' | 'home' | 'pause'>;

/** Between two tries where no bell says that the lock is free: it was just taken, or just released. */
const LEAST_WAIT_MS = 4;
const WAIT_SPREAD_MS = 12;
/** However long the bell is silent, the lock itself is asked now and then. */
const LONGEST_WAIT_MS = 500;

/** What somebody does who can't have the lock at once. */
export interface Waiting<Result> {
  /** Called once, when somebody else holds it. */
  begin?(): Promise<void>;
  /** What the holder may have done for all: whoever finds it needs no lock any more. */
  look?(): Promise<Result | undefined>;
  /** The lock only saves work: where it can't be had (a full disk, a home that can't be written), `act` goes on without it. */
  economy?: boolean;
}

/** A short name for a file about one session: no path, no odd character, nothing about the company. */
export function fileKey(text: string): string {
  return new Bun.CryptoHasher('sha256').update(text).digest('hex').slice(0, 24);
}

/**
 * Runs `act` while no other process of this person holds the lock of that name. The lock is an exclusive SQLite
 * transaction on an empty file: the kernel releases it when the holder dies, however it dies, and it works alike on the
 * three systems. (SQLite locks by fcntl, so a home on a network drive is as safe as that drive's own locks: NFS 4 and SMB
 * have them.) Who waits is woken by the holder's bell.
 *
 * Throws the signal's reason when the wait is over, and a Problem (storage) when the lock's file can't be used.
 */
export async function withLock<Result>(
  host: LockHost,
  name: string,
  signal: AbortSignal,
  act: () => Promise<Result>,
  { begin, look, economy }: Waiting<Result> = {},
): Promise<Result> {
  const file = lockFile(host, name);
  for (let first = true; ; first = false) {
    const lock = attempt(host, file);
    if (lock instanceof Problem) {
      if (economy) return act();
      throw lock;
    }
    if (lock) return hold(host, file, lock, act);
    if (first) await begin?.();
    await wait(host, file, signal);
    const found = await look?.();
    if (found !== undefined) return found;
    signal.throwIfAborted();
  }
}

/** Whatever is done in less time wakes nobody by a bell: those who wait look again as soon. */
const BELL_AFTER_MS = 20;

async function hold<Result>(host: LockHost, file: string, lock: Database, act: () => Promise<Result>): Promise<Result> {
  let bell: Bell | undefined;
  const hanging = setTimeout(() => {
    bell = hangBell(host, file, (socket) => rmSync(socket, { force: true }));
  }, BELL_AFTER_MS);
  try {
    return await act();
  } finally {
    clearTimeout(hanging);
    bell?.takeDown();
    lock.close();
    bell?.ring();
  }
}

async function wait(host: LockHost, file: string, signal: AbortSignal): Promise<void> {
  const woken = await Promise.race([listenForBell(host, file, LONGEST_WAIT_MS), aborted(signal).catch(() => true)]);
  if (!woken) await host.pause(LEAST_WAIT_MS + Math.random() * WAIT_SPREAD_MS);
}

/** The lock, undefined when somebody else has it, or why it can't be had by anybody. */
function attempt(host: LockHost, file: string): Database | Problem | undefined {
  try {
    prepareFolder(host, file);
    return tryLock(file);
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown;
    throw thrown;
  }
}

function prepareFolder(host: LockHost, file: string): void {
  const folder = pathOf(host.platform).dirname(file);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (thrown) {
    throw unusable(folder, thrown);
  }
}

/** SQLite would make it with whatever modes the person's umask leaves. */
function touch(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
}

function tryLock(file: string): Database | undefined {
  let database: Database | undefined;
  try {
    if (isForeign(file)) return setAside(file);
    touch(file);
    database = new Database(file, { create: true, readwrite: true });
    database.run('PRAGMA busy_timeout = 0');
    database.run('BEGIN EXCLUSIVE');
    return database;
  } catch (thrown) {
    database?.close();
    const code = String((thrown as { code?: string }).code);
    if (code.startsWith('SQLITE_BUSY')) return undefined;
    // Not a lock of ours, so nobody can hold it: out of the way, and the next try makes a new one.
    if (code === 'SQLITE_NOTADB') return setAside(file);
    throw unusable(file, thrown);
  }
}

/** A pipe would keep us waiting for ever, in a call that no time limit ends. */
function isForeign(file: string): boolean {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  return stats !== undefined && !stats.isFile() && !stats.isDirectory();
}

function setAside(file: string): undefined {
  try {
    renameSync(file, `${file}.set-aside-${Date.now()}`);
  } catch (thrown) {
    // Somebody else was quicker.
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw unusable(file, thrown);
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
