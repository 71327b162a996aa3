import { type Detached, startDetached } from '../shared/child.ts';
import type { Env, Host } from '../shared/host.ts';
import { type Attempt, coolDown, failureSince, openInvitation, readAttempt } from '../shared/identity/attempt.ts';
import { RUN } from '../shared/log.ts';
import { programPath } from '../shared/places.ts';
import { Problem } from '../shared/problem.ts';
import { isTerminal } from '../shared/terminal.ts';

const LOOK_AGAIN_MS = 100;

/** Whether a person is there to sign in: the app says so, or nobody says anything and a terminal shows our words. */
export function mayAsk(env: Env): boolean {
  const context = env['CLAUDE_HELPER_CONTEXT'];
  return context ? context === 'interactive' : isTerminal(2);
}

/**
 * Has the launcher sign the person in, in a process that outlives this one: when our budget ends first, the next call
 * finds the result. One launcher at a time asks the person, whoever started it.
 */
export async function signInByLauncher(
  host: Host,
  sessionKey: string,
  profile: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const recent = coolDown(await readAttempt(host, sessionKey), host.wall());
  if (recent) throw recent;
  const startedAt = host.wall();
  const args = ['--no-open', ...(profile ? [`--profile=${profile}`] : [])];
  const launcher = await startDetached(programPath(host, 'bedrock-launcher'), args, { env: { [RUN]: host.log.run } });
  if (!launcher) throw noLauncher(host);
  await ended(host, sessionKey, launcher, startedAt, signal);
}

async function ended(
  host: Host,
  sessionKey: string,
  launcher: Detached,
  startedAt: number,
  signal: AbortSignal,
): Promise<void> {
  const exited = launcher.exited.then((code) => ({ code }));
  for (let shown: string | undefined; ; ) {
    const end = await Promise.race([exited, host.pause(LOOK_AGAIN_MS)]);
    const attempt = await readAttempt(host, sessionKey);
    if (end) return succeeded(end.code, failureSince(attempt, startedAt, host.wall()));
    signal.throwIfAborted();
    shown = invite(host, attempt, shown);
  }
}

/** The launcher has no terminal of its own here: its invitation is shown by us. */
function invite(host: Host, attempt: Attempt | undefined, shown: string | undefined): string | undefined {
  const invitation = openInvitation(attempt);
  if (!invitation || invitation.address === shown) return shown;
  host.say(`sign in to AWS: ${invitation.address}${invitation.userCode ? ` (code ${invitation.userCode})` : ''}`);
  return invitation.address;
}

function succeeded(code: number | undefined, failure: Problem | undefined): void {
  if (code === 0) return;
  throw failure ?? new Problem('signInRefused', 'the sign-in did not succeed', 'start bedrock-launcher to see why');
}

function noLauncher(host: Host): Problem {
  const place = programPath(host, 'bedrock-launcher');
  return new Problem(
    'signInNeeded',
    `the AWS sign-in has ended and ${place} could not be started`,
    'install the toolkit again',
  );
}
