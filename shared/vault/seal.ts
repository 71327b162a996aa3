/**
 * The form of our files at rest: a head in the open (`BLV1`, where the key lives, a label with its length), nonce, then
 * AES-256-GCM's text and tag. Head and file name are authenticated with it, so that no file stands in for another.
 * WebCrypto, because loading node:crypto would cost the helper more than all else that it does.
 */
export type KeyPlace = 'keychain' | 'file';

/** Anything that opens our files; it can't be exported again. */
export type VaultKey = CryptoKey;

export const KEY_BYTES = 32;

const MAGIC = 'BLV1';
const PLACE_LETTERS: Record<KeyPlace, string> = { keychain: 'k', file: 'f' };
const PLACE_AT = MAGIC.length;
const LABEL_LENGTH_AT = PLACE_AT + 1;
const LABEL_AT = LABEL_LENGTH_AT + 2;
const LONGEST_LABEL = 0xffff;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const ALGORITHM = 'AES-GCM';

/** Undefined when the text is not the base64 of a key. */
export async function keyFrom(base64: string): Promise<VaultKey | undefined> {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== KEY_BYTES || bytes.toString('base64') !== base64.trimEnd()) return undefined;
  return crypto.subtle.importKey('raw', bytes, ALGORITHM, false, ['encrypt', 'decrypt']);
}

/** What a sealed file says of itself in the open. It is believed once the file is opened, and only then. */
export interface Head {
  place: KeyPlace;
  label: string;
  /** Its length in bytes. */
  length: number;
}

/** Undefined when the file is none of ours. */
export function headOf(sealed: Uint8Array): Head | undefined {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes.length < LABEL_AT || bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined;
  const letter = bytes.toString('latin1', PLACE_AT, PLACE_AT + 1);
  const place = (['keychain', 'file'] as const).find((name) => PLACE_LETTERS[name] === letter);
  const length = LABEL_AT + bytes.readUInt16BE(LABEL_LENGTH_AT);
  if (!place || bytes.length < length + NONCE_BYTES + TAG_BYTES) return undefined;
  return { place, label: bytes.toString('utf8', LABEL_AT, length), length };
}

/** Seals a text under a name. The label stays readable, for whoever wants to know something before the key is there. */
export async function seal(text: string, key: VaultKey, name: string, place: KeyPlace, label = ''): Promise<Buffer> {
  const head = headBytes(place, Buffer.from(label));
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const body = await crypto.subtle.encrypt(parameters(iv, head, name), key, Buffer.from(text));
  return Buffer.concat([head, iv, Buffer.from(body)]);
}

function headBytes(place: KeyPlace, label: Buffer): Buffer {
  if (label.length > LONGEST_LABEL) throw new RangeError('the label is too long');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(label.length);
  return Buffer.concat([Buffer.from(MAGIC + PLACE_LETTERS[place], 'latin1'), length, label]);
}

/** Undefined when the file was not sealed by this key under this name: corrupt, foreign or swapped. */
export async function open(sealed: Uint8Array, key: VaultKey, name: string): Promise<string | undefined> {
  const head = headOf(sealed);
  if (!head) return undefined;
  const iv = new Uint8Array(sealed.subarray(head.length, head.length + NONCE_BYTES));
  const body = new Uint8Array(sealed.subarray(head.length + NONCE_BYTES));
  try {
    const text = await crypto.subtle.decrypt(parameters(iv, sealed.subarray(0, head.length), name), key, body);
    return Buffer.from(text).toString('utf8');
  } catch {
    return undefined;
  }
}

function parameters(iv: Uint8Array<ArrayBuffer>, head: Uint8Array, name: string) {
  return { name: ALGORITHM, iv, additionalData: Buffer.concat([head, Buffer.from(name)]), tagLength: TAG_BYTES * 8 };
}
