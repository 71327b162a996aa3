import type { Env } from '../host.ts';
import { Secret } from '../secret.ts';
import { type Bus, connectBus, Lost, Refused } from './bus.ts';
import { busSockets } from './bus-address.ts';
import type { Message } from './dbus.ts';
import { Malformed, type Value, type Variant } from './dbus-values.ts';
import {
  createItem,
  deleteItem,
  getLocked,
  getSecret,
  type ItemName,
  openSession,
  readDefault,
  searchItems,
  showPrompt,
  unlockObjects,
  watchPrompts,
} from './secret-service-calls.ts';

export interface Patience {
  /** For everything that needs nobody. */
  limitMs: number;
  /** For a person to answer the desktop's question for the keyring's password; without it nobody is asked. */
  askingMs?: number;
}

/** Why there is no secret. `unavailable` says in words what is missing or wrong. */
export type Lack =
  | { state: 'absent' }
  | { state: 'locked' }
  | { state: 'stalled' }
  | { state: 'unavailable'; why: string };

export type Reading = { state: 'found'; secret: Secret } | Lack;

/**
 * Reads what Bun.secrets keeps in the Secret Service (gnome-keyring, KWallet, KeePassXC), spoken to directly on the bus:
 * Bun.secrets loads libsecret and GLib and does a key exchange at each start, and waits as long as they like. The
 * session is `plain`, as the secret goes through a socket that only this user and root can read.
 * https://specifications.freedesktop.org/secret-service-spec/latest/
 *
 * `absent` is said only where an item could be written now: a locked default collection makes it `locked`.
 */
export function readSecret(item: ItemName, env: Env, patience: Patience): Promise<Reading> {
  return onTheBus<Reading>(env, patience, async (bus, unlock) => {
    const [opened, search] = await bus.call(openSession, searchItems(item));
    const session = bodyOf(opened, 'vo')[1];
    const [open, locked] = bodyOf(search, 'aoao') as [string[], string[]];
    const found = open[0] ?? locked[0];
    if (!found) return absence(bus, unlock);
    if (!open[0] && !(await unlock(found))) return { state: 'locked' };
    return { state: 'found', secret: textOf(await bus.call(getSecret(found, session as string))) };
  });
}

/**
 * Writes an item, as Bun.secrets would: which waits for a service that stalls, and with it for good a thread that all file
 * access needs. `absent`: there is no keyring yet, and where somebody may be asked for its password, Bun.secrets makes one.
 */
export function writeSecret(
  item: ItemName,
  value: Secret,
  env: Env,
  patience: Patience,
): Promise<{ state: 'written' } | Lack> {
  return onTheBus<{ state: 'written' } | Lack>(env, patience, async (bus, unlock) => {
    const collection = await defaultCollection(bus);
    if (!collection) return beginning(patience.askingMs !== undefined);
    if (!(await isOpen(bus, collection, unlock))) return { state: 'locked' };
    const [opened] = await bus.call(openSession);
    const session = bodyOf(opened, 'vo')[1] as string;
    const [created] = await bus.call(createItem(collection, item, session, value.reveal()));
    return { state: bodyOf(created, 'oo')[1] === NO_PROMPT ? 'written' : 'locked' };
  });
}

/** Removes an item; `absent` when it is gone, or was never there. */
export function removeSecret(item: ItemName, env: Env, patience: Patience): Promise<Lack> {
  return onTheBus<Lack>(env, patience, async (bus, unlock) => {
    const [search] = await bus.call(searchItems(item));
    const [open, locked] = bodyOf(search, 'aoao') as [string[], string[]];
    for (const path of locked) if (!(await unlock(path))) return { state: 'locked' };
    for (const path of [...open, ...locked]) {
      const [removed] = await bus.call(deleteItem(path));
      if (bodyOf(removed, 'o')[0] !== NO_PROMPT) return { state: 'locked' };
    }
    return open.length + locked.length > 0 ? { state: 'absent' } : absence(bus, unlock);
  });
}

/** What is open needs no question; a service that has one all the same is not ours to wait for. */
const NO_PROMPT = '/';

const stalled = new Lost('stalled');
const unanswered = new Lost('unanswered');

