import { deadline } from '../../shared/deadline.ts';
import type { Host } from '../../shared/host.ts';
import { isUnderWay, readAttempt } from '../../shared/identity/attempt.ts';
import { awsFiles } from '../../shared/identity/aws-config.ts';
import { type Identity, resolveIdentity } from '../../shared/identity/identity.ts';
import type { SsoSession } from '../../shared/identity/session.ts';
import type { Config } from '../../shared/policy/config.ts';
import { readSettings } from '../../shared/policy/read-settings.ts';
import type { Wishes } from '../../shared/policy/wishes.ts';
import { type ExitName, Problem } from '../../shared/problem.ts';
import { configIn } from '../read-config.ts';
import { rest, type Stamps, stampsOf } from './due.ts';
import { type Renewed, renewAhead } from './renewal.ts';
import { EVERY_MINUTES } from './rhythm.ts';
import { sessionEnd } from './session-end.ts';
import { wasTold } from './told.ts';

const LIMIT_S = 120;
const MINUTE_MS = 60_000;

/**
 * One run of the timer: renews what would end before the next one, and tells the person once when the session ends. It
 * never opens a browser. Exits 0 too when AWS can't be reached, or the session is over: it will be so again in a quarter
 * of an hour, and the log says it. What only somebody can mend (the configuration, a right at AWS) is thrown as a Problem,
 * so that whoever watches the timer sees it; then the runs rest as they do after a good one, and see it again in an hour.
 */
export async function renew(host: Host, wishes: Wishes, jitterSec: number): Promise<ExitName> {
  const seen: Stamps = {};
  const see = (files: readonly string[]) => void Object.assign(seen, stampsOf(files));
  try {
    const due = await renewed(host, wishes, jitterSec, see);
    if (due !== undefined) await rest(host, due - host.now(), seen);
    return 'done';
  } catch (thrown) {
    if (!isKind(thrown, LASTING)) throw thrown;
    host.log.info('renewal', { state: 'resting', code: thrown.code });
    await rest(host, Number.POSITIVE_INFINITY, seen);
    throw thrown;
  }
}

/**
 * The next moment, in epoch milliseconds, at which there is something to do; undefined: nobody knows. Whatever files that
 * depends on are told to `see` before they are used, since a run takes minutes where a person is told something; a session
 * that this run itself renews is therefore looked at once more by the next one.
 */
async function renewed(
  host: Host,
  wishes: Wishes,
  jitterSec: number,
  see: (files: readonly string[]) => void,
): Promise<number | undefined> {
  const settings = await readSettings(host);
  see(settings.files);
  const config = configIn(host, settings, wishes);
  if (!config.renewInBackground || config.credential().from !== 'identity') return Number.POSITIVE_INFINITY;
  await host.pause(Math.random() * jitterSec * 1000);
  const setting = config.identity();
  if (setting.source === 'profile') see(Object.values(awsFiles(host, setting.awsDir)));
  const identity = await resolveIdentity(host, config);
  if (identity.session) see([identity.session.store.file]);
  const outcome = await quietly(host, () => renewAhead(host, identity, config.helper.ttlSec, limit()));
  if (!outcome) return undefined;
  host.log.info('renewal', { state: outcome.state });
  return Math.min(outcome.due, await told(host, config, identity, outcome));
}

function limit(): AbortSignal {
  const late = new Problem('timeout', `AWS did not answer within ${LIMIT_S} s`, 'nothing: the next run tries again');
  return deadline(LIMIT_S * 1000, late);
}

/** Undefined: AWS can't be reached, which is no fault of a run that nobody waits for. */
async function quietly(host: Host, act: () => Promise<Renewed>): Promise<Renewed | undefined> {
  try {
    return await act();
  } catch (thrown) {
    if (!isKind(thrown, PASSING)) throw thrown;
    host.log.info('renewal', { state: 'offline', code: thrown.code, message: thrown.message });
    return undefined;
  }
}

const PASSING: ExitName[] = ['unreachable', 'timeout'];
const LASTING: ExitName[] = ['configuration', 'awsRefused'];

function isKind(thrown: unknown, codes: ExitName[]): thrown is Problem {
  return thrown instanceof Problem && codes.includes(thrown.code);
}

/** Tells the person when it is time to; the moment, in epoch milliseconds, at which there may be something to tell. */
async function told(host: Host, config: Config, identity: Identity, { state, token }: Renewed): Promise<number> {
  const { session } = identity;
  if (!session || !token || (await wasTold(host, session, token))) return Number.POSITIVE_INFINITY;
  const end = await sessionEnd(host, session, token);
  const soon = momentToTell(config, end);
  if (state !== 'over' && soon > host.now()) return soon;
  if (await signsIn(host, config, session)) return 0;
  const { tell } = await import('./tell.ts');
  const minutes = state === 'over' || end === undefined ? undefined : Math.floor((end - host.now()) / MINUTE_MS);
  const heard = await tell(host, { session, token, profile: identity.profile, minutes });
  return heard ? Number.POSITIVE_INFINITY : 0;
}

/** Whether the person is about to sign in anyway. No sign-in takes longer than that: its process died, and another has its number. */
async function signsIn(host: Host, config: Config, { key }: SsoSession): Promise<boolean> {
  const attempt = await readAttempt(host, key);
  return isUnderWay(attempt) && host.wall() - attempt.startedAt < config.signIn.timeoutSec * 1000;
}

/** At the last run that is early enough. Without an end that is known, and where nobody wants to be told, never. */
function momentToTell({ notifyBeforeMinutes }: Config, end: number | undefined): number {
  if (end === undefined) return Number.POSITIVE_INFINITY;
  // Then the end itself is told.
  if (notifyBeforeMinutes === 0) return end;
  return end - (notifyBeforeMinutes + EVERY_MINUTES) * MINUTE_MS;
}
