import { deadline } from '../../shared/deadline.ts';
import type { Host } from '../../shared/host.ts';
import { type Identity, resolveIdentity } from '../../shared/identity/identity.ts';
import type { Config } from '../../shared/policy/config.ts';
import { readSettings } from '../../shared/policy/read-settings.ts';
import type { Wishes } from '../../shared/policy/wishes.ts';
import { type ExitName, Problem } from '../../shared/problem.ts';
import { configIn } from '../read-config.ts';
import { EVERY_MINUTES } from './definitions.ts';
import { rest } from './due.ts';
import { type Renewed, renewAhead } from './renewal.ts';
import { sessionEnd } from './session-end.ts';
import { wasTold } from './told.ts';

const LIMIT_S = 120;
const MINUTE_MS = 60_000;

/**
 * One run of the timer: renews what would end before the next one, and tells the person once when the session ends. It
 * never opens a browser. Exits 0 too when AWS can't be reached, or the session is over: it will be so again in a quarter
 * of an hour, and the log says it.
 */
export async function renew(host: Host, wishes: Wishes, jitterSec: number): Promise<ExitName> {
  const settings = await readSettings(host);
  const config = configIn(host, settings, wishes);
  if (!config.renewInBackground || config.credential().from !== 'identity') {
    await rest(host, Number.POSITIVE_INFINITY, settings.files);
    return 'done';
  }
  await host.pause(Math.random() * jitterSec * 1000);
  const identity = await resolveIdentity(host, config);
  const outcome = await quietly(host, () => renewAhead(host, identity, config.helper.ttlSec, limit()));
  if (!outcome) return 'done';
  host.log.info('renewal', { state: outcome.state });
  const due = Math.min(outcome.due, await told(host, config, identity, outcome));
  const files = [...settings.files, ...identity.files, ...(identity.session ? [identity.session.store.file] : [])];
  await rest(host, due - host.now(), files);
  return 'done';
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
    if (!(thrown instanceof Problem && /^(unreachable|timeout)$/.test(thrown.code))) throw thrown;
    host.log.info('renewal', { state: 'offline', code: thrown.code, message: thrown.message });
    return undefined;
  }
}

/** Tells the person when it is time to; the moment, in epoch milliseconds, at which there may be something to tell. */
async function told(host: Host, config: Config, identity: Identity, { state, token }: Renewed): Promise<number> {
  const { session } = identity;
  if (!session || !token || (await wasTold(host, session, token))) return Number.POSITIVE_INFINITY;
  const end = await sessionEnd(host, session, token);
  const soon = momentToTell(config, end);
  if (state !== 'over' && soon > host.now()) return soon;
  const { tell } = await import('./tell.ts');
  const minutes = state === 'over' || end === undefined ? undefined : Math.floor((end - host.now()) / MINUTE_MS);
  const heard = await tell(host, { session, token, profile: identity.profile, minutes });
  return heard ? Number.POSITIVE_INFINITY : 0;
}

/** At the last run that is early enough. Without an end that is known, and where nobody wants to be told, never. */
function momentToTell({ notifyBeforeMinutes }: Config, end: number | undefined): number {
  if (end === undefined) return Number.POSITIVE_INFINITY;
  // Then the end itself is told.
  if (notifyBeforeMinutes === 0) return end;
  return end - (notifyBeforeMinutes + EVERY_MINUTES) * MINUTE_MS;
}
