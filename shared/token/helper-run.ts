import { type Run, runBounded } from '../bounded-run.ts';
import { type Log, RUN } from '../log.ts';
import { exitName, Problem } from '../problem.ts';
import { LARGEST_ANSWER, malformed } from './helper-output.ts';

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
export function helperProblem({ path, seconds }: HelperCall, run: Run): Problem | undefined {
  switch (run.end) {
    case 'too late':
      return new Problem(
        'timeout',
        `${path}: no answer within ${seconds} s`,
        'see inferenceCredentialHelperTimeoutSec',
      );
    case 'too much':
      return malformed(path, `printed more than a token: over ${LARGEST_ANSWER} characters`);
    case 'not started':
      return cannotStart(path, run.fault ?? 'unknown');
    case 'exited':
      return run.exitCode === 0 ? undefined : failed(path, run.exitCode);
  }
}

function cannotStart(path: string, fault: string): Problem {
  const hint = 'correct inferenceCredentialHelper: the path of a program alone, without arguments';
  return new Problem('configuration', `${path}: can't be started (${fault})`, hint);
}

function failed(path: string, exitCode: number | undefined): Problem {
  const name = exitName(exitCode);
  const code = name === 'bug' || name === 'usage' ? 'configuration' : name;
  return new Problem(code, `${path}: failed with exit code ${exitCode ?? 'none'}`, 'its words above say why');
}
