import type { Host } from '../shared/host.ts';
import type { Identity } from '../shared/identity/identity.ts';
import { refreshOrder } from '../shared/identity/refresher.ts';
import { refreshedHere } from '../shared/identity/session.ts';
import { type ExitName, Problem } from '../shared/problem.ts';

/** Refreshes the session's token when its time has come; a process of its own, so that nobody kills it half-way. */
export async function refreshSession(host: Host, identity: Identity, signal: AbortSignal): Promise<ExitName> {
  const { session } = identity;
  if (!session) throw new Problem('usage', `${identity.name} has no session to refresh`, 'it needs no sign-in');
  // The terminal's Ctrl-C, and the end of whoever started us, are meant for others.
  for (const name of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.on(name, () => {});
  const current = await session.store.read();
  if (!current) throw over(identity);
  const withNetwork = { ...host, network: identity.network };
  const { wanted, dead } = refreshOrder(host.env, current);
  const fresh = wanted ? await refreshedHere(withNetwork, session, current, signal, dead) : current;
  if (!fresh) throw over(identity);
  return 'done';
}

function over({ name }: Identity): Problem {
  return new Problem('signInNeeded', `the AWS sign-in of ${name} has ended`, 'sign in: start bedrock-launcher');
}
