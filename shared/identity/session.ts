import type { Host } from '../host.ts';
import { networkProblem } from '../network/failure.ts';
import { fileKey, withLock } from '../vault/lock.ts';
import { createToken, type OidcHost, oidcClient, type Portal } from './oidc.ts';
import { awsTime, SsoToken } from './sso-token.ts';
import type { TokenStore } from './token-store.ts';

/** An access-portal session of this person: where it is signed in to, and where its token lives. */
export interface SsoSession {
  portal: Portal;
  store: TokenStore;
  /** Names the session's lock and records; the same for every process that shares the token. */
  key: string;
}

export type SessionHost = OidcHost & Pick<Host, 'platform' | 'env' | 'home' | 'pause'>;

/** A token with less life than this is refreshed ahead, while the old one still works. */
const REFRESH_AHEAD_MS = 5 * 60_000;

export function sessionKey(portal: Portal, name: string): string {
  return fileKey(`${name}\n${portal.startUrl}\n${portal.region}`);
}

/**
 * The session's token without asking anybody: as stored, or refreshed. Undefined: a person must sign in.
 * Throws a Problem when AWS can't be reached and the stored token has ended.
 */
export async function liveToken(
  host: SessionHost,
  session: SsoSession,
  signal: AbortSignal,
): Promise<SsoToken | undefined> {
  const token = await session.store.read();
  if (!token || lasts(token, host.now())) return token;
  return refreshed(host, session, token, signal);
}

/** Lock, look again, refresh: two processes must never spend the same refresh token. */
export async function refreshed(
  host: SessionHost,
  session: SsoSession,
  stale: SsoToken,
  signal: AbortSignal,
): Promise<SsoToken | undefined> {
  return withLock(host, `refresh-${session.key}`, signal, async () => {
    const current = (await session.store.read()) ?? stale;
    if (differs(current, stale) && lasts(current, host.now())) return current;
    return refresh(host, session, current, signal);
  });
}

async function refresh(host: SessionHost, session: SsoSession, token: SsoToken, signal: AbortSignal) {
  try {
    const fresh = await requestRefresh(host, session.portal, token, signal);
    if (fresh) await session.store.write(fresh);
    return fresh ?? stillValid(token, host.now());
  } catch (thrown) {
    const name = (thrown as Error).name;
    // Another program (the AWS CLI takes no lock) may have spent the refresh token and stored its successor.
    if (/^(InvalidGrant|ExpiredToken|UnauthorizedClient|InvalidClient)Exception$/.test(name))
      return successor(host, session, token);
    const problem = networkProblem(thrown, 'SSO OIDC CreateToken');
    const valid = problem.code === 'unreachable' ? stillValid(token, host.now()) : undefined;
    if (valid) return valid;
    throw problem;
  }
}

async function requestRefresh(
  host: OidcHost,
  portal: Portal,
  token: SsoToken,
  signal: AbortSignal,
): Promise<SsoToken | undefined> {
  const means = token.refreshable(host.now());
  if (!means) return undefined;
  const request = {
    clientId: means.clientId,
    clientSecret: means.clientSecret.reveal(),
    refreshToken: means.refreshToken.reveal(),
    grantType: 'refresh_token',
  };
  const grant = await createToken(oidcClient(host.network, portal.region), request, signal);
  return new SsoToken({
    ...token.reveal(),
    accessToken: grant.accessToken,
    expiresAt: awsTime(host.now() + grant.expiresIn * 1000),
    // An answer without a refresh token means that the old one stays good.
    ...(grant.refreshToken ? { refreshToken: grant.refreshToken } : {}),
  });
}

async function successor(host: OidcHost, session: SsoSession, spent: SsoToken): Promise<SsoToken | undefined> {
  const current = await session.store.read();
  const found = current && differs(current, spent) ? current : spent;
  return stillValid(found, host.now());
}

function differs(one: SsoToken, other: SsoToken): boolean {
  return one.accessToken.reveal() !== other.accessToken.reveal();
}

function lasts(token: SsoToken, now: number): boolean {
  return token.expiresAt - now > REFRESH_AHEAD_MS;
}

function stillValid(token: SsoToken, now: number): SsoToken | undefined {
  return token.expiresAt > now ? token : undefined;
}
