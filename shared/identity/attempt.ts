import * as v from 'valibot';
import type { Host } from '../host.ts';
import { headerText } from '../network/header.ts';
import { isWebAddress } from '../network/safe-url.ts';
import { readNote, writeNote } from '../note.ts';
import { pathOf } from '../path.ts';
import { stateDir } from '../places.ts';
import { oneLine, Problem } from '../problem.ts';

/**
 * The record of the last sign-in of a session, so that whoever waits for it can show its address and share its end.
 * Times are epoch milliseconds of the machine's own clock. No secret: the address and the code are what the person
 * sees anyway.
 */
const moment = v.pipe(v.number(), v.finite());
const words = v.pipe(
  v.string(),
  v.check((text) => oneLine(text) !== ''),
);
const record = v.object({
  startedAt: moment,
  /** The process that asks the person; zero and below would mean others. */
  pid: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  invitation: v.optional(
    v.object({ address: v.pipe(v.string(), v.check(isWebAddress)), userCode: v.optional(headerText) }),
  ),
  endedAt: v.optional(moment),
  /** Whether somebody is signed in by it. */
  done: v.optional(v.boolean()),
  /** Why it failed; one that was interrupted has neither failed nor succeeded. */
  failure: v.optional(words),
  /** How many sign-ins in a row have failed, this one included. */
  failures: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
});

export type Attempt = v.InferOutput<typeof record>;
type AttemptHost = Pick<Host, 'platform' | 'env' | 'home' | 'log'>;

/** After a refusal nobody but a person's double-click opens another page for this long; twice that after the next one. */
const COOL_DOWN_MS = 60_000;
const LONGEST_COOL_DOWN_MS = 8 * 60_000;

function attemptFile(host: AttemptHost, sessionKey: string): string {
  return pathOf(host.platform).join(stateDir(host), 'sign-in', `${sessionKey}.json`);
}

/** The last sign-in, or undefined when there was none or its record is unreadable. */
export async function readAttempt(host: AttemptHost, sessionKey: string): Promise<Attempt | undefined> {
  const text = await readNote(host, attemptFile(host, sessionKey));
  try {
    const checked = v.safeParse(record, JSON.parse(text ?? ''));
    return checked.success ? checked.output : undefined;
  } catch {
    return undefined;
  }
}

export function writeAttempt(host: AttemptHost, sessionKey: string, attempt: Attempt): Promise<void> {
  return writeNote(host, attemptFile(host, sessionKey), JSON.stringify(attempt));
}

/** Whether a person is being asked: it has not ended, and its process has not died. */
export function isUnderWay(attempt: Attempt | undefined): attempt is Attempt {
  return attempt !== undefined && attempt.endedAt === undefined && (!attempt.pid || isAlive(attempt.pid));
}

/** What a person can still accept. */
export function openInvitation(attempt: Attempt | undefined): Attempt['invitation'] {
  return isUnderWay(attempt) ? attempt.invitation : undefined;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether somebody has signed in after `since`. */
export function succeededSince(attempt: Attempt | undefined, since: number, now: number): boolean {
  return attempt?.done === true && hasEndedSince(attempt, since, now);
}

/** An end in the future is that of a clock which was set back. */
function hasEndedSince(attempt: Attempt | undefined, since: number, now: number): boolean {
  const endedAt = attempt?.endedAt ?? Number.NaN;
  return endedAt >= since && endedAt <= now;
}

/** The Problem of a sign-in that failed after `since`: whoever waited for it shares its end. */
export function failureSince(attempt: Attempt | undefined, since: number, now: number): Problem | undefined {
  if (!attempt?.failure || !hasEndedSince(attempt, since, now)) return undefined;
  return new Problem('signInRefused', attempt.failure, 'start bedrock-launcher again to try once more');
}

/** The Problem of a sign-in that failed a moment ago, or of several that failed in a row. */
export function coolDown(attempt: Attempt | undefined, now: number): Problem | undefined {
  const doubled = COOL_DOWN_MS * 2 ** ((attempt?.failures ?? 1) - 1);
  const failure = failureSince(attempt, now - Math.min(doubled, LONGEST_COOL_DOWN_MS), now);
  return (
    failure && new Problem(failure.code, `${failure.message} a moment ago`, 'start bedrock-launcher to sign in now')
  );
}
