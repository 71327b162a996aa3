import { deadline } from '../shared/deadline.ts';
import type { Host } from '../shared/host.ts';
import {
  type Attempt,
  failureSince,
  openInvitation,
  readAttempt,
  succeededSince,
  writeAttempt,
} from '../shared/identity/attempt.ts';
import type { Identity } from '../shared/identity/identity.ts';
import type { SsoSession } from '../shared/identity/session.ts';
import { type Invite, signInDeadline } from '../shared/identity/sign-in.ts';
import type { Config } from '../shared/policy/config.ts';
import { Problem } from '../shared/problem.ts';
import { wantFor } from '../shared/token/lifetime.ts';
import { withLock } from '../shared/vault/lock.ts';
import { type Guide, tellNoMore } from './guide.ts';
import { interruptible } from './interruption.ts';
import { knock } from './knock.ts';
import { signInByMethod } from './method.ts';

/** One sign-in of one person. */
export interface SignIn {
  host: Host;
  config: Config;
  identity: Identity;
  session: SsoSession;
  guide: Guide;
  /** Notes the invitation, for those who wait for this sign-in. */
  invited: Invite;
  /** Sees that AWS takes the fresh session, before the person is told that all is well. */
  confirm(): Promise<void>;
  /** When the person's time is up: epoch milliseconds of AWS's clock. */
  endsAt: number;
  /** Whether the next session is wanted while this one still lives. */
  anew: boolean;
  /** The person walked away, or pressed Ctrl-C. */
  signal: AbortSignal;
}

/** A second launcher waits for the first a little longer than a person has. */
const JOIN_RESERVE_S = 60;

/**
 * Signs the person in, one launcher at a time: whoever comes second waits, and finds the session (or the refusal) of
 * the first. Throws the Problem of a sign-in that failed.
 */
export async function signInOnce(
  host: Host,
  config: Config,
  identity: Identity,
  guide: Guide,
  { confirm, anew }: Pick<SignIn, 'confirm'> & { anew: boolean },
): Promise<void> {
  const { session } = identity;
  if (!session) throw nothingToSignInTo(identity);
  const came = host.wall();
  const patience = deadline((config.signIn.timeoutSec + JOIN_RESERVE_S) * 1000, nobodyFinished());
  const isServed = async () => {
    // Whoever wants the next session is served by another one's sign-in alone.
    if (anew) return succeededSince(await readAttempt(host, session.key), came, host.wall());
    return (await identity.credentials(patience, wantFor(host, config.helper.ttlSec))) !== undefined;
  };
  const alone = async () => {
    if (await isServed()) return;
    const shared = failureSince(await readAttempt(host, session.key), came, host.wall());
    if (shared) throw tellNoMore(shared);
    await session.store.prepare();
    guide.show({ name: 'preparing' });
    const confirmFresh = () => identity.forget().then(confirm);
    await signInRecorded({ host, config, identity, session, guide, anew, confirm: confirmFresh });
  };
  await withLock(host, 'sign-in', patience, alone, { begin: () => join(host, session, guide) });
}

function nothingToSignInTo({ name }: Identity): Problem {
  const hint = 'renew it the way it was made';
  return new Problem('configuration', `${name} has expired credentials and no sign-in of its own`, hint);
}

function nobodyFinished(): Problem {
  const hint = 'close its page, then start bedrock-launcher again';
  return new Problem('timeout', 'the sign-in that was under way has not ended', hint);
}

/** Signs in, and keeps the record of it for those who wait. */
async function signInRecorded(about: Omit<SignIn, 'invited' | 'signal' | 'endsAt'>): Promise<void> {
  const { host, config, session } = about;
  const before = (await readAttempt(host, session.key))?.failures ?? 0;
  const attempt: Attempt = { startedAt: host.wall(), pid: process.pid, failures: before };
  const note = (more: Partial<Attempt>) => writeAttempt(host, session.key, Object.assign(attempt, more));
  using interruption = interruptible();
  const signal = AbortSignal.any([signInDeadline(config.signIn.timeoutSec), interruption.signal]);
  const endsAt = host.now() + config.signIn.timeoutSec * 1000;
  const invited: Invite = ({ address, userCode }) => note({ invitation: { address, userCode } });
  await note({});
  host.log.info('sign-in started', { identity: about.identity.name, method: config.signIn.method });
  try {
    await signIn({ ...about, invited, signal, endsAt });
  } catch (thrown) {
    // Who pressed Ctrl-C here did not refuse for those who wait: the next of them may ask again.
    const failure = thrown instanceof Problem ? thrown.message : 'the sign-in ended unexpectedly';
    // Whoever came after the page was closed does not share its end.
    await note({
      endedAt: host.wall() - about.guide.leftForMs(),
      ...(interruption.signal.aborted ? {} : { failure, failures: before + 1 }),
    });
    host.log.warn('sign-in ended', { done: false, interrupted: interruption.signal.aborted });
    throw thrown;
  }
  await note({ endedAt: host.wall(), done: true, failures: 0 });
  host.log.info('sign-in ended', { done: true });
}

async function signIn(request: SignIn): Promise<void> {
  await signInByMethod(request);
  await request.confirm();
}

/** The page of the other one is this person's page too. */
async function join(host: Host, session: SsoSession, guide: Guide): Promise<void> {
  const invitation = openInvitation(await readAttempt(host, session.key));
  guide.show({ name: 'signing-in-elsewhere' });
  host.say('another sign-in is already under way; waiting for it');
  if (invitation) host.say(`its address: ${invitation.address}`);
  await knock(host);
}
