import { deadline } from '../shared/deadline.ts';
import type { Host } from '../shared/host.ts';
import { type Attempt, failureSince, readAttempt, writeAttempt } from '../shared/identity/attempt.ts';
import type { Identity } from '../shared/identity/identity.ts';
import type { SsoSession } from '../shared/identity/session.ts';
import { type Invitation, signInDeadline } from '../shared/identity/sign-in.ts';
import type { Config } from '../shared/policy/config.ts';
import { Problem } from '../shared/problem.ts';
import { withLock } from '../shared/vault/lock.ts';
import { signInByAwsCli } from './aws-cli.ts';
import { signInBuiltIn } from './built-in.ts';
import { tellNoMore } from './page/problem-page.ts';

/** A second launcher waits for the first a little longer than a person has. */
const JOIN_RESERVE_S = 60;

/**
 * Signs the person in, one launcher at a time: whoever comes second waits, and finds the session (or the refusal) of
 * the first. Throws the Problem of a sign-in that failed.
 */
export async function signInOnce(host: Host, config: Config, identity: Identity): Promise<void> {
  const { session } = identity;
  if (!session) throw nothingToSignInTo(identity);
  const came = host.now();
  const patience = deadline((config.signIn.timeoutSec + JOIN_RESERVE_S) * 1000, nobodyFinished());
  await withLock(
    host,
    `sign-in-${session.key}`,
    patience,
    async () => {
      if (await identity.credentials(patience)) return;
      const shared = failureSince(await readAttempt(host, session.key), came);
      if (shared) throw tellNoMore(shared);
      await session.store.prepare();
      await recorded(host, session, (invited) => signIn(host, config, identity, session, invited));
    },
    () => sayWhoIsAsking(host, session),
  );
}

function nothingToSignInTo({ name }: Identity): Problem {
  return new Problem(
    'configuration',
    `${name} has expired credentials and no sign-in of its own`,
    'renew it the way it was made',
  );
}

function nobodyFinished(): Problem {
  return new Problem(
    'timeout',
    'the sign-in that was under way has not ended',
    'close its page, then start bedrock-launcher again',
  );
}

async function signIn(
  host: Host,
  config: Config,
  identity: Identity,
  session: SsoSession,
  invited: (invitation: Invitation) => Promise<void>,
): Promise<void> {
  const deadline = signInDeadline(config.signIn.timeoutSec);
  if (config.signIn.method === 'aws-cli') return signInByAwsCli(config, identity, deadline);
  return signInBuiltIn(host, config, session, invited, deadline);
}

/** Keeps the record of this sign-in, for those who wait for it. */
async function recorded(
  host: Host,
  session: SsoSession,
  act: (invited: (invitation: Invitation) => Promise<void>) => Promise<void>,
): Promise<void> {
  const attempt: Attempt = { startedAt: host.now() };
  await writeAttempt(host, session.key, attempt);
  const end = (failure?: string) =>
    writeAttempt(host, session.key, { ...attempt, endedAt: host.now(), ...(failure ? { failure } : {}) });
  try {
    await act(async ({ address, userCode }) => {
      attempt.invitation = { address, userCode };
      await writeAttempt(host, session.key, attempt);
    });
  } catch (thrown) {
    await end(thrown instanceof Problem ? thrown.message : 'the sign-in ended unexpectedly');
    throw thrown;
  }
  await end();
}

async function sayWhoIsAsking(host: Host, session: SsoSession): Promise<void> {
  const attempt = await readAttempt(host, session.key);
  host.say('another sign-in is already under way; waiting for it');
  if (attempt?.invitation && !attempt.endedAt) host.say(`its address: ${attempt.invitation.address}`);
}
