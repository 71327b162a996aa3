import * as v from 'valibot';
import { type Run, runBounded } from '../bounded-run.ts';
import { type Start, startable, wordsOf } from '../command-line.ts';
import type { Env, Host } from '../host.ts';
import { headerText } from '../network/header.ts';
import { alreadyTold, exitName, Problem } from '../problem.ts';
import { relay } from '../relay.ts';
import { Secret } from '../secret.ts';
import { lastWordsIn, spokenIn } from '../spoken.ts';
import type { RoleCredentials } from './role-credentials.ts';

/** The command that a profile names, and where it does. */
export interface ProcessSource {
  profile: string;
  file: string;
  command: string;
}

/** Tells a credential_process for which profiles we ask: should it be ourselves, we must not ask again. */
const RESOLVING = 'BEDROCK_LAUNCHER_RESOLVING';

const LIMIT_MS = 60_000;
const LONGEST_ANSWER = 65_536;

const moment = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/),
  v.transform((text) => Date.parse(text)),
  v.check((time) => Number.isFinite(time)),
);

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html */
const answer = v.object({
  Version: v.literal(1),
  AccessKeyId: headerText,
  SecretAccessKey: headerText,
  SessionToken: v.nullish(v.union([v.literal(''), headerText])),
  Expiration: v.nullish(moment),
});

/** With `quiet`, what the process says belongs to the Problem, and not to our stderr. */
export interface Voice {
  quiet?: boolean;
}

/** Runs a profile's credential_process. Its words go to stderr, a line each; nothing of its stdout is ever repeated. */
export async function processCredentials(
  host: Pick<Host, 'platform' | 'env' | 'now'> & Voice,
  source: ProcessSource,
  signal: AbortSignal,
): Promise<RoleCredentials> {
  const env = withoutLoop(host.env, source.profile);
  const { words, verbatim } = commandOf(host.platform, source);
  const bounds = { milliseconds: LIMIT_MS, characters: LONGEST_ANSWER, signal, verbatim };
  const voice = host.quiet ? undefined : relay();
  const run = await runBounded(words, env, bounds, (piece) => voice?.hear(piece));
  const told = voice?.end();
  if (signal.aborted) throw signal.reason;
  return readAnswer(outputOf(run, source, told), source, host.now());
}

function withoutLoop(env: Env, profile: string): Env {
  const asked = (env[RESOLVING] ?? '').split('\n');
  if (!asked.includes(profile)) return { ...env, [RESOLVING]: [...asked, profile].join('\n') };
  throw new Problem(
    'configuration',
    `the credential_process of profile ${profile} asks for profile ${profile} again`,
    'let it name another profile: the one that signs in',
  );
}

function commandOf(platform: Host['platform'], source: ProcessSource): Start {
  const [program, ...args] = wordsOf(platform, source.command) ?? [];
  if (!program) throw refused(source, 'is no command: a quote has no end', 'correct its quotes');
  const start = startable(platform, [program, ...args]);
  if (start) return start;
  throw refused(source, 'gives a batch file what cmd.exe would change', 'leave out " and % from its arguments');
}

/** `told`: its words that the person has heard; undefined, when none were to be told. */
function outputOf(run: Run, source: ProcessSource, told: string | undefined): string {
  switch (run.end) {
    case 'not started':
      throw refused(source, `can't be started (${run.fault})`, 'name an installed program by its absolute path');
    case 'too late':
      throw new Problem(
        'timeout',
        `${named(source)} gave no answer within ${LIMIT_MS / 1000} s`,
        'run it by hand to see why',
      );
    case 'too much':
      throw refused(source, 'printed more than credentials', EXPECTED);
    case 'exited':
      if (run.exitCode === 0) return run.stdout;
      throw told === undefined ? quoted(source, run) : failed(source, run, told);
  }
}

/** A program that speaks as ours do has said what is wrong. */
function failed(source: ProcessSource, { exitCode }: Run, told: string): Problem {
  const name = exitName(exitCode);
  const said = spokenIn(told);
  if (said && name !== 'bug' && name !== 'usage') return alreadyTold(name, said);
  return refused(
    source,
    `failed with exit code ${exitCode ?? 'none'}`,
    'its words above, or running it by hand, say why',
  );
}

/** The same with its words, which nobody has heard. */
function quoted(source: ProcessSource, { exitCode, words }: Run): Problem {
  const said = spokenIn(words);
  const hint = 'run it by hand to see why';
  if (said) return new Problem(exitName(exitCode), said.what, said.hint ?? hint);
  const last = lastWordsIn(words);
  return refused(source, `failed with exit code ${exitCode ?? 'none'}${last ? `: ${last}` : ''}`, hint);
}

const EXPECTED = 'it must print JSON with Version 1, AccessKeyId, SecretAccessKey, SessionToken and Expiration alone';

function readAnswer(text: string, source: ProcessSource, now: number): RoleCredentials {
  const found = v.safeParse(answer, parsed(text));
  if (!found.success) throw refused(source, complaintOf(found.issues[0]), EXPECTED);
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = found.output;
  if (Expiration && Expiration <= now) throw refused(source, 'gave credentials that have ended', 'renew what it reads');
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: new Secret(SecretAccessKey),
    sessionToken: SessionToken ? new Secret(SessionToken) : undefined,
    expiresAt: Expiration ?? undefined,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.trim());
  } catch {
    return undefined;
  }
}

/** Which field is wrong, never what is in it. */
function complaintOf(issue: v.BaseIssue<unknown>): string {
  const field = issue.path?.[0]?.key;
  return field ? `printed credentials without a proper ${String(field)}` : 'printed something that is no JSON object';
}

function refused(source: ProcessSource, what: string, hint: string): Problem {
  return new Problem('configuration', `${named(source)} ${what}`, hint);
}

function named({ file, profile }: ProcessSource): string {
  return `${file}: the credential_process of profile ${profile}`;
}
