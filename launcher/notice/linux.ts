import type { Env } from '../../shared/host.ts';
import { type Bus, connectBus, Lost, Refused } from '../../shared/vault/bus.ts';
import { busSockets } from '../../shared/vault/bus-address.ts';
import type { Call, Message } from '../../shared/vault/dbus.ts';
import { Malformed, type Value } from '../../shared/vault/dbus-values.ts';
import type { Notice, NoticeHost, Reaction } from './notice.ts';

/** Of a desktop's service that works; one that stalls is as good as none. */
const SERVICE_LIMIT_MS = 3_000;

const SERVICE = { destination: 'org.freedesktop.Notifications', path: '/org/freedesktop/Notifications' } as const;
const CLICKS = ['default', 'sign-in'];

/**
 * A notification of the desktop, by https://specifications.freedesktop.org/notification-spec/latest/ on the session bus.
 * It is taken back when our time is over, or when we are asked to end: a click would then do nothing.
 */
export async function showOnLinux({ env }: NoticeHost, notice: Notice, limitMs: number): Promise<Reaction> {
  const over = Promise.withResolvers<undefined>();
  const end = () => over.resolve(undefined);
  const timer = setTimeout(end, limitMs);
  process.on('SIGTERM', end);
  try {
    return await showUntil(over.promise, env, notice);
  } finally {
    clearTimeout(timer);
    process.off('SIGTERM', end);
  }
}

async function showUntil(over: Promise<undefined>, env: Env, notice: Notice): Promise<Reaction> {
  const limit = new AbortController();
  const late = () => limit.abort(new Lost('late'));
  let timer = setTimeout(late, SERVICE_LIMIT_MS);
  let shown = false;
  let bus: Bus | undefined;
  try {
    bus = await connectBus(busSockets(env), limit.signal);
    const reactions = listen(bus);
    const answers = await bus.call(watch('ActionInvoked'), watch('NotificationClosed'), notify(notice));
    const [id] = answers[2]?.body('u') ?? [];
    clearTimeout(timer);
    shown = true;
    const reaction = await Promise.race([reactions.to(id as number), over]);
    if (reaction) return reaction;
    timer = setTimeout(late, SERVICE_LIMIT_MS);
    await bus.call(takeBack(id as number));
    return 'dismissed';
  } catch (thrown) {
    if (!(thrown instanceof Lost || thrown instanceof Refused || thrown instanceof Malformed)) throw thrown;
    return shown ? 'dismissed' : 'unavailable';
  } finally {
    clearTimeout(timer);
    bus?.close(new Lost('done'));
  }
}

/** What becomes of a notification, also where it is heard before its number is known. The bus tells us of all of them. */
function listen(bus: Bus): { to(id: number): Promise<Reaction> } {
  const heard = new Map<number, Reaction>();
  let tell = () => {};
  const note = (message: Message, signature: string, reaction: (second: Value | undefined) => Reaction) => {
    const [id, second] = message.body(signature);
    // A click closes it too, and comes first.
    if (!heard.has(id as number)) heard.set(id as number, reaction(second));
    tell();
  };
  bus.hear(SERVICE.path, 'ActionInvoked', (message) =>
    note(message, 'us', (key) => (CLICKS.includes(key as string) ? 'clicked' : 'dismissed')),
  );
  bus.hear(SERVICE.path, 'NotificationClosed', (message) => note(message, 'uu', () => 'dismissed'));
  return {
    to: (id) =>
      new Promise((resolve) => {
        tell = () => {
          const reaction = heard.get(id);
          if (reaction) resolve(reaction);
        };
        tell();
      }),
  };
}

function watch(member: string): Call {
  return {
    ...{ destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' },
    member: 'AddMatch',
    signature: 's',
    body: [`type='signal',sender='${SERVICE.destination}',interface='${SERVICE.destination}',member='${member}'`],
  };
}

/** Urgency 2 would not go away by itself; 1 is the ordinary one. Expiry 0: it stays until the person does something. */
function notify({ title, text, signIn, later }: Notice): Call {
  const actions = ['default', signIn, 'sign-in', signIn, 'later', later];
  const hints: Value[] = [['urgency', { signature: 'y', value: 1 }]];
  return {
    ...SERVICE,
    interface: SERVICE.destination,
    member: 'Notify',
    signature: 'susssasa{sv}i',
    body: ['Bedrock Launcher', 0, 'dialog-password', title, text, actions, hints, 0],
  };
}

function takeBack(id: number): Call {
  return { ...SERVICE, interface: SERVICE.destination, member: 'CloseNotification', signature: 'u', body: [id] };
}
