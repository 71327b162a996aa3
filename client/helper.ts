import type { Host } from '../shared/host.ts';
import { programPath } from '../shared/places.ts';
import type { Config } from '../shared/policy/config.ts';
import { alreadyTold } from '../shared/problem.ts';
import { relay } from '../shared/relay.ts';
import { spokenIn } from '../shared/spoken.ts';
import { type HelperAnswer, readHelperOutput } from '../shared/token/helper-output.ts';
import { helperProblem, runHelper } from '../shared/token/helper-run.ts';

/** CLAUDE_HELPER_CONTEXT, as the app sets it. */
export type HelperContext = 'interactive' | 'mid-session-refresh' | 'scheduled-task' | 'setup-test' | 'background';

/** The credential helper, with what it said kept in memory for the TTL. */
export interface Helper {
  /** Whoever no longer waits says so by the signal, which ends the helper. */
  credential(context: HelperContext, signal?: AbortSignal): Promise<HelperAnswer>;
  /** Drops what is kept: AWS did not take it. */
  forget(): void;
}

/** The app cuts this context short, whatever its setting says. */
const MID_SESSION_LIMIT_S = 20;

export function helperOf(host: Host, config: Config): Helper {
  const path = config.helper.path ?? programPath(host, 'bedrock-credential-helper');
  let kept: { answer: HelperAnswer; until: number } | undefined;
  return {
    async credential(context, signal) {
      if (kept && kept.until > host.wall()) return kept.answer;
      const answer = readHelperOutput(
        path,
        await requestCredential(host, path, context, config.helper.timeoutSec, signal),
      );
      kept = { answer, until: host.wall() + config.helper.ttlSec * 1000 };
      return answer;
    },
    forget() {
      kept = undefined;
    },
  };
}

/** Its stdout. What it says on stderr is shown as it comes, a line each. */
async function requestCredential(
  host: Host,
  path: string,
  context: HelperContext,
  timeoutSec: number,
  signal: AbortSignal | undefined,
): Promise<string> {
  const seconds = context === 'mid-session-refresh' ? Math.min(MID_SESSION_LIMIT_S, timeoutSec) : timeoutSec;
  const call = { path, env: { CLAUDE_HELPER_CONTEXT: context }, seconds, ...(signal ? { signal } : {}) };
  const voice = relay();
  const run = await runHelper(host.log, call, voice.hear);
  const told = voice.end();
  if (signal?.aborted) throw signal.reason;
  host.log.debug('helper', { context, end: run.end, exitCode: run.exitCode });
  const problem = helperProblem(host, call, run);
  if (!problem) return run.stdout;
  // A helper that speaks as ours does has said what is wrong and what to do.
  const said = run.end === 'exited' ? spokenIn(told) : undefined;
  throw said ? alreadyTold(problem.code, said) : problem;
}
