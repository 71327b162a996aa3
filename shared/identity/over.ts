import { readIfThere, replaceFile } from '../files.ts';
import type { Host } from '../host.ts';
import { pathOf } from '../path.ts';
import { stateDir } from '../places.ts';
import { fingerprint } from './refresher.ts';
import type { SsoToken } from './sso-token.ts';

type OverHost = Pick<Host, 'platform' | 'env' | 'home'>;

/**
 * A note that AWS refused to refresh this very token: until somebody signs in there is nothing to ask AWS for, however
 * many processes want a token in the meantime. It holds a fingerprint, no secret.
 */
function overFile(host: OverHost, sessionKey: string): string {
  return pathOf(host.platform).join(stateDir(host), 'over', sessionKey);
}

export async function isKnownOver(host: OverHost, sessionKey: string, token: SsoToken): Promise<boolean> {
  const bytes = await readIfThere(overFile(host, sessionKey));
  return bytes?.toString('utf8') === fingerprint(token);
}

export async function noteOver(host: OverHost, sessionKey: string, token: SsoToken): Promise<void> {
  await replaceFile(overFile(host, sessionKey), fingerprint(token)).catch(() => {});
}
