import { deadline } from '../deadline.ts';
import type { Host } from '../host.ts';
import { Problem } from '../problem.ts';
import { fileKey, withLock } from '../vault/lock.ts';
import type { OidcHost, Portal } from './oidc.ts';
import { isKnownOver } from './over.ts';
import { replacedByRefresher } from './refresher.ts';
import type { SsoToken } from './sso-token.ts';
import type { TokenStore } from './token-store.ts';

/** An access-portal session of this person: where it is signed in to, and where its token lives. */
export interface SsoSession {
  portal: Portal;
  store: TokenStore;
  /** Names the session's lock and records; the same for every process that shares the token. */
  key: string;
  /** How `bedrock-launcher --refresh` is told that it is this one, besides the settings; undefined: it can't be. */
  refreshArgs: readonly string[] | undefined;
}

export type SessionHost = OidcHost &
  Pick<Host, 'platform' | 'env' | 'home' | 'pause' | 'wall' | 'uptime' | 'programDir' | 'log' | 'clock'>;

/** A token with less life than this is refreshed ahead, while the old one still works. */
const REFRESH_AHEAD_MS = 5 * 60_000;

/** What refreshing ahead may take of a caller's time. */
const EARLY_LIMIT_MS = 5_000;

function tooSlow(): Problem {
  return new Problem('timeout', 'refreshing the session took too long', 'try again');
}

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

/** For a token that the portal no longer takes: a new one, or undefined when the session is over. */
export async function replaced(
  host: SessionHost,
  session: SsoSession,
  dead: SsoToken,
  signal: AbortSignal,
): Promise<SsoToken | undefined> {
  const fresh = await refreshed(host, session, dead, signal, true);
  return fresh && differs(fresh, dead) ? fresh : undefined;
}

/** A new token, or the stale one as long as it works and AWS can't be asked. Undefined: the session is over. */
export async function refreshed(
  host: SessionHost,
  session: SsoSession,
  stale: SsoToken,
  signal: AbortSignal,
  dead = false,
): Promise<SsoToken | undefined> {
  const works = !dead && stale.expiresAt > host.now();
  const limit = works ? AbortSignal.any([signal, deadline(EARLY_LIMIT_MS, tooSlow())]) : signal;
  try {
    return await refreshedAlone(host, session, stale, limit, dead);
  } catch (thrown) {
    // No lock to be had (a full disk, a read-only home, a stopped holder), or no answer: what still works is better.
    const excused = thrown instanceof Problem && /^(storage|timeout|unreachable)$/.test(thrown.code);
    if (works && excused && !signal.aborted) return stale;
    throw thrown;
  }
}

/** One process asks for the refresh, and the others find what it brought. */
async function refreshedAlone(
  host: SessionHost,
  session: SsoSession,
  stale: SsoToken,
  signal: AbortSignal,
  dead: boolean,
): Promise<SsoToken | undefined> {
  const isOver = () => isKnownOver(host, session.key, stale);
  const stillWorks = () => (!dead && stale.expiresAt > host.now() ? stale : undefined);
  if (await isOver()) return stillWorks();
  const look = async () => {
    const current = await session.store.read();
    return current && differs(current, stale) && lasts(current, host.now()) ? current : undefined;
  };
  const act = async () => {
    const found = await look();
    if (found) return found;
    // Those who waited for somebody who was refused need not ask too.
    if (await isOver()) return stillWorks();
    if (!(await replacedByRefresher(host, session, stale, dead, signal)))
      return refreshedHere(host, session, stale, signal, dead);
    host.clock?.recall();
    const current = await stored(session, stale);
    if (!current) return undefined;
    const works = current.expiresAt > host.now() && (!dead || differs(current, stale));
    return works ? current : undefined;
  };
  return withLock(host, `renew-${session.key}`, signal, act, { look });
}

/** Lock, look again, refresh: this is where a refresh token is spent, and nobody else spends it. */
export function refreshedHere(
  host: SessionHost,
  session: SsoSession,
  stale: SsoToken,
  signal: AbortSignal,
  dead: boolean,
): Promise<SsoToken | undefined> {
  return withLock(host, `refresh-${session.key}`, signal, async () => {
    const current = await stored(session, stale);
    if (!current) return undefined;
    if (differs(current, stale) && lasts(current, host.now())) return current;
    // Loaded when needed: most runs find a live token, and the OIDC client costs them milliseconds.
    const { refresh } = await import('./refresh.ts');
    return refresh(host, session, current, signal, dead);
  });
}

/** As it is now; where another program is writing it, as it was. Undefined: signed out meanwhile, and nobody brings that back. */
async function stored({ store }: SsoSession, before: SsoToken): Promise<SsoToken | undefined> {
  return (await store.read()) ?? ((await Bun.file(store.file).exists()) ? before : undefined);
}

export function differs(one: SsoToken, other: SsoToken): boolean {
  return one.accessToken.reveal() !== other.accessToken.reveal();
}

function lasts(token: SsoToken, now: number): boolean {
  return token.expiresAt - now > REFRESH_AHEAD_MS;
}
