import type { Host } from '../host.ts';
import { readNote, writeNote } from '../note.ts';
import { pathOf } from '../path.ts';
import { stateDir } from '../places.ts';
import { fingerprint } from './refresher.ts';
import type { SsoToken } from './sso-token.ts';

type OverHost = Pick<Host, 'platform' | 'env' | 'home' | 'log'>;

/**
 * A note that AWS refused to refresh this very token: until somebody signs in there is nothing to ask AWS for, however
 * many processes want a token in the meantime. It holds a fingerprint, no secret.
 */
function overFile(host: OverHost, sessionKey: string): string {
  return pathOf(host.platform).join(stateDir(host), 'over', sessionKey);
}

export async function isKnownOver(host: OverHost, sessionKey: string, token: SsoToken): Promise<boolean> {
  return (await readNote(host, overFile(host, sessionKey))) === fingerprint(token);
}

export async function noteOver(host: OverHost, sessionKey: string, token: SsoToken): Promise<void> {
  await writeNote(host, overFile(host, sessionKey), fingerprint(token));
}
