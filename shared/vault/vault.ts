import { readdir, rename, stat } from 'node:fs/promises';
import { allTried } from '../all-tried.ts';
import { deadline } from '../deadline.ts';
import { prepareFolder, readIfThere, removeIfThere, removeSecret, replaceSecret } from '../files.ts';
import type { Host } from '../host.ts';
import { Problem } from '../problem.ts';
import { forgetKey, giveUpKey, keychainOf, keyFileOf, sealedFile, vaultDir, vaultKey } from './key.ts';
import { withLock } from './lock.ts';
import { headOf, KEY_BYTES, type KeyPlace, open, seal, type VaultKey } from './seal.ts';

export type VaultHost = Pick<Host, 'platform' | 'env' | 'home' | 'pause' | 'now'>;

/** How the key is come by. */
interface KeyAccess {
  host: VaultHost;
  place: KeyPlace;
  /** Whether a person may be asked to unlock the keychain. */
  mayAsk: boolean;
}

/** How a text is written. */
interface Writing {
  /** It can't be had again, so it has to outlive a power failure; so it is, unless this is false. */
  durable?: boolean;
  /** What can be read without the key. */
  label?: string;
}

/** Texts of ours at rest, by name. */
export interface Vault {
  /** Undefined when there is none; one that was not sealed by us under this name is set aside. */
  read(name: string): Promise<string | undefined>;
  /** Throws a Problem (storage) when `write` could not work. */
  prepare(): Promise<void>;
  write(name: string, text: string, how?: Writing): Promise<void>;
  remove(name: string): Promise<void>;
  /** What there is to read. */
  names(): Promise<string[]>;
  /** Removes what begins so and was written longer ago. */
  removeOlder(prefix: string, milliseconds: number): Promise<void>;
  /** Removes what was sealed by the key of this place, what nobody can open, and the key itself. */
  clear(): Promise<void>;
}

/** Files sealed with AES-256-GCM, each bound to its name, under one key from the keychain or a file. */
export function openVault(host: VaultHost, place: KeyPlace, mayAsk = false): Vault {
  const key = { host, place, mayAsk };
  return {
    async read(name) {
      const sealed = await readIfThere(sealedFile(host, name));
      return sealed && openedOrSetAside(key, name, sealed);
    },
    async prepare() {
      await prepareFolder(vaultDir(host));
      await keyToWrite(key);
    },
    write: async (name, text, { durable = true, label = '' } = {}) =>
      replaceSecret(sealedFile(host, name), await seal(text, await keyToWrite(key), name, place, label), durable),
    remove: (name) => removeSecret(sealedFile(host, name)),
    names: () => namesIn(vaultDir(host)),
    removeOlder: (prefix, milliseconds) => removeOlder(host, prefix, milliseconds),
    clear: () => clear(key),
  };
}

/** The same for what can be had again: whatever is wrong with the keychain or the disk, there is just nothing kept. */
export function asCache(vault: Vault): Vault {
  return {
    ...vault,
    read: (name) => vault.read(name).catch(unlessStorage),
    write: (name, text, how) => vault.write(name, text, { ...how, durable: false }).catch(unlessStorage),
    remove: (name) => vault.remove(name).catch(unlessStorage),
    removeOlder: (prefix, milliseconds) => vault.removeOlder(prefix, milliseconds).catch(unlessStorage),
  };
}

function unlessStorage(thrown: unknown): undefined {
  const code = (thrown as NodeJS.ErrnoException).code;
  if (code === undefined || (thrown instanceof Problem && thrown.code !== 'storage')) throw thrown;
  return undefined;
}

async function openedOrSetAside(access: KeyAccess, name: string, sealed: Buffer): Promise<string | undefined> {
  const { host, place } = access;
  const sealedFor = headOf(sealed)?.place;
  // Of before the policy changed: not for us, and not broken either.
  if (sealedFor && sealedFor !== place) return undefined;
  const key = sealedFor && (await trustedKey(access));
  const text = key && (await open(sealed, key, name));
  if (text === undefined) await setAside(host, name);
  return text;
}

/** A file that we can't read may be somebody's: it is kept, out of the way. */
async function setAside(host: VaultHost, name: string): Promise<void> {
  const file = sealedFile(host, name);
  await rename(file, file.replace(/\.sealed$/, `.set-aside-${host.now()}`)).catch(() => {});
}

