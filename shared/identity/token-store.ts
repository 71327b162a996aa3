import { dirname } from 'node:path';
import { prepareFolder, readIfThere, removeSecret, replaceSecret } from '../files.ts';
import type { Host } from '../host.ts';
import { pathOf } from '../path.ts';
import type { Vault } from '../vault/vault.ts';
import { readSsoToken, type SsoToken } from './sso-token.ts';

/** Where the token of one access-portal session lives. */
export interface TokenStore {
  /** The stored token, or undefined when there is none. */
  read(): Promise<SsoToken | undefined>;
  /** Throws a Problem (storage) when `write` could not work: nobody should sign in for nothing. */
  prepare(): Promise<void>;
  write(token: SsoToken): Promise<void>;
  remove(): Promise<void>;
  /** Where it is; without that file, nobody is signed in. */
  file: string;
}

type StoreHost = Pick<Host, 'platform' | 'home' | 'pause'>;

const TRIES = 6;
const BETWEEN_TRIES_MS = 40;

/** The AWS CLI's cache file of a session: named by the SHA-1 of the sso-session's name, or of a legacy start URL. */
export function cliCacheFile(host: Pick<Host, 'platform' | 'home'>, sessionKey: string): string {
  const name = `${new Bun.CryptoHasher('sha1').update(sessionKey).digest('hex')}.json`;
  return pathOf(host.platform).join(host.home, '.aws', 'sso', 'cache', name);
}

/** The AWS CLI's own cache, so that the CLI, the SDKs and the app see the session, and we see theirs. */
export function cliCache(host: StoreHost, sessionKey: string): TokenStore {
  const file = cliCacheFile(host, sessionKey);
  return {
    file,
    read: () => readPatiently(host, file),
    prepare: () => prepareFolder(dirname(file)),
    write: (token) => replaceSecret(file, `${JSON.stringify(token.reveal(), null, 2)}\n`),
    remove: () => removeSecret(file),
  };
}

/** The CLI truncates before it writes, without a lock: text that does not parse means "read again in a moment". */
async function readPatiently(host: StoreHost, file: string): Promise<SsoToken | undefined> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const bytes = await readIfThere(file);
    if (!bytes) return undefined;
    const token = readSsoToken(bytes.toString('utf8'));
    if (token) return token;
    await host.pause(BETWEEN_TRIES_MS);
  }
  return undefined;
}

/** A toolkit session: nobody else's file, so in our vault. */
export function vaultStore(vault: Vault, name: string, file: string): TokenStore {
  return {
    file,
    async read() {
      const text = await vault.read(name);
      return text ? readSsoToken(text) : undefined;
    },
    prepare: () => vault.prepare(),
    write: (token) => vault.write(name, JSON.stringify(token.reveal())),
    remove: () => vault.remove(name),
  };
}