type Unlock = (path: string) => Promise<boolean>;

async function onTheBus<Result>(
  env: Env,
  { limitMs, askingMs }: Patience,
  act: (bus: Bus, unlock: Unlock) => Promise<Result>,
): Promise<Result | Lack> {
  const limit = new AbortController();
  let timer = setTimeout(() => limit.abort(stalled), limitMs);
  /** From now on the time is that of a person. */
  const asking = (milliseconds: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => limit.abort(unanswered), milliseconds);
  };
  let bus: Bus | undefined;
  try {
    const sockets = busSockets(env);
    if (sockets.length === 0) return { state: 'unavailable', why: 'this session has no D-Bus' };
    const connected = await connectBus(sockets, limit.signal);
    bus = connected;
    return await act(bus, async (path) => askingMs !== undefined && unlocked(connected, path, () => asking(askingMs)));
  } catch (thrown) {
    return failed(thrown);
  } finally {
    clearTimeout(timer);
    bus?.close(new Lost('done'));
  }
}

/** Errors that mean something other than that the service can't be used. */
const meanings: Record<string, Lack> = {
  'org.freedesktop.Secret.Error.IsLocked': { state: 'locked' },
  'org.freedesktop.Secret.Error.NoSuchObject': { state: 'absent' },
  'org.freedesktop.DBus.Error.ServiceUnknown': {
    state: 'unavailable',
    why: 'no program of this session offers org.freedesktop.secrets',
  },
};

function failed(thrown: unknown): Lack {
  if (thrown === stalled) return { state: 'stalled' };
  if (thrown === unanswered) return { state: 'locked' };
  if (thrown instanceof Lost) return { state: 'unavailable', why: thrown.message };
  if (thrown instanceof Malformed) return { state: 'unavailable', why: 'its answer makes no sense' };
  if (!(thrown instanceof Refused)) throw thrown;
  // An error's name is a text of others.
  const name = /^[\w.]{1,100}$/.test(thrown.message) ? thrown.message : 'an error';
  return meanings[name] ?? { state: 'unavailable', why: `it answers ${name}` };
}

/** Some services hide their items while they are locked; and what is absent is going to be written. */
async function absence(bus: Bus, unlock: Unlock): Promise<Lack> {
  const collection = await defaultCollection(bus);
  if (!collection) return beginning(true);
  return { state: (await isOpen(bus, collection, unlock)) ? 'absent' : 'locked' };
}

/** Undefined: there is none yet. The first write makes it, and asks for its password. */
async function defaultCollection(bus: Bus): Promise<string | undefined> {
  const [collection] = bodyOf((await bus.call(readDefault))[0], 'o') as [string];
  return collection === '/' ? undefined : collection;
}

function beginning(mayBegin: boolean): Lack {
  return mayBegin ? { state: 'absent' } : { state: 'unavailable', why: 'it has no keyring yet' };
}

/** A collection that is not locked, or no longer. */
async function isOpen(bus: Bus, path: string, unlock: Unlock): Promise<boolean> {
  const [{ value: locked }] = bodyOf((await bus.call(getLocked(path)))[0], 'v') as [Variant];
  return !locked || unlock(path);
}

/** Unlocks one item or collection, where the service wants it by a question that the desktop asks. */
async function unlocked(bus: Bus, path: string, asking: () => void): Promise<boolean> {
  const [, answer] = await bus.call(watchPrompts, unlockObjects([path]));
  const [, prompt] = bodyOf(answer, 'aoo') as [string[], string];
  if (prompt === '/') return true;
  asking();
  const [completed] = await Promise.all([bus.signal(prompt, 'Completed'), bus.call(showPrompt(prompt))]);
  const [dismissed] = completed.body('bv');
  return dismissed === false;
}

function bodyOf(message: Message | undefined, signature: string): Value[] {
  if (!message) throw new Malformed('nothing');
  return message.body(signature);
}

function textOf([message]: Message[]): Secret {
  const [[, , value]] = bodyOf(message, '(oayays)') as [[string, Uint8Array, Uint8Array, string]];
  return new Secret(Buffer.from(value).toString('utf8'));
}
