import { describeRun, type Run } from './crowd.ts';
import type { Findings } from './findings.ts';
import { SIGN_IN_TIMEOUT_S } from './kinds.ts';
import { endOf, TOKEN_LINE } from './token.ts';
import type { Weather } from './weather.ts';

/** What two busy cores may add to anything. */
const ALLOWANCE_S = 15;
/** From the decision for a token until it is printed, on the same cores. */
const RUSH_S = 5;
/** Where a role's sessions are too short for the TTL, a session that was fetched this long before is as good as a new one. */
const FRESH_S = 15;
const MARGIN_S = 300;

/** From launch.ts and sign-in-once.ts: probe, wait for another's sign-in, sign in, confirm. */
const PROBE_S = 30;
const JOIN_S = SIGN_IN_TIMEOUT_S + 60;

/** Codes that nothing in this test can be the cause of: a bug, wrong usage, bad configuration, no storage. */
const WITHOUT_CAUSE = [1, 2, 3, 8];
const LAST_CODE = 9;

/** How the fake's secrets begin, and a stack. */
const SECRET = /ao[ar]AAAAA|eyJraWQiOi|IQoJb3JpZ2lu|bedrock-api-key-|[?&]code=/;
const STACK = /^\s+at /m;

/** Checks one process. `mustAnswer`: nothing stands between it and a token. */
export function judge(findings: Findings, run: Run, weather: Weather, mustAnswer: boolean): void {
  const seen = () => describeRun(run);
  findings.check('stderr', voiceIsClean(run), seen);
  findings.check('stdout', run.stdout === '' || (isHelper(run) && TOKEN_LINE.test(run.stdout)), seen);
  if (TOKEN_LINE.test(run.stdout)) judgeLife(findings, run, weather);
  if (run.killedAt !== undefined) return;
  const lasted = (run.endedAt - run.startedAt) / 1000;
  const budget = budgetOf(run, weather);
  findings.check('budget', lasted < budget + ALLOWANCE_S, () => `budget ${budget} s; ${seen()}`);
  findings.check('exitCode', codeFits(run), seen);
  const late = run.exitCode === LAST_CODE && lasted >= budget - 1;
  if (mustAnswer) findings.check('answer', run.exitCode === 0 || late, seen);
}

function isHelper({ program }: Run): boolean {
  return program === 'bedrock-credential-helper';
}

function voiceIsClean({ program, stderr }: Run): boolean {
  const lines = stderr.split('\n').slice(0, -1);
  const named = lines.every((line) => line.startsWith(`${program}: `)) && /(^|\n)$/.test(stderr);
  return named && !SECRET.test(stderr) && !STACK.test(stderr);
}

function codeFits(run: Run): boolean {
  if (run.exitCode === null || run.exitCode > LAST_CODE || WITHOUT_CAUSE.includes(run.exitCode)) return false;
  return !isHelper(run) || (run.stdout !== '') === (run.exitCode === 0);
}

/** The product's contract, in seconds. */
function budgetOf(run: Run, { timeoutSec, sessionEnds }: Weather): number {
  if (isHelper(run)) return Math.min(timeoutSec, run.context === 'mid-session-refresh' ? 20 : timeoutSec) - 3;
  return PROBE_S + (sessionEnds ? JOIN_S + SIGN_IN_TIMEOUT_S + PROBE_S : 0);
}

function judgeLife(findings: Findings, run: Run, weather: Weather): void {
  const printedAt = run.printedAt ?? run.endedAt;
  const left = (endOf(run.stdout) - printedAt) / 1000;
  const needed = leastLife(weather, (printedAt - run.startedAt) / 1000);
  // While AWS can't be had, what there is may be shorter: then it says so.
  const excused = hasTrouble(weather) && left > 0 && /: warning: /.test(run.stderr);
  findings.check('life', left >= needed || excused, () => `${left} s left, ${needed} s needed; ${describeRun(run)}`);
}

function leastLife({ ttlSec, roleSeconds }: Weather, askedForSeconds: number): number {
  return Math.min(ttlSec + MARGIN_S - RUSH_S, roleSeconds - askedForSeconds - FRESH_S);
}

/** Whether anything but slowness may keep a process from its answer. */
export function hasTrouble({ troubles }: Weather): boolean {
  return troubles.some(({ fault }) => typeof fault === 'string' || !('delayMs' in fault));
}
