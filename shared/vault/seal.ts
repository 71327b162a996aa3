/**
 * The form of our files at rest: `BLV1`, where the key lives, nonce, then AES-256-GCM's text and tag. The header and the
 * file's name are authenticated with it, so that no file stands in for another. WebCrypto, because loading node:crypto
 * would cost the helper more than all else that it does.
 */
export type KeyPlace = 'keychain' | 'file';

/** Anything that opens our files; it can't be exported again. */
export type VaultKey = CryptoKey;

export const KEY_BYTES = 32;

const MAGIC = 'BLV1';
const PLACE_LETTERS: Record<KeyPlace, string> = { keychain: 'k', file: 'f' };
const HEADER_BYTES = MAGIC.length + 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const ALGORITHM = 'AES-GCM';

/** Undefined when the text is not the base64 of a key. */
export async function keyFrom(base64: string): Promise<VaultKey | undefined> {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== KEY_BYTES || bytes.toString('base64') !== base64.trim()) return undefined;
  return crypto.subtle.importKey('raw', bytes, ALGORITHM, false, ['encrypt', 'decrypt']);
}

/** Where the key of a sealed file lives; undefined when it is none of ours. */
export function keyPlaceOf(sealed: Uint8Array): KeyPlace | undefined {
  if (sealed.length < HEADER_BYTES + NONCE_BYTES + TAG_BYTES) return undefined;
  const header = Buffer.from(sealed.subarray(0, HEADER_BYTES)).toString('latin1');
  return (['keychain', 'file'] as const).find((place) => header === MAGIC + PLACE_LETTERS[place]);
}

export async function seal(text: string, key: VaultKey, name: string, place: KeyPlace): Promise<Buffer> {
  const header = Buffer.from(MAGIC + PLACE_LETTERS[place], 'latin1');
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const body = await crypto.subtle.encrypt(parameters(iv, header, name), key, Buffer.from(text));
  return Buffer.concat([header, iv, Buffer.from(body)]);
}

/** Undefined when the file was not sealed by this key under this name: corrupt, foreign or swapped. */
export async function open(sealed: Uint8Array, key: VaultKey, name: string): Promise<string | undefined> {
  if (!keyPlaceOf(sealed)) return undefined;
  const header = sealed.subarray(0, HEADER_BYTES);
  const iv = new Uint8Array(sealed.subarray(HEADER_BYTES, HEADER_BYTES + NONCE_BYTES));
  try {
    const body = new Uint8Array(sealed.subarray(HEADER_BYTES + NONCE_BYTES));
    return Buffer.from(await crypto.subtle.decrypt(parameters(iv, header, name), key, body)).toString('utf8');
  } catch {
    return undefined;
  }
}

function parameters(iv: Uint8Array<ArrayBuffer>, header: Uint8Array, name: string) {
  return { name: ALGORITHM, iv, additionalData: Buffer.concat([header, Buffer.from(name)]), tagLength: TAG_BYTES * 8 };
}
