import type { Host } from '../../shared/host.ts';
import type { Identity } from '../../shared/identity/identity.ts';
import { differs, refreshed, type SsoSession } from '../../shared/identity/session.ts';
import type { SsoToken } from '../../shared/identity/sso-token.ts';
import { wantFor } from '../../shared/token/lifetime.ts';
import { EVERY_MINUTES, JITTER_MINUTES } from './rhythm.ts';

const MINUTE_MS = 60_000;
/** Nothing may end before the next run, which may come late and itself take a while. */
const AHEAD_MS = (EVERY_MINUTES + 2 * JITTER_MINUTES + 4) * MINUTE_MS;

/** How a renewal ended. */
export interface Renewed {
  /** `unsigned`: nobody is signed in, and nobody expects to be. */
  state: 'fresh' | 'renewed' | 'over' | 'unsigned';
  /** The session's token, also that of a session that is over. */
  token?: SsoToken;
  /** The next moment, in epoch milliseconds, at which there is something to renew. */
  due: number;
}

/** Renews what would end before the next run. Throws a Problem when AWS can't be asked, or says no. */
export async function renewAhead(
  host: Host,
  identity: Identity,
  ttlSec: number,
  signal: AbortSignal,
): Promise<Renewed> {
  const { session } = identity;
  if (!session) return renewedRole(host, identity, ttlSec, signal);
  const token = await session.store.read();
  if (!token) return { state: 'unsigned', due: Number.POSITIVE_INFINITY };
  const fresh = await freshToken(host, identity, session, token, signal);
  if (!fresh) return { state: 'over', token, due: Number.POSITIVE_INFINITY };
  const role = await renewedRole(host, identity, ttlSec, signal);
  const last = (await session.store.read()) ?? fresh;
  if (role.state === 'over') return { ...role, token: last };
  const due = Math.min(role.due, last.refreshable(host.now()) ? timeToRenew(host, last.expiresAt, AHEAD_MS) : Infinity);
  return { state: differs(last, token) ? 'renewed' : role.state, token: last, due };
}

/** Undefined: the session is over. */
async function freshToken(
  host: Host,
  { network }: Identity,
  session: SsoSession,
  token: SsoToken,
  signal: AbortSignal,
): Promise<SsoToken | undefined> {
  const now = host.now();
  if (token.expiresAt - now > AHEAD_MS) return token;
  if (!token.refreshable(now)) return token.expiresAt > now ? token : undefined;
  return refreshed({ ...host, network }, session, token, signal);
}

/** The kept credentials of the role: with what the helper wants of them until the next run, it has to ask nobody. */
async function renewedRole(host: Host, identity: Identity, ttlSec: number, signal: AbortSignal): Promise<Renewed> {
  // What a program or the machine itself gives is never kept.
  if (!identity.keepable) return { state: 'fresh', due: Number.POSITIVE_INFINITY };
  const want = wantFor(host, ttlSec);
  const leastMs = want.leastMs + AHEAD_MS;
  const credentials = await identity.credentials(signal, { ...want, leastMs });
  if (!credentials) return { state: 'over', due: Number.POSITIVE_INFINITY };
  if (credentials.doubt) throw credentials.doubt;
  const { expiresAt } = credentials;
  return { state: 'fresh', due: expiresAt === undefined ? Infinity : timeToRenew(host, expiresAt, leastMs) };
}

/** What lives less than it should is renewed when half of it is gone: not on each run. */
function timeToRenew({ now }: Pick<Host, 'now'>, end: number, aheadMs: number): number {
  return end - Math.min(aheadMs, (end - now()) / 2);
}
