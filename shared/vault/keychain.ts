import type { Host } from '../host.ts';
import { Problem } from '../problem.ts';
import { Secret } from '../secret.ts';
import { type Lack, type Patience, readSecret, removeSecret, writeSecret } from './secret-service.ts';
import type { ItemName } from './secret-service-calls.ts';

type KeychainHost = Pick<Host, 'platform' | 'env'>;

/** The one item that we keep in the operating system's keychain. Each throws a Problem (storage) that says what to do. */
export interface Keychain {
  /** Null when there is none. */
  read(): Promise<string | null>;
  write(value: string): Promise<void>;
  remove(): Promise<void>;
}

/** No keychain that works takes longer, unless it asks somebody. */
const LIMIT_MS = 3_000;
/** How long a person has to type the keyring's password, or to allow the access. */
const ASKING_MS = 60_000;

/**
 * The keychain: Credential Manager, macOS Keychain, or the Secret Service of Linux. Where `mayAsk` is false, nobody is
 * ever asked to unlock it.
 */
export function openKeychain({ platform, env }: KeychainHost, item: ItemName, mayAsk: boolean): Keychain {
  const patience = mayAsk ? { limitMs: LIMIT_MS, askingMs: ASKING_MS } : { limitMs: LIMIT_MS };
  // Only Credential Manager never shows a question of its own.
  const limit = mayAsk && platform !== 'win32' ? ASKING_MS : LIMIT_MS;
  const bun: Keychain = {
    read: () => inTime(limit, Bun.secrets.get(item)),
    write: (value) => inTime(limit, Bun.secrets.set({ ...item, value })),
    remove: async () => void (await inTime(limit, Bun.secrets.delete(item))),
  };
  return platform === 'linux' ? secretService(item, env, patience, bun) : bun;
}

/** Bun.secrets asks whenever the keyring is locked, has no time limit of its own, and is slow to start. */
function secretService(item: ItemName, env: Host['env'], patience: Patience, bun: Keychain): Keychain {
  return {
    async read() {
      const reading = await readSecret(item, env, patience);
      return reading.state === 'found' ? reading.secret.reveal() : nullOrProblem(reading);
    },
    async write(value) {
      const written = await writeSecret(item, new Secret(value), env, patience);
      if (written.state === 'written') return;
      nullOrProblem(written);
      // No keyring yet: the desktop asks for the password of a new one.
      await bun.write(value);
    },
    async remove() {
      nullOrProblem(await removeSecret(item, env, patience));
    },
  };
}

const INSTEAD = 'or set secureStorage to file';

function nullOrProblem(reading: Lack): null {
  if (reading.state === 'absent') return null;
  if (reading.state === 'locked') {
    throw new Problem(
      'storage',
      'the keyring of this session is locked',
      `unlock it: log in to the desktop anew, or open its passwords program; ${INSTEAD}`,
    ).because('keychain-locked');
  }
  if (reading.state === 'stalled') throw stalled();
  throw unavailable(`the Secret Service can't be used: ${reading.why}`);
}

function stalled(): Problem {
  return new Problem(
    'storage',
    `the keychain of this system did not answer within ${LIMIT_MS / 1000} s`,
    `log out and in again, which starts it anew; ${INSTEAD}`,
  ).because('keychain-locked');
}

function unavailable(why: string, cause?: unknown): Problem {
  return new Problem(
    'storage',
    `the keychain of this system is not available: ${why}`,
    `on Linux, start a Secret Service such as gnome-keyring in this session; ${INSTEAD}`,
    cause,
  ).because('keychain-locked');
}

async function inTime<Value>(limitMs: number, call: Promise<Value>): Promise<Value> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(stalled()), limitMs);
  try {
    return await Promise.race([call, late]);
  } catch (thrown) {
    throw thrown instanceof Problem ? thrown : unavailable('it refuses', thrown);
  } finally {
    clearTimeout(timer);
  }
}
