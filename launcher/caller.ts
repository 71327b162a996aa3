import { aborted } from '../shared/deadline.ts';
import type { Host } from '../shared/host.ts';
import type { Identity } from '../shared/identity/identity.ts';
import type { Caller } from '../shared/identity/probe.ts';
import type { RoleCredentials } from '../shared/identity/role-credentials.ts';
import type { Config } from '../shared/policy/config.ts';
import { Problem } from '../shared/problem.ts';
import { wantFor } from '../shared/token/lifetime.ts';

/** Who AWS says it is, and the credentials that said so. */
interface Proven extends Caller {
  credentials: RoleCredentials;
}

/** Asks AWS who this person is, without asking them. Undefined: a person must sign in. */
export async function callerOf(
  host: Host,
  config: Config,
  identity: Identity,
  signal: AbortSignal,
): Promise<Proven | undefined> {
  try {
    return await proven(host, config, identity, signal, false);
  } catch (thrown) {
    if (!(thrown instanceof Problem && thrown.code === 'awsRefused')) throw thrown;
    // AWS no longer takes what was kept; perhaps it takes new ones.
    return proven(host, config, identity, signal, true);
  }
}

async function proven(
  host: Host,
  config: Config,
  identity: Identity,
  signal: AbortSignal,
  renew: boolean,
): Promise<Proven | undefined> {
  const want = wantFor(host, config.helper.ttlSec, renew);
  const [credentials, { probe }] = await Promise.all([
    Promise.race([identity.credentials(signal, want), aborted(signal)]),
    import('../shared/identity/probe.ts'),
  ]);
  if (!credentials) return undefined;
  const region = config.region ?? identity.region ?? identity.session?.portal.region ?? 'us-east-1';
  return { ...(await probe(identity.network, region, credentials, signal)), credentials };
}
