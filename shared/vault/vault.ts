import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { deadline } from '../deadline.ts';
import { prepareFolder, readIfThere, replaceFile } from '../files.ts';
import type { Host } from '../host.ts';
import { pathOf, stateDir } from '../places.ts';
import { Problem } from '../problem.ts';
import { openKeychain } from './keychain.ts';
import { withLock } from './lock.ts';

export type VaultHost = Pick<Host, 'platform' | 'env' | 'home' | 'pause'>;

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_LOCK_LIMIT_MS = 9_000;
const KEYCHAIN_ITEM = { service: 'io.github.bedrock-launcher', name: 'vault-key' };

/** Where the vault's key lives. */
interface KeyPlace {
  read(): Promise<string | null>;
  write(key: string): Promise<void>;
}

/** Texts of ours at rest, by name. */
export interface Vault {
  /** Undefined when there is none, or when it was not sealed by us under this name. */
  read(name: string): Promise<string | undefined>;
  /** Throws a Problem (storage) when `write` could not work. */
  prepare(): Promise<void>;
  write(name: string, text: string): Promise<void>;
}

/** Files sealed with AES-256-GCM, each bound to its name, under one key from the keychain or a file. */
export function openVault(host: VaultHost, storage: 'keychain' | 'file', mayAsk = false): Vault {
  const place = storage === 'keychain' ? openKeychain(host, KEYCHAIN_ITEM, mayAsk) : keyFile(host);
  const folder = pathOf(host.platform).join(stateDir(host), 'vault');
  const fileOf = (name: string) => pathOf(host.platform).join(folder, `${name}.sealed`);
  let key: Promise<Buffer> | undefined;
  const theKey = () => {
    key ??= readOrMakeKey(host, place);
    return key;
  };
  return {
    async read(name) {
      const sealed = await readIfThere(fileOf(name));
      return sealed && open(sealed, await theKey(), name);
    },
    async prepare() {
      await prepareFolder(folder);
      await theKey();
    },
    write: async (name, text) => replaceFile(fileOf(name), seal(text, await theKey(), name)),
  };
}

/** nonce, tag, text */
export function seal(text: string, key: Buffer, name: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(name));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** Undefined when the file was not sealed by this key under this name: corrupt, foreign or swapped. */
export function open(sealed: Buffer, key: Buffer, name: string): string | undefined {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(name));
  decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    return decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}

/** Under a lock, so that two first sign-ins don't each make a key and lose one. */
function readOrMakeKey(host: VaultHost, place: KeyPlace): Promise<Buffer> {
  return withLock(host, 'vault-key', deadline(KEY_LOCK_LIMIT_MS, busy()), async () => {
    const found = Buffer.from((await place.read()) ?? '', 'base64');
    if (found.length === KEY_BYTES) return found;
    const made = randomBytes(KEY_BYTES);
    await place.write(made.toString('base64'));
    return made;
  });
}

function busy(): Problem {
  return new Problem('storage', 'the key of our secrets is in use by another process of ours', 'try again in a minute');
}

function keyFile(host: VaultHost): KeyPlace {
  const file = pathOf(host.platform).join(stateDir(host), 'vault', 'key');
  return {
    read: async () => (await readIfThere(file))?.toString('utf8') ?? null,
    write: (key) => replaceFile(file, key),
  };
}
