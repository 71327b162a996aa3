import type { Host } from '../shared/host.ts';
import { networkOf, resolveIdentity } from '../shared/identity/identity.ts';
import type { Wishes } from '../shared/policy/wishes.ts';
import type { ExitName } from '../shared/problem.ts';
import type { Arguments } from '../shared/program.ts';
import { spinning } from '../shared/spinner.ts';
import { probeDeadline, refreshDeadline } from './patience.ts';
import { nobodySignsIn, readConfig, whyNobodySignsIn } from './read-config.ts';

/** What is asked for by an option, without a page and without a person. */
export const SILENTLY: Record<string, (host: Host, wishes: Wishes, values: Arguments['values']) => Promise<ExitName>> =
  {
    renew: renewed,
    background: switched,
    refresh: refreshedSession,
    'sign-out': signedOut,
    status: shownStatus,
  };

async function refreshedSession(host: Host, wishes: Wishes): Promise<ExitName> {
  const config = await readConfig(host, wishes);
  const nobody = whyNobodySignsIn(config);
  if (nobody) {
    host.say(nobody);
    return 'done';
  }
  const identity = await resolveIdentity(host, config);
  const { refreshSession } = await import('./refresh-session.ts');
  return refreshSession(host, identity, refreshDeadline());
}

async function renewed(host: Host, wishes: Wishes, { jitter }: Arguments['values']): Promise<ExitName> {
  const { renew } = await import('./background/renew.ts');
  return renew(host, wishes, typeof jitter === 'string' ? Number(jitter) : 0);
}

async function switched(host: Host, _: Wishes, { background }: Arguments['values']): Promise<ExitName> {
  const { switchBackground } = await import('./background/switch.ts');
  return switchBackground(host, typeof background === 'string' ? background : undefined);
}

async function signedOut(host: Host, wishes: Wishes): Promise<ExitName> {
  const config = await readConfig(host, wishes);
  const { signOut } = await import('./sign-out.ts');
  const nobody = nobodySignsIn(config);
  const leaving = nobody
    ? { nobody: nobody.why, network: networkOf(host, config) }
    : await resolveIdentity(host, config);
  return spinning(host, 'signing out', (quiet) => signOut(quiet, leaving, probeDeadline(true)));
}

async function shownStatus(host: Host, wishes: Wishes, { json }: Arguments['values']): Promise<ExitName> {
  const { showStatus } = await import('./status.ts');
  return showStatus(host, wishes, json === true);
}
