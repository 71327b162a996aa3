import type { Spoken } from './spoken.ts';

/** Exit codes of every program; scripts and MDM read them, so a number never changes its meaning. */
export const exitCodes = {
  done: 0,
  bug: 1,
  usage: 2,
  configuration: 3,
  signInNeeded: 4,
  signInRefused: 5,
  unreachable: 6,
  awsRefused: 7,
  storage: 8,
  timeout: 9,
} as const;

export type ExitName = keyof typeof exitCodes;

/** The meaning of another program's exit code, when it is one of ours; else a bug. */
export function exitName(code: number | undefined): ExitName {
  const found = Object.entries(exitCodes).find(([, number]) => number === code);
  return found ? (found[0] as ExitName) : 'bug';
}

/** What a person must be told apart, though the exit code is the same. */
export type Reason =
  | 'denied'
  | 'expired'
  | 'cancelled'
  | 'no-configuration'
  | 'aws-cli-missing'
  | 'keychain-locked'
  | 'client-missing';

/**
 * A failure that a person can act on. `message` says what happened and where we looked, `hint` what to do next;
 * both lower case, without a full stop, and never with a secret in them. Any other throw is a bug of ours.
 */
export class Problem extends Error {
  readonly code: ExitName;
  readonly hint: string;
  reason: Reason | undefined;
  /** The person has read it: it is not said again. */
  isTold = false;

  constructor(code: ExitName, message: string, hint: string, cause?: unknown) {
    const words = brief(message);
    super(words, { cause });
    // The AWS SDK appends its own advice to the message of whatever interrupts it.
    Object.defineProperty(this, 'message', { value: words, writable: false });
    this.name = 'Problem';
    this.code = code;
    this.hint = brief(hint);
  }

  because(reason: Reason): this {
    this.reason = reason;
    return this;
  }
}

const LONGEST_WORDS = 1_000;

/** A message quotes names and values that others wrote: they neither make lines of their own nor fill the screen. */
function brief(words: string): string {
  const line = oneLine(words);
  return line.length > LONGEST_WORDS ? `${line.slice(0, LONGEST_WORDS)}...` : line;
}

/** The end of a program whose child has said this on our own stderr: a second error would only confuse. */
export function alreadyTold(code: ExitName, said?: Spoken): Problem {
  const problem = new Problem(code, said?.what ?? '', said?.hint ?? '');
  problem.isTold = true;
  return problem;
}

/** Without line breaks, escape sequences and other control characters: no text of others may pose as a line of ours. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
}

/** The last resort's words for a failure that we did not foresee: one line, whatever was thrown. */
export function describe(thrown: unknown): string {
  const text = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return withoutTokens(oneLine(text)).slice(0, 300);
}

/** A server may echo what we sent: nothing as long as a token or a key gets through. */
export function withoutTokens(text: string): string {
  return text.replace(/[\w+/=.~%-]{40,}/g, '[long text]');
}
