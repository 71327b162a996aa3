import { type Call, decodeMessage, encodeCall, type Message, messageLength } from './dbus.ts';
import { Malformed } from './dbus-values.ts';

/** The connection ended before the answer came; the message says why. */
export class Lost extends Error {}

/** The bus, or who was called, answered with an error of that name. */
export class Refused extends Error {}

/** A connection to a message bus. */
export interface Bus {
  /**
   * Sends calls in one write and gives their answers in their order. The bus delivers in order, so calls that don't
   * need each other's answers share one round trip. Throws Refused, Lost or Malformed.
   */
  call(...calls: Call[]): Promise<Message[]>;
  /** The next signal of that name from that object; the caller has asked the bus for it (AddMatch). */
  signal(path: string, member: string): Promise<Message>;
  /** Calls `listener` for each signal of that name from that object, in their order. */
  hear(path: string, member: string, listener: (signal: Message) => void): void;
  /** Ends it; whoever still waits gets `reason`. */
  close(reason: Error): void;
}

type Socket = Awaited<ReturnType<typeof Bun.connect>>;

/**
 * Who we are is what the kernel says of our socket (EXTERNAL without a name, as systemd's client does it), and we don't
 * wait for the consent: the greeting, Hello and the first calls travel together.
 */
const GREETING = Buffer.from('\0AUTH EXTERNAL\r\nDATA\r\nBEGIN\r\n');
const LONGEST_CONSENT = 1024;

const hello: Call = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
  member: 'Hello',
};

/** Throws Lost when nobody listens on any of the sockets. */
export async function connectBus(sockets: readonly string[], limit: AbortSignal): Promise<Bus> {
  for (const unix of sockets) {
    const bus = new Connection();
    limit.addEventListener('abort', () => bus.close(limit.reason), { once: true });
    if (await bus.open(unix)) return bus;
    limit.throwIfAborted();
  }
  throw new Lost('there is no session bus');
}

interface Waiter {
  resolve(message: Message): void;
  reject(reason: Error): void;
}

class Connection implements Bus {
  #socket: Socket | undefined;
  #received = Buffer.alloc(0);
  #consented = false;
  #serial = 0;
  #unsent: Uint8Array[] = [GREETING, encodeCall(++this.#serial, hello)];
  #over: Error | undefined;
  readonly #answers = new Map<number, Waiter>();
  readonly #signals = new Map<string, Waiter>();
  readonly #listeners = new Map<string, (signal: Message) => void>();
  readonly #end = Promise.withResolvers<false>();

  /** False when nobody listens there, or when the connection was closed meanwhile. */
  open(unix: string): Promise<boolean> {
    const lost = () => this.close(new Lost('the session bus closed the connection'));
    const connecting = Bun.connect({
      unix,
      socket: {
        data: (_, bytes) => this.#take(bytes),
        close: lost,
        error: lost,
        connectError: lost,
      },
    });
    const opened = connecting.then(
      (socket) => this.#opened(socket),
      () => false,
    );
    return Promise.race([opened, this.#end.promise]);
  }

  #opened(socket: Socket): boolean {
    if (this.#over) socket.terminate();
    this.#socket = socket;
    return !this.#over;
  }

  call(...calls: Call[]): Promise<Message[]> {
    const answers = calls.map((call) => {
      this.#unsent.push(encodeCall(++this.#serial, call));
      return this.#waitFor(this.#answers, this.#serial);
    });
    this.#send();
    return Promise.all(answers);
  }

  signal(path: string, member: string): Promise<Message> {
    return this.#waitFor(this.#signals, `${path} ${member}`);
  }

  hear(path: string, member: string, listener: (signal: Message) => void): void {
    this.#listeners.set(`${path} ${member}`, listener);
  }

  #waitFor<Key>(waiters: Map<Key, Waiter>, key: Key): Promise<Message> {
    const { promise, resolve, reject } = Promise.withResolvers<Message>();
    if (this.#over) reject(this.#over);
    else waiters.set(key, { resolve, reject });
    return promise;
  }

  #send(): void {
    const bytes = Buffer.concat(this.#unsent.splice(0));
    // So few bytes always fit, unless the other side has stopped reading.
    if (this.#socket?.write(bytes) !== bytes.length) this.close(new Lost('the session bus takes nothing'));
  }

  close(reason: Error): void {
    if (this.#over) return;
    this.#over = reason;
    this.#end.resolve(false);
    for (const { reject } of [...this.#answers.values(), ...this.#signals.values()]) reject(reason);
    this.#socket?.terminate();
  }

  #take(bytes: Buffer): void {
    if (this.#over) return;
    this.#received = Buffer.concat([this.#received, bytes]);
    try {
      if (!this.#consented) this.#takeConsent();
      if (this.#consented) this.#takeMessages();
    } catch (thrown) {
      this.close(thrown instanceof Error ? thrown : new Lost('an answer that makes no sense'));
    }
  }

  /** `DATA` asks for the name that we don't give, `OK` is the consent; all that follows is messages. */
  #takeConsent(): void {
    const text = this.#received.toString('latin1', 0, LONGEST_CONSENT);
    const [consent] = /^(?:DATA *\r\n)?OK [^\r\n]*\r\n/.exec(text) ?? [];
    if (consent) {
      this.#consented = true;
      this.#received = this.#received.subarray(consent.length);
    } else if (text.startsWith('REJECTED')) throw new Lost('the session bus does not let this user in');
    else if (!/^(?:D|O|R|$)/.test(text) || text.length === LONGEST_CONSENT) throw new Malformed('not a bus');
  }

  #takeMessages(): void {
    for (;;) {
      const length = messageLength(this.#received);
      if (length === undefined || length > this.#received.length) return;
      this.#deliver(decodeMessage(this.#received.subarray(0, length)));
      this.#received = this.#received.subarray(length);
    }
  }

  #deliver(message: Message): void {
    const { type, replySerial = 0, path, member } = message;
    if (type === 'signal') {
      settle(this.#signals, `${path} ${member}`, (waiter) => waiter.resolve(message));
      this.#listeners.get(`${path} ${member}`)?.(message);
    } else
      settle(this.#answers, replySerial, (waiter) => {
        if (type === 'error') waiter.reject(new Refused(message.errorName ?? 'no name'));
        else if (type === 'return') waiter.resolve(message);
      });
  }
}

function settle<Key>(waiters: Map<Key, Waiter>, key: Key, act: (waiter: Waiter) => void): void {
  const waiter = waiters.get(key);
  waiters.delete(key);
  if (waiter) act(waiter);
}
