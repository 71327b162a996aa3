import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeMessage, encodeCall, type Message, messageLength } from '../../../shared/vault/dbus.ts';
import { Malformed } from '../../../shared/vault/dbus-values.ts';
import { message } from './fake-bus.ts';

/** What dbus-daemon and gnome-keyring sent, as dbus-monitor --pcap recorded it, in Base64. */
const vectors: Record<string, string> = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'vectors', 'secret-service.json'), 'utf8'),
);

const bytesOf = (name: string) => new Uint8Array(Buffer.from(vectors[name] ?? '', 'base64'));
const LOGIN = '/org/freedesktop/secrets/collection/login';
const PROMPT = '/org/freedesktop/secrets/prompt/u1';
const SESSION = '/org/freedesktop/secrets/session/s1';
const SECRET = Buffer.from('c2VjcmV0LW9mLTMyLWJ5dGVzLWxlbmd0aC0hISEhISE=');

const rows: [string, Partial<Message>, string, unknown[]][] = [
  ['Hello answered', { type: 'return', replySerial: 1 }, 's', [':1.2']],
  ['OpenSession answered', { type: 'return', replySerial: 2 }, 'vo', [{ signature: 's', value: '' }, SESSION]],
  ['SearchItems answered', { type: 'return', replySerial: 3 }, 'aoao', [[`${LOGIN}/1`], []]],
  ['SearchItems answered, nothing', { type: 'return', replySerial: 3 }, 'aoao', [[], []]],
  ['SearchItems answered, locked', { type: 'return', replySerial: 3 }, 'aoao', [[], [`${LOGIN}/1`]]],
  [
    'GetSecret answered',
    { type: 'return', replySerial: 4 },
    '(oayays)',
    [[SESSION, new Uint8Array(), new Uint8Array(SECRET), 'text/plain']],
  ],
  ['ReadAlias answered', { type: 'return', replySerial: 4 }, 'o', [LOGIN]],
  ['Locked answered', { type: 'return', replySerial: 5 }, 'v', [{ signature: 'b', value: false }]],
  ['Unlock answered', { type: 'return', replySerial: 5 }, 'aoo', [[], PROMPT]],
  ['Prompt answered', { type: 'return', replySerial: 6 }, '', []],
  [
    'Completed',
    { type: 'signal', path: PROMPT, interface: 'org.freedesktop.Secret.Prompt', member: 'Completed' },
    'bv',
    [true, { signature: 'ao', value: [] }],
  ],
  [
    'no such name',
    { type: 'error', errorName: 'org.freedesktop.DBus.Error.ServiceUnknown' },
    's',
    ['The name org.freedesktop.nothing was not provided by any .service files'],
  ],
];

test('every vector is looked at', () => {
  expect(rows.map(([name]) => name).sort()).toEqual(Object.keys(vectors).sort());
});

test.each(rows)('%s', (name, about, signature, body) => {
  const bytes = bytesOf(name);
  expect(messageLength(bytes)).toBe(bytes.length);
  const decoded = decodeMessage(bytes);
  expect(decoded).toMatchObject(about);
  expect(decoded.body(signature)).toEqual(body);
});

test.each(rows)('%s: no cut and no changed byte is a crash', (name, _about, signature) => {
  for (let length = 0; length < bytesOf(name).length; length++) {
    orMalformed(() => read(bytesOf(name).slice(0, length), signature));
  }
  for (let at = 0; at < bytesOf(name).length; at++) {
    for (const other of [0, 1, 0x7f, 0x80, 0xff]) {
      const changed = bytesOf(name);
      changed[at] = other;
      orMalformed(() => read(changed, signature));
    }
  }
});

function read(bytes: Uint8Array, signature: string): void {
  const length = messageLength(bytes);
  if (length !== undefined && length <= bytes.length) decodeMessage(bytes.subarray(0, length)).body(signature);
}

function orMalformed(act: () => void): void {
  try {
    act();
  } catch (thrown) {
    if (!(thrown instanceof Malformed)) throw thrown;
  }
}

test('a call of ours reads as what it says', () => {
  const call = {
    destination: 'org.freedesktop.secrets',
    path: '/org/freedesktop/secrets',
    interface: 'org.freedesktop.Secret.Service',
    member: 'SearchItems',
    signature: 'a{ss}',
    body: [[['service', 'é'] as string[], ['account', '']]],
  };
  const bytes = encodeCall(7, call);
  expect(messageLength(bytes)).toBe(bytes.length);
  const decoded = decodeMessage(bytes);
  expect(decoded).toMatchObject({ type: 'call', path: call.path, interface: call.interface, member: call.member });
  expect(decoded.body('a{ss}')).toEqual(call.body);
});

test('a big-endian message reads the same', () => {
  const bytes = Buffer.from(
    '42020001' +
      '00000009' +
      '00000001' +
      '0000000f' +
      '05017500' +
      '00000001' +
      '08016700' +
      '017300' +
      '00' +
      '00000004' +
      '3a312e32' +
      '00',
    'hex',
  );
  expect(messageLength(bytes)).toBe(bytes.length);
  expect(decodeMessage(bytes).replySerial).toBe(1);
  expect(decodeMessage(bytes).body('s')).toEqual([':1.2']);
});

const answer = (signature: string, body: Parameters<typeof message>[0]['body'] = []) =>
  decodeMessage(message({ type: 2, replySerial: 1, signature, body }));

test.each([
  ['another signature', () => answer('s', ['text']).body('o')],
  ['a body where none was due', () => answer('s', ['text']).body('')],
  ['no path', () => answer('o', ['no path']).body('o')],
  ['a path that goes up', () => answer('o', ['/a/../b']).body('o')],
  ['a path with an empty part', () => answer('o', ['/a//b']).body('o')],
  ['a text with a NUL', () => answer('s', ['a\0b']).body('s')],
  ['a truth value of 2', () => answer('b', [2]).body('b')],
  ['a variant of two types', () => answer('v', [{ signature: 'uu', value: 1 }]).body('v')],
  ['a variant of no type', () => answer('v', [{ signature: '', value: 1 }]).body('v')],
  ['an unknown type', () => decodeMessage(message({ type: 0 }))],
])('%s is refused', (_name, act) => {
  expect(act).toThrow(Malformed);
});

test.each([
  ['text of another protocol', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
  ['a body of 4 GiB', Buffer.from('6c0200010000fffff0000000100000000', 'hex')],
])('%s is no message', (_name, bytes) => {
  const start = Buffer.from(bytes);
  if (start[0] === 0x6c) start.writeUInt32LE(0xffffffff, 4);
  expect(() => messageLength(start)).toThrow(Malformed);
});

test('variants in variants end somewhere', () => {
  let value: Parameters<typeof message>[0]['body'] = [1];
  for (let depth = 0; depth < 40; depth++) value = [{ signature: depth === 0 ? 'u' : 'v', value: value[0] ?? 0 }];
  expect(() => answer('v', value).body('v')).toThrow(Malformed);
});
