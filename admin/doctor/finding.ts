import { type ExitName, Problem } from '../../shared/problem.ts';

/** `unchecked`: it was not looked at, and `words` say why. */
export type State = 'ok' | 'warning' | 'failure' | 'unchecked';

/** More that was seen, by name, in the order to show it. */
export type Details = Readonly<Record<string, string>>;

/** What one look at this machine showed. */
export interface Finding {
  /** Never changes its meaning: scripts read it. */
  id: string;
  state: State;
  /** What was looked at. */
  what: string;
  /** What was seen, or the cause of the failure. */
  words: string;
  /** What to do next; empty where nothing is wrong. */
  next: string;
  details: Details;
  /** Of a failure, and of a warning that may turn out to be the cause of one. */
  code?: ExitName;
  /** The findings whose failure this warning would explain. */
  explains?: readonly string[];
  /** Of what is unchecked for another's failure: what that one looked at. */
  because?: string;
}

export function ok(id: string, what: string, words: string, details: Details = {}): Finding {
  return { id, state: 'ok', what, words, next: '', details };
}

export function warning(
  id: string,
  what: string,
  { words, next }: Pick<Finding, 'words' | 'next'>,
  more: Partial<Finding> = {},
): Finding {
  return { id, state: 'warning', what, words, next, details: {}, ...more };
}

export function failure(
  id: string,
  what: string,
  { code, message, hint }: Pick<Problem, 'code' | 'message' | 'hint'>,
  details: Details = {},
): Finding {
  return { id, state: 'failure', what, words: message, next: hint, code, details };
}

export function unchecked(id: string, what: string, words: string, because?: string): Finding {
  return { id, state: 'unchecked', what, words, next: '', details: {}, ...(because ? { because } : {}) };
}

/** The value, or the Problem that was thrown instead; any other throw is a bug, and goes on. */
export async function valueOrProblem<Value>(act: () => Value | Promise<Value>): Promise<Value | Problem> {
  try {
    return await act();
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown;
    throw thrown;
  }
}

/** Those that are known. */
export function plain(details: Record<string, string | undefined>): Details {
  return Object.fromEntries(Object.entries(details).filter((entry): entry is [string, string] => Boolean(entry[1])));
}
