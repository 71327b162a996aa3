import { LogoutCommand, SSOClient } from '@aws-sdk/client-sso';
import { allTried } from '../shared/all-tried.ts';
import { deadline } from '../shared/deadline.ts';
import { removeIfThere } from '../shared/files.ts';
import type { Host } from '../shared/host.ts';
import type { Identity } from '../shared/identity/identity.ts';
import { liveToken } from '../shared/identity/session.ts';
import { readSsoToken, type SsoToken } from '../shared/identity/sso-token.ts';
import { clientSettings, type Network } from '../shared/network/aws-client.ts';
import { networkProblem } from '../shared/network/failure.ts';
import { pathOf } from '../shared/path.ts';
import { stateDir } from '../shared/places.ts';
import { type ExitName, Problem } from '../shared/problem.ts';
import { withLock } from '../shared/vault/lock.ts';
import { openVault } from '../shared/vault/vault.ts';

/** Whose session it is. Where nobody signs in, something may be kept of those who did. */
type Leaving = Pick<Identity, 'session' | 'network' | 'name'> | Nobody;

interface Nobody {
  /** Why nobody does. */
  nobody: string;
  network: Network;
  session?: undefined;
}

/** Ends the sessions at AWS, and removes all that we keep on this machine whether AWS could be reached or not. */
export async function signOut(host: Host, identity: Leaving, signal: AbortSignal): Promise<ExitName> {
  const { session, network } = identity;
  const wasSignedIn = (await session?.store.read().catch(() => undefined)) !== undefined;
  const revoked = await failureOf(() => revokeAll(host, identity, signal));
  const removed = await failureToRemove(host, identity);
  if (removed) throw removed instanceof Problem ? notEndedHere(removed, revoked) : removed;
  if (revoked) throw revoked instanceof Problem ? endedHereOnly(revoked) : revoked;
  host.say(wasSignedIn ? `signed out of ${session?.portal.startUrl}` : `${whyNot(identity)}: what was kept is removed`);
  host.log.info('signed out', { network: network.proxyUrl !== undefined });
  return 'done';
}

function whyNot(leaving: Leaving): string {
  if ('nobody' in leaving) return `nothing to sign out of (${leaving.nobody})`;
  const { session, name } = leaving;
  return session ? `nobody was signed in to ${session.portal.startUrl}` : `${name} has no sign-in`;
}

async function failureOf(act: () => Promise<void>): Promise<unknown> {
  try {
    await act();
    return undefined;
  } catch (thrown) {
    return thrown;
  }
}

/** The identity's own session, refreshed first where its token has ended; then whatever else lies in the vault. */
async function revokeAll(host: Host, { session, network }: Leaving, signal: AbortSignal): Promise<void> {
  const own = session && (await liveToken({ ...host, network }, session, signal));
  if (session && own) await revoke(network, session.portal.region, own, signal);
  for (const token of await otherTokens(host)) {
    const { region } = token.reveal();
    if (region && token.expiresAt > host.now()) await revoke(network, region, token, signal);
  }
}

const PLACES = ['keychain', 'file'] as const;

/** Sealed by whatever key: what policy wants today may not be what it wanted then. */
async function otherTokens(host: Host): Promise<SsoToken[]> {
  const found: SsoToken[] = [];
  for (const vault of PLACES.map((place) => openVault(host, place))) {
    const names = (await vault.names()).filter((name) => name.startsWith('session-'));
    for (const name of names) {
      const token = readSsoToken((await vault.read(name).catch(() => undefined)) ?? '');
      if (token) found.push(token);
    }
  }
  return found;
}

/** A session that is over needs no revoking. */
async function revoke(network: Network, region: string, token: SsoToken, signal: AbortSignal): Promise<void> {
  try {
    const portal = new SSOClient(clientSettings(network, 'SSO', region));
    await portal.send(new LogoutCommand({ accessToken: token.accessToken.reveal() }), { abortSignal: signal });
  } catch (thrown) {
    if ((thrown as Error).name !== 'UnauthorizedException') throw networkProblem(thrown, 'SSO Logout', signal);
  }
}

/** How long we wait for somebody who refreshes just now. AWS may keep them waiting much longer. */
const LOCK_LIMIT_MS = 3_000;

/**
 * What was in the way of the removal, if anything. Nobody shall refresh meanwhile; a refresh that takes too long finds that
 * the session is gone, and leaves it so.
 */
async function failureToRemove(host: Host, identity: Leaving): Promise<unknown> {
  const { session } = identity;
  const act = () => failureOf(() => removeAll(host, identity));
  if (!session) return act();
  const limit = deadline(LOCK_LIMIT_MS, new Problem('timeout', 'somebody refreshes the session', 'try again'));
  // It was not the removal that failed.
  return withLock(host, `refresh-${session.key}`, limit, act, { economy: true }).catch(act);
}

function removeAll(host: Host, { session }: Leaving): Promise<void> {
  const records = ['sign-in', 'over'].map((name) => pathOf(host.platform).join(stateDir(host), name));
  return allTried([
    async () => session?.store.remove(),
    ...PLACES.map((place) => () => openVault(host, place).clear()),
    ...records.map((folder) => () => removeIfThere(folder, 'folder')),
  ]);
}

function notEndedHere({ code, message, hint }: Problem, revoked: unknown): Problem {
  const there = revoked instanceof Problem ? `; nor is it signed out at AWS: ${revoked.message}` : '';
  return new Problem(code, `not all could be removed from this machine: ${message}${there}`, hint);
}

function endedHereOnly({ code, message, hint }: Problem): Problem {
  return new Problem(
    code,
    `signed out on this machine, but not at AWS: ${message}`,
    `the session there ends by itself; ${hint}`,
  );
}
