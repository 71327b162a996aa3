import { deadline } from '../shared/deadline.ts';
import type { Env } from '../shared/host.ts';
import { Problem } from '../shared/problem.ts';

/** What the app allows between turns, whatever its setting says (Claude Desktop's documentation). */
const MID_SESSION_LIMIT_S = 20;
/** What we leave the app to start us and to read our answer. */
const RESERVE_S = 3;

/** Seconds that one call may take. With a very short limit the reserve shrinks with it. */
export function budgetSeconds(env: Env, timeoutSec: number): number {
  const limit =
    env['CLAUDE_HELPER_CONTEXT'] === 'mid-session-refresh' ? Math.min(MID_SESSION_LIMIT_S, timeoutSec) : timeoutSec;
  return limit - Math.min(RESERVE_S, limit * 0.3);
}

/** The time of one call, which started with the process. */
export interface Budget {
  /** Aborts while there is still time to print what is kept from before. */
  work: AbortSignal;
  /** Aborts when the time is up. */
  end: AbortSignal;
}

/** What is left between the two, as a share of the whole and in seconds at most. */
const LAST_SHARE = 0.1;
const LAST_S = 1;

export function startBudget(env: Env, timeoutSec: number): Budget {
  const seconds = budgetSeconds(env, timeoutSec);
  const late = new Problem(
    'timeout',
    `no credential within ${Number(seconds.toFixed(1))} s`,
    'check the network, then try again; inferenceCredentialHelperTimeoutSec allows more time',
  );
  const left = (seconds - process.uptime()) * 1000;
  const last = Math.min(LAST_S, seconds * LAST_SHARE) * 1000;
  return { work: deadline(left - last, late), end: deadline(left, late) };
}
