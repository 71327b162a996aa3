import { type Run, runBounded } from '../bounded-run.ts';
import type { Host } from '../host.ts';
import { type Log, RUN } from '../log.ts';
import { exitName, Problem } from '../problem.ts';
import { lastWordsIn } from '../spoken.ts';
import { malformed } from './helper-output.ts';
import { startProblem } from './helper-start.ts';
import { LARGEST_ANSWER } from './misprint.ts';

/** One call of a credential helper. */
export interface HelperCall {
  path: string;
  /** What the app adds to the environment: CLAUDE_HELPER_CONTEXT and the like. */
  env: Readonly<Record<string, string>>;
  seconds: number;
  signal?: AbortSignal;
}

/** Runs a helper as Claude Desktop does: absolute path, no arguments, the context in the environment, a time limit. */
export function runHelper(log: Pick<Log, 'run'>, call: HelperCall, tell: (words: string) => void): Promise<Run> {
  const { path, env, seconds, signal } = call;
  const bounds = { milliseconds: seconds * 1000, characters: LARGEST_ANSWER, ...(signal ? { signal } : {}) };
  return runBounded([path], { ...process.env, ...env, [RUN]: log.run }, bounds, tell);
}

/** Why a run gave no answer; undefined when it did. */
export function helperProblem(host: Pick<Host, 'platform'>, call: HelperCall, run: Run): Problem | undefined {
  switch (run.end) {
    case 'too late':
      return tooLate(call, run);
    case 'too much':
      return malformed(call.path, {
        what: `more than a token: over ${LARGEST_ANSWER} characters`,
        next: 'let it print the token alone',
      });
    case 'not started':
      return startProblem(host, call.path, run.fault);
    case 'exited':
      if (run.exitCode === 0) return undefined;
      return run.exitCode === undefined ? killed(call.path, run.signal) : failed(call.path, run.exitCode, run.words);
  }
}

function tooLate({ path, seconds }: HelperCall, { stdout }: Run): Problem {
  if (stdout.trim() === '') {
    const next = 'raise inferenceCredentialHelperTimeoutSec, or run it by hand to see what it waits for';
    return new Problem('timeout', `${path}: no answer within ${seconds} s`, next);
  }
  const next = 'let it end as soon as it has printed its token (see inferenceCredentialHelperTimeoutSec)';
  return new Problem('timeout', `${path}: printed something, but did not end within ${seconds} s`, next);
}

function killed(path: string, signal: string | undefined): Problem {
  const by = signal ? ` by ${signal}` : '';
  const next = 'see what ends it: a security agent, too little memory, or itself';
  return new Problem('configuration', `${path}: was killed${by} before it gave a token`, next);
}

function failed(path: string, exitCode: number, words: string): Problem {
  const name = exitName(exitCode);
  const code = name === 'bug' || name === 'usage' ? 'configuration' : name;
  const meaning = shellCodes[exitCode];
  const said = lastWordsIn(words) !== undefined;
  const what = `${path}: failed with exit code ${exitCode}${meaning ? ` (${meaning})` : ''}`;
  if (said) return new Problem(code, what, 'its words above say why');
  return new Problem(
    code,
    `${what} and said nothing on stderr`,
    'run it by hand, and let it say on stderr why it fails',
  );
}

/** What a shell says by its exit code: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_08_02 */
const shellCodes: Record<number, string> = {
  126: 'a program that it calls may not be run',
  127: 'a program that it calls is not there',
  130: 'what it called was ended by SIGINT',
  134: 'what it called was ended by SIGABRT',
  137: 'what it called was ended by SIGKILL',
  139: 'what it called was ended by SIGSEGV',
  141: 'what it called was ended by SIGPIPE',
  143: 'what it called was ended by SIGTERM',
};