async function namesIn(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch(() => []);
  return files.filter((file) => file.endsWith('.sealed')).map((file) => file.slice(0, -'.sealed'.length));
}

/** A keychain that is not there holds no key of ours, unless there was something sealed by it. */
async function clear(access: KeyAccess): Promise<void> {
  const { host, place } = access;
  const names = await namesIn(vaultDir(host));
  const places = await Promise.all(names.map((name) => placeOf(host, name)));
  const mine = names.filter((_, at) => places[at] === place || places[at] === undefined);
  const files = mine.map((name) => sealedFile(host, name));
  const key = () =>
    removeKey(access).catch((thrown: unknown) => (places.includes(place) ? Promise.reject(thrown) : undefined));
  const removed = [...files, ...(await orphansIn(host, names))];
  await allTried([...removed.map((file) => () => removeSecret(file)), key]);
}

/** Files of which there is only what a writer that was killed has left. */
async function orphansIn(host: VaultHost, names: readonly string[]): Promise<string[]> {
  const files = await readdir(vaultDir(host)).catch(() => []);
  const left = files.flatMap((file) => /^(.+)\.sealed\.\d+$/.exec(file)?.slice(1) ?? []);
  return [...new Set(left)].filter((name) => !names.includes(name)).map((name) => sealedFile(host, name));
}

/** Whose key opens it; undefined where nobody's does. */
async function placeOf(host: VaultHost, name: string): Promise<KeyPlace | undefined> {
  const bytes = await readIfThere(sealedFile(host, name)).catch(() => undefined);
  return bytes && headOf(bytes)?.place;
}

async function removeOlder(host: VaultHost, prefix: string, milliseconds: number): Promise<void> {
  const names = (await namesIn(vaultDir(host))).filter((name) => name.startsWith(prefix));
  const files = names.map((name) => sealedFile(host, name));
  const old = files.filter((file) => host.now() - Bun.file(file).lastModified > milliseconds);
  await Promise.all(old.map((file) => removeIfThere(file)));
}

const KEY_LIMIT_MS = 10_000;

/** Made under a lock, so that two first sign-ins don't each make a key and lose one. */
async function keyToWrite(access: KeyAccess): Promise<VaultKey> {
  const { host, place, mayAsk } = access;
  const known = await trustedKey(access);
  if (known) return known;
  const late = new Problem('storage', "the vault's key can't be had", 'another program is busy with it: try again');
  return withLock(host, 'vault-key', deadline(KEY_LIMIT_MS, late), async () => {
    forgetKey(host);
    return (await vaultKey(host, place, mayAsk)) ?? makeKey(access);
  });
}

/** A key file that others could have read holds no key any more: a new one takes its place. */
async function trustedKey({ host, place, mayAsk }: KeyAccess): Promise<VaultKey | undefined> {
  if (place === 'file' && host.platform !== 'win32') {
    const file = keyFileOf(host);
    const { mode } = (await stat(file).catch(() => undefined)) ?? { mode: 0 };
    if (mode & 0o077) {
      await removeIfThere(file);
      forgetKey(host);
    }
  }
  return vaultKey(host, place, mayAsk);
}

async function makeKey({ host, place, mayAsk }: KeyAccess): Promise<VaultKey> {
  const base64 = Buffer.from(crypto.getRandomValues(new Uint8Array(KEY_BYTES))).toString('base64');
  if (place === 'file') await replaceSecret(keyFileOf(host), base64);
  else await writeToKeychain({ host, place, mayAsk }, base64);
  forgetKey(host);
  const key = await vaultKey(host, place, mayAsk);
  if (key) return key;
  throw new Problem(
    'storage',
    "the vault's key was written, but can't be read again",
    'check the keychain of this system',
  );
}

async function writeToKeychain({ host, place, mayAsk }: KeyAccess, base64: string): Promise<void> {
  try {
    await (await keychainOf(host, mayAsk)).write(base64);
  } catch (thrown) {
    giveUpKey(host, place, thrown);
    throw thrown;
  }
}

async function removeKey({ host, place, mayAsk }: KeyAccess): Promise<void> {
  if (place === 'file') await removeSecret(keyFileOf(host));
  else await (await keychainOf(host, mayAsk)).remove();
  forgetKey(host);
}
