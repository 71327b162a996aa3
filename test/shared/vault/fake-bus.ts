import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeMessage, messageLength } from '../../../shared/vault/dbus.ts';
import { type Value, Writer } from '../../../shared/vault/dbus-values.ts';

/** What a member answers: a body with its signature, an error's name, bytes as they are, or nothing ever. */
export type Answer = { signature: string; body: Value[] } | { error: string } | Uint8Array | 'silence';

/** A message bus of one's own: it lets everybody in and answers by member; what it was called with is noted. */
export interface FakeBus {
  env: Record<string, string>;
  called: string[];
  /** How many clients are connected. */
  clients(): number;
  stop(): void;
}

export const CONSENT = 'DATA\r\nOK 0123456789abcdef0123456789abcdef\r\n';

export function startFakeBus(answers: Answers, consent = CONSENT, abstract = false): FakeBus {
  const folder = mkdtempSync(join(tmpdir(), 'bus-'));
  const path = join(folder, 'bus');
  const called: string[] = [];
  let clients = 0;
  const server = Bun.listen<Client>({
    unix: abstract ? `\0${path}` : path,
    socket: {
      open(socket) {
        socket.data = { received: Buffer.alloc(0), begun: false, calls: 0 };
        clients++;
      },
      close() {
        clients--;
      },
      data(socket, bytes) {
        socket.data.received = Buffer.concat([socket.data.received, bytes]);
        if (begins(socket.data)) socket.write(consent);
        for (const member of callsIn(socket.data)) {
          called.push(member);
          for (const bytes of answersTo(answers, member, ++socket.data.calls)) socket.write(bytes);
        }
      },
    },
  });
  return {
    env: { DBUS_SESSION_BUS_ADDRESS: `unix:${abstract ? 'abstract' : 'path'}=${path}` },
    called,
    clients: () => clients,
    stop() {
      server.stop(true);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Answers = Record<string, Answer | (() => Answer[])>;

interface Client {
  received: Buffer;
  begun: boolean;
  calls: number;
}

/** Once per client: what follows are messages. */
function begins(client: Client): boolean {
  const end = client.received.indexOf('BEGIN\r\n') + 'BEGIN\r\n'.length;
  if (client.begun || end < 'BEGIN\r\n'.length) return false;
  client.received = client.received.subarray(end);
  client.begun = true;
  return true;
}

function* callsIn(client: Client): Generator<string> {
  while (client.begun) {
    const length = messageLength(client.received);
    if (length === undefined || length > client.received.length) return;
    yield decodeMessage(client.received.subarray(0, length)).member ?? '';
    client.received = client.received.subarray(length);
  }
}

function answersTo(answers: Answers, member: string, serial: number): Uint8Array[] {
  const answer = answers[member] ?? 'silence';
  const all = typeof answer === 'function' ? answer() : [answer];
  return all.flatMap((one) => (one === 'silence' ? [] : [bytesOf(one, serial)]));
}

function bytesOf(answer: Exclude<Answer, 'silence'>, serial: number): Uint8Array {
  if (answer instanceof Uint8Array) return answer;
  if ('error' in answer) return message({ type: 3, replySerial: serial, errorName: answer.error });
  return message({ type: 2, replySerial: serial, ...answer });
}

/** A message as a service would send it. */
export function message(about: {
  type: number;
  /** Its own; 1 where nobody answers to it. */
  serial?: number;
  replySerial?: number;
  destination?: string | undefined;
  path?: string;
  interface?: string;
  member?: string;
  errorName?: string;
  signature?: string;
  body?: Value[];
}): Uint8Array {
  const content = new Writer();
  content.values(about.signature ?? '', about.body ?? []);
  const field = (code: number, signature: string, value: Value | undefined): Value[] =>
    value === undefined ? [] : [[code, { signature, value }]];
  const fields = [
    ...field(1, 'o', about.path),
    ...field(2, 's', about.interface),
    ...field(3, 's', about.member),
    ...field(4, 's', about.errorName),
    ...field(5, 'u', about.replySerial),
    ...field(6, 's', about.destination),
    ...field(8, 'g', about.signature),
  ];
  const whole = new Writer();
  whole.values('yyyyuua(yv)', [0x6c, about.type, 0, 1, content.length, about.serial ?? 1, fields]);
  whole.align(8);
  whole.append(content.bytes());
  return whole.bytes();
}
