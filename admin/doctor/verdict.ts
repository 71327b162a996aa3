import type { ExitName } from '../../shared/problem.ts';
import type { Finding } from './finding.ts';

/** The one sentence that a help desk asks for. */
export interface Verdict {
  state: 'ok' | 'warning' | 'failure';
  /** The finding that is the root cause, where there is one. */
  id?: string;
  words: string;
  next: string;
  code: ExitName;
  /** What else to look at, after that. */
  also: string[];
}

/**
 * Names the root cause. `findings` are in the order of the flow, so that the first failure explains those after it; and a
 * warning before it that would explain it is the cause.
 */
export function verdictOn(findings: readonly Finding[]): Verdict {
  const [first, ...others] = findings.filter(({ state }) => state === 'failure');
  if (!first) return workingVerdict(findings.filter(({ state }) => state === 'warning'));
  const cause = findings.find(({ state, explains }) => state === 'warning' && explains?.includes(first.id));
  const root = cause ?? first;
  const rest = cause ? [first, ...others] : others;
  return {
    state: 'failure',
    id: root.id,
    // That the time was up says nothing without the name of what took so long.
    words: root.code === 'timeout' ? sentence(root) : root.words,
    next: root.next,
    code: root.code ?? first.code ?? 'bug',
    also: [...new Set(rest.filter(({ words }) => words !== root.words).map(sentence))],
  };
}

function workingVerdict(warnings: readonly Finding[]): Verdict {
  const [first] = warnings;
  if (!first) return { state: 'ok', words: 'everything that was checked works', next: '', code: 'done', also: [] };
  return {
    state: 'warning',
    id: first.id,
    words: `it works, but: ${first.words}`,
    next: first.next,
    code: 'done',
    also: warnings.slice(1).map(sentence),
  };
}

function sentence({ what, words }: Finding): string {
  return words.startsWith(what) ? words : `${what}: ${words}`;
}
