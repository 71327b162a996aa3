import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeCall, messageLength } from '../../shared/vault/dbus.ts';
import { Reader, type Variant } from '../../shared/vault/dbus-values.ts';
import { message } from '../shared/vault/fake-bus.ts';

/** What a program asked the desktop to show. */
export interface Shown {
  id: number;
  title: string;
  text: string;
  actions: string[];
  expiry: number;
}

/** What the person, or the desktop, does with it. */
export type Deed = { click: string } | { close: number } | 'silence';

/** A session bus of one's own, of the real dbus-daemon. */
export interface RealBus {
  env: { DBUS_SESSION_BUS_ADDRESS: string };
  stop(): Promise<void>;
}

export async function startRealBus(): Promise<RealBus> {
  const folder = mkdtempSync(join(tmpdir(), 'real-bus-'));
  const address = `unix:path=${join(folder, 'bus')}`;
  const daemon = Bun.spawn(['dbus-daemon', '--session', '--nofork', '--print-address', `--address=${address}`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await daemon.stdout.getReader().read();
  return {
    env: { DBUS_SESSION_BUS_ADDRESS: address },
    async stop() {
      daemon.kill();
      await daemon.exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const NAME = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';
const BUS = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' };
const [CALL, RETURN, SIGNAL] = [1, 2, 4];

/** A desktop that shows notifications on that bus: it notes them, and does with each what `deeds` says. */
export async function startDesktop(
  bus: RealBus,
  deeds: (shown: Shown) => Deed[],
): Promise<{ shown: Shown[]; takenBack: number[]; stop(): void }> {
  const shown: Shown[] = [];
  const takenBack: number[] = [];
  let received = Buffer.alloc(0);
  let serial = 2;
  const named = Promise.withResolvers<void>();
  const socket = await Bun.connect({
    unix: bus.env.DBUS_SESSION_BUS_ADDRESS.replace('unix:path=', ''),
    socket: {
      data(_, bytes) {
        received = Buffer.concat([received, bytes]);
        if (serial === 2 && received.includes('OK ')) {
          received = received.subarray(received.indexOf('\r\n', received.indexOf('OK ')) + 2);
          serial++;
        }
        for (const bytes of wholeIn()) take(bytes);
      },
    },
  });
  const send = (about: Parameters<typeof message>[0]) => void socket.write(message({ ...about, serial: ++serial }));

  function* wholeIn(): Generator<Buffer> {
    while (serial > 2) {
      const length = messageLength(received);
      if (length === undefined || length > received.length) return;
      yield received.subarray(0, length);
      received = received.subarray(length);
    }
  }

  function take(bytes: Buffer): void {
    const { type, member, sender, replySerial, at, content } = decoded(bytes);
    if (type === RETURN && replySerial === 2) named.resolve();
    if (type === CALL && member === 'CloseNotification') {
      takenBack.push(Number(content.values('u')[0]));
      send({ type: RETURN, replySerial: at, destination: sender });
    }
    if (type !== CALL || member !== 'Notify') return;
    const [, , , title, text, actions, , expiry] = content.values('susssasa{sv}i');
    const one = { id: shown.length + 41, title, text, actions, expiry } as Shown;
    shown.push(one);
    send({ type: RETURN, replySerial: at, destination: sender, signature: 'u', body: [one.id] });
    for (const deed of deeds(one)) {
      if (deed === 'silence') continue;
      const what =
        'click' in deed ? { member: 'ActionInvoked', signature: 'us', body: [one.id, deed.click] } : undefined;
      const closed =
        'close' in deed ? { member: 'NotificationClosed', signature: 'uu', body: [one.id, deed.close] } : {};
      send({ type: SIGNAL, path: PATH, interface: NAME, ...(what ?? closed) });
    }
  }

  socket.write(Buffer.from('\0AUTH EXTERNAL\r\nDATA\r\nBEGIN\r\n'));
  socket.write(encodeCall(1, { ...BUS, member: 'Hello' }));
  socket.write(encodeCall(2, { ...BUS, member: 'RequestName', signature: 'su', body: [NAME, 0] }));
  await named.promise;
  return { shown, takenBack, stop: () => socket.terminate() };
}

function decoded(bytes: Buffer) {
  const [, type, , , length, at, fields] = new Reader(bytes, true).values('yyyyuua(yv)');
  const known = new Map((fields as [number, Variant][]).map(([code, { value }]) => [code, value]));
  return {
    type: type as number,
    at: at as number,
    member: known.get(3) as string | undefined,
    replySerial: known.get(5) as number | undefined,
    sender: known.get(7) as string,
    content: new Reader(new Uint8Array(bytes.subarray(bytes.length - Number(length))), true),
  };
}
