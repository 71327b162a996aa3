import { networkProblem } from '../network/failure.ts';
import { createToken, type OidcHost, oidcClient, type Portal } from './oidc.ts';
import { noteOver } from './over.ts';
import { differs, type SessionHost, type SsoSession } from './session.ts';
import { awsTime, SsoToken } from './sso-token.ts';

/**
 * Spends the refresh token and stores what comes back. Undefined: the session is over. Call it under the session's lock.
 * `dead`: the portal refuses the token that there is, so that it is no way out when AWS can't be reached.
 */
export async function refresh(
  host: SessionHost,
  session: SsoSession,
  token: SsoToken,
  signal: AbortSignal,
  dead: boolean,
): Promise<SsoToken | undefined> {
  try {
    const fresh = await requestRefresh(host, session.portal, token, signal);
    // Signed out while AWS took its time.
    if (!(await Bun.file(session.store.file).exists())) return undefined;
    if (fresh) await session.store.write(fresh);
    return fresh ?? stillValid(token, host.now());
  } catch (thrown) {
    const name = (thrown as Error).name;
    // Another program (the AWS CLI takes no lock) may have spent the refresh token and stored its successor.
    if (/^(InvalidGrant|ExpiredToken|UnauthorizedClient|InvalidClient)Exception$/.test(name))
      return successor(host, session, token, dead);
    const problem = networkProblem(thrown, 'SSO OIDC CreateToken', signal);
    const valid = problem.code === 'unreachable' && !dead ? stillValid(token, host.now()) : undefined;
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

/** How long the AWS CLI may take between AWS's answer and its own write. */
const SUCCESSOR_TRIES = 5;
const BETWEEN_TRIES_MS = 100;

/** What another program stored in place of the token that AWS no longer takes; else the session is over, which is noted. */
async function successor(
  host: SessionHost,
  session: SsoSession,
  spent: SsoToken,
  dead: boolean,
): Promise<SsoToken | undefined> {
  for (let attempt = 1; attempt <= SUCCESSOR_TRIES; attempt++) {
    const current = await session.store.read();
    if (current && differs(current, spent)) return stillValid(current, host.now());
    await host.pause(BETWEEN_TRIES_MS);
  }
  await noteOver(host, session.key, spent);
  return dead ? undefined : stillValid(spent, host.now());
}

function stillValid(token: SsoToken, now: number): SsoToken | undefined {
  return token.expiresAt > now ? token : undefined;
}
