import { aborted } from '../../shared/deadline.ts';
import { describe, Problem } from '../../shared/problem.ts';
import { type Finding, failure, unchecked } from './finding.ts';

/** One look at this machine. `Subject` is what all looks share. */
export interface Check<Subject> {
  id: string;
  /** The part of the report. */
  section: string;
  what: string;
  /** The checks without which this one makes no sense: where one of them failed, it is not made. */
  needs?: readonly string[] | ((subject: Subject) => Promise<readonly string[]>);
  find(subject: Subject): Promise<Finding[]>;
}

/** A check and what it found. */
export interface Examined {
  section: string;
  findings: Finding[];
}

/** Told as checks begin and end, for whoever waits: what is still going on. */
export type Tell = (busy: readonly string[]) => void;

/**
 * Makes all checks at once, each as soon as those that it needs have ended, until `end`: what is not finished then says so.
 * The result is in the order of the table, which is that of the flow.
 */
export async function examine<Subject>(
  checks: readonly Check<Subject>[],
  subject: Subject,
  end: AbortSignal,
  tell: Tell,
): Promise<Examined[]> {
  const busy = new Set<string>();
  const begun = new Set<string>();
  const running = new Map<string, Promise<Finding[]>>();
  const made = async (check: Check<Subject>): Promise<Finding[]> => {
    const needed = await neededFindings(check, subject, running);
    const failed = needed.find(({ state, because }) => state === 'failure' || because);
    if (failed) return [notMade(check, failed.because ?? failed.what)];
    begun.add(check.id);
    busy.add(check.what);
    tell([...busy]);
    return check.find(subject).finally(() => {
      busy.delete(check.what);
      tell([...busy]);
    });
  };
  for (const check of checks) running.set(check.id, inTime(check, end, begun, made(check)));
  return Promise.all(checks.map(async ({ id, section }) => ({ section, findings: (await running.get(id)) ?? [] })));
}

async function neededFindings<Subject>(
  { needs = [] }: Check<Subject>,
  subject: Subject,
  running: ReadonlyMap<string, Promise<Finding[]>>,
): Promise<Finding[]> {
  const ids = typeof needs === 'function' ? await needs(subject) : needs;
  return (await Promise.all(ids.map((id) => running.get(id) ?? []))).flat();
}

/** What hangs at the end is let go; it may say in its own words why. */
const LAST_WORDS_MS = 250;

async function over(end: AbortSignal, hasBegun: () => boolean): Promise<never> {
  return aborted(end).catch(async (reason) => {
    if (hasBegun()) await Bun.sleep(LAST_WORDS_MS);
    throw reason;
  });
}

function notMade({ id, what }: { id: string; what: string }, because: string): Finding {
  return unchecked(id, what, `not checked, because this failed: ${because}`, because);
}

/** Whatever becomes of a check, the others go on. */
async function inTime<Subject>(
  { id, what }: Check<Subject>,
  end: AbortSignal,
  begun: ReadonlySet<string>,
  found: Promise<Finding[]>,
): Promise<Finding[]> {
  try {
    return await Promise.race([found, over(end, () => begun.has(id))]);
  } catch (thrown) {
    if (end.aborted && !begun.has(id)) return [unchecked(id, what, 'not checked, because the time was up')];
    if (thrown instanceof Problem) return [failure(id, what, thrown)];
    const hint = 'this is a bug of ours: please report it with the version';
    return [failure(id, what, new Problem('bug', `internal error: ${describe(thrown)}`, hint, thrown))];
  }
}
