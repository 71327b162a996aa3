import * as v from 'valibot';
import type { Host } from '../shared/host.ts';
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

const document = v.strictObject({
  token: v.pipe(v.string(), v.regex(/^[\x21-\x7e]+$/)),
  headers: v.optional(v.record(v.pipe(v.string(), v.regex(/^[\w-]+$/)), v.pipe(v.string(), v.regex(/^[\x20-\x7e]*$/)))),
});

export function helperOf(host: Host, config: Config): Helper {
  const path = config.helper.path ?? programPath(host, 'bedrock-credential-helper');
  let kept: { answer: HelperAnswer; until: number } | undefined;
  return {
    async credential(context) {
      if (kept && kept.until > host.now()) return kept.answer;
      const answer = readHelperOutput(path, await requestCredential(path, context, config.helper.timeoutSec));
      kept = { answer, until: host.now() + config.helper.ttlSec * 1000 };
      return answer;
    },
    forget() {
      kept = undefined;
    },
  };
}

/** Runs the helper as the app does: absolute path, no arguments, the context in the environment, a time limit. */
async function requestCredential(path: string, context: HelperContext, timeoutSec: number): Promise<string> {
  const { execa } = await import('execa');
  const seconds = context === 'mid-session-refresh' ? Math.min(MID_SESSION_LIMIT_S, timeoutSec) : timeoutSec;
  const done = await execa(path, [], {
    stdin: 'ignore',
    stderr: ['inherit', 'pipe'],
    env: { CLAUDE_HELPER_CONTEXT: context },
    timeout: seconds * 1000,
    maxBuffer: LARGEST_ANSWER * 2,
    windowsHide: true,
    reject: false,
  });
  if (done.timedOut)
    throw new Problem('timeout', `${path}: no answer within ${seconds} s`, 'see inferenceCredentialHelperTimeoutSec');
  if (done.code === 'ENOENT' || done.code === 'EACCES') throw cannotStart(path, done.code);
  if (done.failed) throw helperFailed(path, done.exitCode, done.isMaxBuffer, done.stderr);
  return done.stdout;
}

function cannotStart(path: string, code: string): Problem {
  return new Problem(
    'configuration',
    `${path}: can't be started (${code})`,
    'correct inferenceCredentialHelper: a path alone, without arguments',
  );
}

function helperFailed(path: string, exitCode: number | undefined, tooMuch: boolean, words: string): Problem {
  if (tooMuch)
    return new Problem(
      'configuration',
      `${path}: printed more than a token`,
      'a helper prints one token and nothing else',
    );
  const name = exitName(exitCode);
  const code = name === 'bug' || name === 'usage' || name === 'done' ? 'configuration' : name;
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
