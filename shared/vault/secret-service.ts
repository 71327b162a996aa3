import type { Env } from '../host.ts';
import { Secret } from '../secret.ts';
import { type Bus, connectBus, Lost, Refused } from './bus.ts';
import { busSockets } from './bus-address.ts';
import type { Call, Message } from './dbus.ts';
import { Malformed, type Value, type Variant } from './dbus-values.ts';

/** The name of an item, as Bun.secrets takes it. */
export interface ItemName {
  service: string;
  name: string;
}

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
    if (!found) return absence(bus, unlock, true);
    if (!open[0] && !(await unlock(found))) return { state: 'locked' };
    return { state: 'found', secret: textOf(await bus.call(getSecret(found, session as string))) };
  });
}

/** Whether an item can be written without a question to a person, or after one where that is allowed. */
export function writable(env: Env, patience: Patience): Promise<Lack> {
  return onTheBus(env, patience, (bus, unlock) => absence(bus, unlock, patience.askingMs !== undefined));
}

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
async function absence(bus: Bus, unlock: Unlock, mayBegin: boolean): Promise<Lack> {
  const [collection] = bodyOf((await bus.call(readDefault))[0], 'o') as [string];
  // None yet: the first write makes it, and asks for its password.
  if (collection === '/')
    return mayBegin ? { state: 'absent' } : { state: 'unavailable', why: 'it has no keyring yet' };
  const [{ value: locked }] = bodyOf((await bus.call(getLocked(collection)))[0], 'v') as [Variant];
  return { state: !locked || (await unlock(collection)) ? 'absent' : 'locked' };
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

const SERVICE = { destination: 'org.freedesktop.secrets', path: '/org/freedesktop/secrets' };

function toService(member: string, signature: string, ...body: Value[]): Call {
  return { ...SERVICE, interface: 'org.freedesktop.Secret.Service', member, signature, body };
}

const openSession = toService('OpenSession', 'sv', 'plain', { signature: 's', value: '' });
const readDefault = toService('ReadAlias', 's', 'default');
const unlockObjects = (paths: string[]) => toService('Unlock', 'ao', paths);

/** The attributes that Bun.secrets gives its items. */
function searchItems({ service, name }: ItemName): Call {
  const attributes = { account: name, service, 'xdg:schema': 'com.oven-sh.bun.Secret' };
  return toService('SearchItems', 'a{ss}', Object.entries(attributes));
}

function getSecret(path: string, session: string): Call {
  return {
    ...SERVICE,
    path,
    interface: 'org.freedesktop.Secret.Item',
    member: 'GetSecret',
    signature: 'o',
    body: [session],
  };
}

function getLocked(path: string): Call {
  const body = ['org.freedesktop.Secret.Collection', 'Locked'];
  return { ...SERVICE, path, interface: 'org.freedesktop.DBus.Properties', member: 'Get', signature: 'ss', body };
}

const watchPrompts: Call = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
  member: 'AddMatch',
  signature: 's',
  body: ["type='signal',interface='org.freedesktop.Secret.Prompt',member='Completed'"],
};

/** No window of ours is its parent. */
function showPrompt(path: string): Call {
  return {
    ...SERVICE,
    path,
    interface: 'org.freedesktop.Secret.Prompt',
    member: 'Prompt',
    signature: 's',
    body: [''],
  };
}
