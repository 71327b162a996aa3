import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Host } from '../host.ts';

/**
 * What wakes those who wait for a lock. Its holder listens on a local socket; a waiter connects and sleeps until the
 * connection ends, which the kernel sees to even when the holder is killed. It only saves waiting: whether a lock is
 * free is never decided here.
 */
export interface Bell {
  /** Wakes everybody who waits. To be called once the lock is free. */
  ring(): void;
}

type BellHost = Pick<Host, 'platform'>;

/** sockaddr_un holds 108 bytes on Linux, 104 on macOS. */
const LONGEST_PATH = 100;
const SUFFIX = '.bell';

/**
 * To be called by the holder of the lock in `file`. Undefined where there can be no socket (a very long path, a file system
 * without them): then waiters look now and then.
 */
export function hangBell(host: BellHost, file: string): Bell | undefined {
  try {
    // Of holders that were killed: whoever holds the lock is the only one who may have one.
    for (const old of socketsOf(host, file)) rmSync(old, { force: true });
    // A name of its own: Bun removes the path when it stops, and by then it may be the next holder's.
    const unix =
      host.platform === 'win32' ? pipeOf(file) : `${file}.${process.pid}-${Date.now().toString(36)}${SUFFIX}`;
    if (host.platform !== 'win32' && Buffer.byteLength(unix) > LONGEST_PATH) return undefined;
    const waiting = new Set<Bun.Socket>();
    const socket = {
      data() {},
      open: (who: Bun.Socket) => void waiting.add(who),
      close: (who: Bun.Socket) => void waiting.delete(who),
    };
    const listener = Bun.listen({ unix, socket });
    listener.unref();
    return { ring: () => ringOut(listener, waiting) };
  } catch {
    return undefined;
  }
}

/** Each by itself: a named pipe that its server just leaves stays open to its clients. */
function ringOut(listener: Bun.UnixSocketListener<undefined>, waiting: ReadonlySet<Bun.Socket>): void {
  for (const who of waiting) who.end('!');
  listener.stop(true);
}

/** Resolves when the bell rings or its holder dies: true; false when there is no bell, or the time is up. */
export async function listenForBell(host: BellHost, file: string, limitMs: number): Promise<boolean> {
  const [unix] = host.platform === 'win32' ? [pipeOf(file)] : socketsOf(host, file);
  if (!unix) return false;
  const { promise: rung, resolve } = Promise.withResolvers<boolean>();
  try {
    const connection = await Bun.connect({
      unix,
      socket: {
        data: () => resolve(true),
        close: () => resolve(true),
        end: () => resolve(true),
        error: () => resolve(true),
        connectError: () => resolve(false),
      },
    });
    const timer = setTimeout(() => resolve(false), limitMs);
    return await rung.finally(() => {
      clearTimeout(timer);
      connection.end();
    });
  } catch {
    return false;
  }
}

function socketsOf({ platform }: BellHost, file: string): string[] {
  if (platform === 'win32') return [];
  const names = readdirSync(dirname(file)).filter(
    (name) => name.startsWith(`${basename(file)}.`) && name.endsWith(SUFFIX),
  );
  return names.map((name) => join(dirname(file), name));
}

/** A named pipe is no file, and ends with its server. */
function pipeOf(file: string): string {
  return `\\\\.\\pipe\\bedrock-launcher-${Bun.hash(file).toString(36)}`;
}
