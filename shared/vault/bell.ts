import type { Host } from '../host.ts';

/** Removes a file. Handed in by the holder of the lock, who has loaded what it takes; waiters need none. */
type Remove = (file: string) => void;

/**
 * What wakes those who wait for a lock. Its holder listens on a local socket; a waiter connects and sleeps until the
 * connection ends, which the kernel sees to even when the holder is killed. It only saves waiting: whether a lock is
 * free is never decided here.
 */
export interface Bell {
  /** Nobody new finds it. To be called while the lock is still held: the next holder's has the same place. */
  takeDown(): void;
  /** Wakes everybody who waits. To be called once the lock is free. */
  ring(): void;
}

type BellHost = Pick<Host, 'platform'>;

/** sockaddr_un holds 108 bytes on Linux, 104 on macOS. */
const LONGEST_PATH = 100;

/**
 * To be called by the holder of the lock in `file`. Undefined where there can be no socket (a very long path, a file system
 * without them): then waiters look now and then.
 */
export function hangBell(host: BellHost, file: string, remove: Remove): Bell | undefined {
  const unix = addressOf(host, file);
  return unix === undefined ? undefined : (listening(unix) ?? listeningAnew(unix, remove));
}

/** The place of a holder that was killed is still taken: whoever holds the lock is the only one who may have it. */
function listeningAnew(unix: string, remove: Remove): Bell | undefined {
  remove(unix);
  return listening(unix);
}

function listening(unix: string): Bell | undefined {
  const waiting = new Set<Bun.Socket>();
  const socket = {
    data() {},
    open: (who: Bun.Socket) => void waiting.add(who),
    close: (who: Bun.Socket) => void waiting.delete(who),
  };
  try {
    const listener = asMine(() => Bun.listen({ unix, socket }));
    listener.unref();
    // Removes the path, and leaves those who have come connected.
    return { takeDown: () => listener.stop(false), ring: () => ringOut(waiting) };
  } catch {
    return undefined;
  }
}

/** The system makes a socket with whatever modes the person's umask leaves, and there is no time to change them after. */
function asMine<Made>(make: () => Made): Made {
  const before = process.umask(0o077);
  try {
    return make();
  } finally {
    process.umask(before);
  }
}

/** Each by itself: a named pipe that its server just leaves stays open to its clients. */
function ringOut(waiting: ReadonlySet<Bun.Socket>): void {
  for (const who of waiting) who.end('!');
}

/** Resolves when the bell rings or its holder dies: true; false when there is no bell, or the time is up. */
export async function listenForBell(host: BellHost, file: string, limitMs: number): Promise<boolean> {
  const unix = addressOf(host, file);
  if (!unix) return false;
  const { promise: rung, resolve } = Promise.withResolvers<boolean>();
  const heard = () => resolve(true);
  try {
    // To connect in vain takes a millisecond.
    if (host.platform !== 'win32') await Bun.file(unix).stat();
    const socket = { data: heard, end: heard, close: heard, error: heard, connectError: () => resolve(false) };
    const connection = await Bun.connect({ unix, socket });
    const timer = setTimeout(() => resolve(false), limitMs);
    return await rung.finally(() => {
      clearTimeout(timer);
      connection.end();
    });
  } catch {
    return false;
  }
}

function addressOf({ platform }: BellHost, file: string): string | undefined {
  // A named pipe is no file, and ends with its server.
  if (platform === 'win32') return `\\\\.\\pipe\\bedrock-launcher-${Bun.hash(file).toString(36)}`;
  const path = `${file}.bell`;
  return Buffer.byteLength(path) <= LONGEST_PATH ? path : undefined;
}
