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

/** A signal that aborts when the time is up. The time started with the process. */
export function startBudget(env: Env, timeoutSec: number): AbortSignal {
  const seconds = budgetSeconds(env, timeoutSec);
  const late = new Problem(
    'timeout',
    `no credential within ${Number(seconds.toFixed(1))} s`,
    'check the network, then try again; inferenceCredentialHelperTimeoutSec allows more time',
  );
  return deadline((seconds - process.uptime()) * 1000, late);
}
