import { rm } from 'node:fs/promises';
import { LogoutCommand, SSOClient } from '@aws-sdk/client-sso';
import type { Host } from '../shared/host.ts';
import type { Identity } from '../shared/identity/identity.ts';
import { liveToken, type SsoSession } from '../shared/identity/session.ts';
import { clientSettings, type Network } from '../shared/network/aws-client.ts';
import { networkProblem } from '../shared/network/failure.ts';
import { pathOf } from '../shared/path.ts';
import { stateDir } from '../shared/places.ts';
import type { Config } from '../shared/policy/config.ts';
import { type ExitName, Problem } from '../shared/problem.ts';
import { withLock } from '../shared/vault/lock.ts';
import { openVault } from '../shared/vault/vault.ts';

/** Ends the session at AWS, and removes all that we keep on this machine whether AWS could be reached or not. */
export async function signOut(host: Host, config: Config, identity: Identity, signal: AbortSignal): Promise<ExitName> {
  const { session, network } = identity;
  if (!session) throw new Problem('usage', `${identity.name} has no sign-in that could be ended`, 'remove its keys');
  const revoked = await revoke(host, network, session, signal).catch((thrown: unknown) => thrown);
  // Nobody may refresh meanwhile, and so bring back what is being removed.
  await withLock(host, `refresh-${session.key}`, signal, async () => {
    await removeAll(host, config, session);
  });
  if (revoked instanceof Problem) throw endedHereOnly(revoked);
  if (revoked) throw revoked;
  host.say(`signed out of ${session.portal.startUrl}`);
  return 'done';
}

/** A session that is over, or was never there, needs no revoking. */
async function revoke(host: Host, network: Network, session: SsoSession, signal: AbortSignal): Promise<void> {
  const token = await liveToken({ ...host, network }, session, signal);
  if (!token) return;
  try {
    const portal = new SSOClient(clientSettings(network, 'SSO', session.portal.region));
    await portal.send(new LogoutCommand({ accessToken: token.accessToken.reveal() }), { abortSignal: signal });
  } catch (thrown) {
    if ((thrown as Error).name !== 'UnauthorizedException') throw networkProblem(thrown, 'SSO Logout', signal);
  }
}

async function removeAll(host: Host, config: Config, session: SsoSession): Promise<void> {
  await session.store.remove();
  await openVault(host, config.secureStorage).clear();
  for (const records of ['sign-in', 'over']) {
    await rm(pathOf(host.platform).join(stateDir(host), records), { recursive: true, force: true });
  }
}

function endedHereOnly({ code, message, hint }: Problem): Problem {
  return new Problem(
    code,
    `signed out on this machine, but not at AWS: ${message}`,
    `the session there ends by itself; ${hint}`,
  );
}
