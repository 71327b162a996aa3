import * as v from 'valibot';
import { runBounded } from '../shared/bounded-run.ts';
import type { Host } from '../shared/host.ts';
import { RUN } from '../shared/log.ts';
import { headerText, isFreeHeader } from '../shared/network/header.ts';
import { programPath } from '../shared/places.ts';
import type { Config } from '../shared/policy/config.ts';
import { alreadyTold, exitName, Problem } from '../shared/problem.ts';
import { Secret } from '../shared/secret.ts';

export type HelperContext = 'interactive' | 'mid-session-refresh';

/** What a helper printed: a token, and headers that go with each request. */
export interface HelperAnswer {
  token: Secret;
  headers: Record<string, string>;
}

/** The credential helper, with what it said kept in memory for the TTL. */
export interface Helper {
  credential(context: HelperContext): Promise<HelperAnswer>;
  /** Drops what is kept: AWS did not take it. */
  forget(): void;
}

/** The app cuts this context short, whatever its setting says. */
const MID_SESSION_LIMIT_S = 20;
const LARGEST_ANSWER = 16_384;

const notAList = v.check((value: unknown) => !Array.isArray(value));
const document = v.strictObject({
  token: headerText,
  headers: v.optional(
    v.pipe(
      v.unknown(),
      notAList,
      v.record(v.pipe(v.string(), v.check(isFreeHeader)), v.pipe(v.string(), v.regex(/^[\x20-\x7e]*$/))),
    ),
  ),
});

export function helperOf(host: Host, config: Config): Helper {
  const path = config.helper.path ?? programPath(host, 'bedrock-credential-helper');
  let kept: { answer: HelperAnswer; until: number } | undefined;
  return {
    async credential(context) {
      if (kept && kept.until > host.wall()) return kept.answer;
      const answer = readHelperOutput(path, await requestCredential(host, path, context, config.helper.timeoutSec));
      kept = { answer, until: host.wall() + config.helper.ttlSec * 1000 };
      return answer;
    },
    forget() {
      kept = undefined;
    },
  };
}

/** Runs the helper as the app does: absolute path, no arguments, the context in the environment, a time limit. */
async function requestCredential(
  { log }: Host,
  path: string,
  context: HelperContext,
  timeoutSec: number,
): Promise<string> {
  const seconds = context === 'mid-session-refresh' ? Math.min(MID_SESSION_LIMIT_S, timeoutSec) : timeoutSec;
  const limit = { milliseconds: seconds * 1000, characters: LARGEST_ANSWER };
  const env = { ...process.env, CLAUDE_HELPER_CONTEXT: context, [RUN]: log.run };
  const run = await runBounded([path], env, limit, (words) => process.stderr.write(words));
  log.debug('helper', { context, end: run.end, exitCode: run.exitCode });
  switch (run.end) {
    case 'too late':
      throw new Problem('timeout', `${path}: no answer within ${seconds} s`, 'see inferenceCredentialHelperTimeoutSec');
    case 'too much':
      throw malformed(path, `printed more than a token: over ${LARGEST_ANSWER} characters`);
    case 'not started':
      throw cannotStart(path, run.fault ?? 'unknown');
    case 'exited':
      if (run.exitCode === 0) return run.stdout;
      throw helperFailed(path, run.exitCode, run.words);
  }
}

function cannotStart(path: string, fault: string): Problem {
  const hint = 'correct inferenceCredentialHelper: the path of a program alone, without arguments';
  return new Problem('configuration', `${path}: can't be started (${fault})`, hint);
}

function helperFailed(path: string, exitCode: number | undefined, words: string): Problem {
  const name = exitName(exitCode);
  const code = name === 'bug' || name === 'usage' ? 'configuration' : name;
  // A helper that speaks as ours does has said what is wrong and what to do.
  if (/^\S+: error: /m.test(words)) return alreadyTold(code);
  return new Problem(code, `${path}: failed with exit code ${exitCode ?? 'none'}`, 'its words above say why');
}

/** Reads a helper's stdout: a bare token, or a JSON document with a token and headers. */
export function readHelperOutput(path: string, stdout: string): HelperAnswer {
  const text = stdout.trim();
  if (text.startsWith('{')) return readDocument(path, text);
  if (text === '') throw malformed(path, 'printed nothing');
  if (text.length > LARGEST_ANSWER) throw malformed(path, `printed more than ${LARGEST_ANSWER} characters`);
  if (!/^[\x21-\x7e]+$/.test(text)) throw malformed(path, 'printed more than one word of plain text');
  return { token: new Secret(text), headers: {} };
}

function readDocument(path: string, text: string): HelperAnswer {
  try {
    const { token, headers } = v.parse(document, JSON.parse(text));
    return { token: new Secret(token), headers: headers ?? {} };
  } catch {
    const what = text.includes('"AccessKeyId"')
      ? 'printed credential_process JSON'
      : 'printed JSON that is not {"token", "headers"}';
    throw malformed(path, what);
  }
}

function malformed(path: string, what: string): Problem {
  return new Problem(
    'configuration',
    `${path}: ${what}`,
    'a helper prints one token, or {"token": "...", "headers": {...}}, and nothing else',
  );
}
