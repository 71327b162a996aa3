import type { Host } from '../../shared/host.ts';
import { isKnownOver } from '../../shared/identity/over.ts';
import type { SsoSession } from '../../shared/identity/session.ts';
import type { SsoToken } from '../../shared/identity/sso-token.ts';

/**
 * When the session ends, in epoch milliseconds. Undefined: nobody knows. IAM Identity Center tells the end of an access
 * token alone; of the session it says nothing until it refuses a refresh, and then the last token's end is that of all.
 */
export async function sessionEnd(
  host: Pick<Host, 'platform' | 'env' | 'home' | 'now' | 'log'>,
  { key }: SsoSession,
  token: SsoToken,
): Promise<number | undefined> {
  const final = !token.refreshable(host.now()) || (await isKnownOver(host, key, token));
  return final ? token.expiresAt : undefined;
}
