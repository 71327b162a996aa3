import { Malformed, Reader, type Value, type Variant, Writer } from './dbus-values.ts';

/**
 * D-Bus messages as bytes: what a client of the Secret Service needs, without loading a library or a module of Node.
 * What comes from the bus is checked before it is believed: lengths, padding, text, paths and the expected signature.
 * https://dbus.freedesktop.org/doc/dbus-specification.html#message-protocol
 */

export interface Call {
  destination: string;
  path: string;
  interface: string;
  member: string;
  signature?: string;
  body?: Value[];
}

export interface Message {
  type: 'call' | 'return' | 'error' | 'signal' | 'unknown';
  replySerial: number | undefined;
  path: string | undefined;
  interface: string | undefined;
  member: string | undefined;
  errorName: string | undefined;
  /** The values of the body; throws Malformed when it does not have that signature. */
  body(signature: string): Value[];
}

/** No message to us is longer: keys and paths are all that we ask for. (The protocol would allow 128 MiB.) */
const LONGEST_MESSAGE = 1024 * 1024;

const TYPES = ['unknown', 'call', 'return', 'error', 'signal'] as const;
const FIELD = { path: 1, interface: 2, member: 3, errorName: 4, replySerial: 5, destination: 6, signature: 8 } as const;

/** The bytes of a method call, little-endian. */
export function encodeCall(serial: number, call: Call): Uint8Array {
  const { signature = '', body = [] } = call;
  const content = new Writer();
  content.values(signature, body);
  const fields: Value[] = (['path', 'interface', 'member', 'destination'] as const).map((name) => [
    FIELD[name],
    { signature: name === 'path' ? 'o' : 's', value: call[name] },
  ]);
  if (signature) fields.push([FIELD.signature, { signature: 'g', value: signature }]);
  const whole = new Writer();
  whole.values('yyyyuua(yv)', [0x6c, 1, 0, 1, content.length, serial, fields]);
  whole.align(8);
  whole.append(content.bytes());
  return whole.bytes();
}

const HEADER = 16;

/** How long the message is that starts there; undefined as long as too little of it has come. */
export function messageLength(bytes: Uint8Array): number | undefined {
  if (bytes.length > 0 && bytes[0] !== 0x6c && bytes[0] !== 0x42) throw new Malformed('not a message');
  if (bytes.length < HEADER) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const little = bytes[0] === 0x6c;
  const header = HEADER + view.getUint32(12, little);
  const length = header + (-header & 7) + view.getUint32(4, little);
  if (length > LONGEST_MESSAGE) throw new Malformed('too long');
  return length;
}

/** One whole message, as messageLength measured it. */
export function decodeMessage(bytes: Uint8Array): Message {
  const reader = new Reader(bytes, bytes[0] === 0x6c);
  const [, type = 0, , version, bodyLength, serial, fields] = reader.values('yyyyuua(yv)');
  if (version !== 1 || !type || !serial) throw new Malformed('a header');
  const known = new Map((fields as [number, Variant][]).map(([code, { value }]) => [code, value]));
  const text = (code: number) => {
    const value = known.get(code);
    return typeof value === 'string' ? value : undefined;
  };
  const replySerial = known.get(FIELD.replySerial);
  const content = bytes.subarray(bytes.length - Number(bodyLength));
  return {
    type: TYPES[type as number] ?? 'unknown',
    replySerial: typeof replySerial === 'number' ? replySerial : undefined,
    path: text(FIELD.path),
    interface: text(FIELD.interface),
    member: text(FIELD.member),
    errorName: text(FIELD.errorName),
    body(signature) {
      if ((text(FIELD.signature) ?? '') !== signature) throw new Malformed('another answer than was asked for');
      const reader = new Reader(content, bytes[0] === 0x6c);
      const values = reader.values(signature);
      reader.end();
      return values;
    },
  };
}
