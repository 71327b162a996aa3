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

export function startFakeBus(answers: Record<string, Answer | (() => Answer[])>, consent = CONSENT): FakeBus {
  const folder = mkdtempSync(join(tmpdir(), 'bus-'));
  const unix = join(folder, 'bus');
  const called: string[] = [];
  let clients = 0;
  const server = Bun.listen<{ received: Buffer; begun: boolean }>({
    unix,
    socket: {
      open(socket) {
        socket.data = { received: Buffer.alloc(0), begun: false };
        clients++;
      },
      close() {
        clients--;
      },
      data(socket, bytes) {
        const { data } = socket;
        data.received = Buffer.concat([data.received, bytes]);
        const begin = data.received.indexOf('BEGIN\r\n');
        if (!data.begun && begin >= 0) {
          data.begun = true;
          data.received = data.received.subarray(begin + 'BEGIN\r\n'.length);
          socket.write(consent);
        }
        for (let length = messageLength(data.received); length !== undefined; length = messageLength(data.received)) {
          const call = decodeMessage(data.received.subarray(0, length));
          data.received = data.received.subarray(length);
          called.push(call.member ?? '');
          const answer = answers[call.member ?? ''] ?? 'silence';
          for (const one of typeof answer === 'function' ? answer() : [answer]) {
            if (one !== 'silence') socket.write(bytesOf(one, called.length));
          }
        }
      },
    },
  });
  return {
    env: { DBUS_SESSION_BUS_ADDRESS: `unix:path=${unix}` },
    called,
    clients: () => clients,
    stop() {
      server.stop(true);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function bytesOf(answer: Exclude<Answer, 'silence'>, serial: number): Uint8Array {
  if (answer instanceof Uint8Array) return answer;
  if ('error' in answer) return message({ type: 3, replySerial: serial, errorName: answer.error });
  return message({ type: 2, replySerial: serial, ...answer });
}

/** A message as a service would send it. */
export function message(about: {
  type: number;
  replySerial?: number;
  path?: string;
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
    ...field(3, 's', about.member),
    ...field(4, 's', about.errorName),
    ...field(5, 'u', about.replySerial),
    ...field(8, 'g', about.signature),
  ];
  const whole = new Writer();
  whole.values('yyyyuua(yv)', [0x6c, about.type, 0, 1, content.length, 1, fields]);
  whole.align(8);
  whole.append(content.bytes());
  return whole.bytes();
}
