import { Problem } from './problem.ts';

/** Does all of it, whatever becomes of one; then throws what failed, as one Problem, or the first bug. */
export async function allTried(acts: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const act of acts) await act().catch((thrown: unknown) => failures.push(thrown));
  if (failures.length === 0) return;
  const problems = failures.filter((thrown) => thrown instanceof Problem);
  const [first] = problems;
  if (!first || problems.length < failures.length) throw failures.find((thrown) => !(thrown instanceof Problem));
  const messages = new Set(problems.map(({ message }) => message));
  throw new Problem(first.code, [...messages].join('; '), first.hint, first);
}
