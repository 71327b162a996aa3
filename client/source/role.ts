import type { Host } from '../../shared/host.ts';
import type { Identity } from '../../shared/identity/identity.ts';
import { programPath } from '../../shared/places.ts';
import { alreadyTold, exitName, Problem } from '../../shared/problem.ts';
import { relay } from '../../shared/relay.ts';
import { spokenIn } from '../../shared/spoken.ts';
import { wantFor } from '../../shared/token/lifetime.ts';
import type { Authority } from './authority.ts';

/** Calls that are signed with the credentials of a profile or a permission set, as the app signs them without a helper. */
export function signedBy(host: Host, identity: Identity): Authority {
  let renew = false;
  const credentials = async (signal: AbortSignal) => {
    const found = await identity.credentials(signal, wantFor(host, 0, renew));
    renew = false;
    return found;
  };
  return {
    name: `${identity.name}, which signs each call`,
    async authorization(context, signal) {
      const found = await credentials(signal);
      if (found) return found;
      if (context !== 'interactive' || !identity.session) throw signInNeeded(identity);
      await signIn(host, signal);
      return (await credentials(signal)) ?? refuse(identity);
    },
    renew: () => {
      renew = true;
      return true;
    },
  };
}

/** One sign-in for all, whoever asks for it: the launcher's. */
async function signIn(host: Host, signal: AbortSignal): Promise<void> {
  const { execa } = await import('execa');
  const launcher = programPath(host, 'bedrock-launcher');
  const child = execa(launcher, ['--no-open'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    buffer: false,
    reject: false,
    windowsHide: true,
    cancelSignal: signal,
  });
  // Line by line: its spinner and ours would take turns on one line.
  const voice = relay();
  // Whoever has stopped it is at their prompt again, and hears no more of it.
  child.stderr.setEncoding('utf8').on('data', (words: string) => signal.aborted || voice.hear(words));
  const { exitCode, failed, code } = await child;
  signal.throwIfAborted();
  const told = voice.end();
  if (!failed) return;
  if (exitCode !== undefined) throw alreadyTold(exitName(exitCode), spokenIn(told));
  throw new Problem(
    'configuration',
    `${launcher}: can't be started (${code ?? 'no reason given'})`,
    'install the toolkit again',
  );
}

function signInNeeded({ name }: Identity): Problem {
  return new Problem('signInNeeded', `the AWS sign-in of ${name} has ended`, 'sign in: start bedrock-launcher');
}

function refuse(identity: Identity): never {
  throw signInNeeded(identity);
}
