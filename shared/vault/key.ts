import type { Host } from '../host.ts';
import { stateDir, within } from '../places.ts';
import type { Keychain } from './keychain.ts';
import { type KeyPlace, keyFrom, type VaultKey } from './seal.ts';

type KeyHost = Pick<Host, 'platform' | 'env' | 'home'>;

/** Keys that this process has asked for: whatever the keychain said, it is asked once. */
const asked = new WeakMap<object, Map<KeyPlace, Promise<VaultKey | undefined>>>();

/**
 * The vault's key, or undefined when there is none yet. Throws a Problem (storage) when the keychain is not available.
 * `host.env` stands for the process: one call per keychain and environment.
 */
export function vaultKey(host: KeyHost, place: KeyPlace, mayAsk = false): Promise<VaultKey | undefined> {
  const known = asked.get(host.env) ?? new Map<KeyPlace, Promise<VaultKey | undefined>>();
  asked.set(host.env, known);
  const key = known.get(place) ?? readKey(host, place, mayAsk);
  known.set(place, key);
  // That there is none holds for a moment only: the next process to need one makes it.
  key.then(
    (found) => found ?? known.delete(place),
    () => {},
  );
  return key;
}

/** After a key was made or removed. */
export function forgetKey({ env }: KeyHost): void {
  asked.delete(env);
}

/** After a keychain took no new key: nobody in this process waits for it again. */
export function giveUpKey({ env }: KeyHost, place: KeyPlace, why: unknown): void {
  const none = Promise.reject(why);
  none.catch(() => {});
  asked.set(env, new Map([[place, none]]));
}

async function readKey(host: KeyHost, place: KeyPlace, mayAsk: boolean): Promise<VaultKey | undefined> {
  const text = place === 'file' ? await readKeyFile(host) : await (await keychainOf(host, mayAsk)).read();
  return text ? keyFrom(text) : undefined;
}

const ITEM = { service: 'io.github.bedrock-launcher', name: 'vault-key' };

/** Loaded where the key is not in a file. */
export async function keychainOf(host: KeyHost, mayAsk: boolean): Promise<Keychain> {
  const { openKeychain } = await import('./keychain.ts');
  return openKeychain(host, ITEM, mayAsk);
}

async function readKeyFile(host: KeyHost): Promise<string | undefined> {
  const bytes = await bytesOfOurs(keyFileOf(host));
  return bytes && Buffer.from(bytes).toString('latin1');
}

/** Whether there is a file that is read at once: a pipe, whose size Bun calls infinite, would keep us waiting. */
export async function isRegular(file: string): Promise<boolean> {
  const found = Bun.file(file);
  return Number.isFinite(found.size) && found.exists();
}

/** In bytes; more than we write into any file. */
const LARGEST_OF_OURS = 1024 * 1024;

/**
 * The bytes of a file of ours, which is only ever replaced as a whole: so it can be mapped, which takes a tenth of the time
 * of the first read by Bun's threads. Undefined when there is none, and for one that is too large to be ours.
 */
export async function bytesOfOurs(file: string): Promise<Uint8Array | undefined> {
  if (!(await isRegular(file)) || Bun.file(file).size > LARGEST_OF_OURS) return undefined;
  try {
    return Bun.mmap(file).slice();
  } catch {
    // Empty, or on a system or a drive that can't map.
    return Bun.file(file)
      .bytes()
      .catch(() => undefined);
  }
}

export function vaultDir(host: KeyHost): string {
  return within(host.platform, stateDir(host), 'vault');
}

export function keyFileOf(host: KeyHost): string {
  return within(host.platform, vaultDir(host), 'key');
}

export function sealedFile(host: KeyHost, name: string): string {
  return within(host.platform, vaultDir(host), `${name}.sealed`);
}
