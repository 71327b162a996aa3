import type { Run } from '../../shared/bounded-run.ts';
import { programPath } from '../../shared/places.ts';
import { PROFILE_WISH } from '../../shared/policy/wishes.ts';
import { Problem } from '../../shared/problem.ts';
import { lastWordsIn, type Spoken, spokenIn } from '../../shared/spoken.ts';
import { type HelperAnswer, readHelperOutput } from '../../shared/token/helper-output.ts';
import { type HelperCall, helperProblem, runHelper } from '../../shared/token/helper-run.ts';
import { valueOrProblem } from './finding.ts';
import type { Scene } from './scene.ts';

/** How the credential helper fared when it was called as Claude Desktop's own set-up test calls it. */
export interface SelfTest {
  path: string;
  milliseconds: number;
  exitCode: number | undefined;
  answer: HelperAnswer | Problem;
  /** What it said on stderr, where it succeeded all the same. */
  warning: Spoken | undefined;
}

/** In this context no helper may ask a person. */
const SETUP_TEST = { CLAUDE_HELPER_CONTEXT: 'setup-test', CLAUDE_HELPER_MANUAL_RUN: '1' };

export async function selfTest(scene: Scene): Promise<SelfTest> {
  const { host, order, end } = scene;
  const { helper } = await scene.config();
  const path = helper.path ?? programPath(host, 'bedrock-credential-helper');
  const wished: Record<string, string> = order.wishes.profile ? { [PROFILE_WISH]: order.wishes.profile } : {};
  const call = { path, env: { ...SETUP_TEST, ...wished }, seconds: helper.timeoutSec, signal: end };
  const began = performance.now();
  const run = await runHelper(host.log, call, () => {});
  const milliseconds = Math.round(performance.now() - began);
  const problem = end.aborted && run.end === 'too late' ? cutOff(call) : helperProblem(host, call, run);
  const answer = problem ? explained(problem, run) : await valueOrProblem(() => readHelperOutput(path, run.stdout));
  return { path, milliseconds, exitCode: run.exitCode, answer, warning: spokenIn(run.words, 'warning') };
}

/** The app may wait longer than we do. */
function cutOff({ path, seconds }: HelperCall): Problem {
  const words = `${path}: no answer when the time of this examination was up (the app waits ${seconds} s)`;
  return new Problem('timeout', words, 'run it by hand: it may wait for a person, or for the network');
}

/** In the helper's own words, where it has some. */
function explained(problem: Problem, run: Run): Problem {
  const said = run.end === 'exited' ? spokenIn(run.words) : undefined;
  if (said) return new Problem(problem.code, said.what, said.hint ?? 'ask whoever made the helper');
  if (run.end !== 'exited' || run.exitCode === undefined) return problem;
  const last = lastWordsIn(run.words);
  return last ? new Problem(problem.code, `${problem.message}: ${last}`, 'ask whoever made the helper') : problem;
}
