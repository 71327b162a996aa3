import type { Problem } from './problem.ts';

/** When each of our deadlines comes, by `performance.now()`: a signal itself can't be asked. */
const ends = new WeakMap<AbortSignal, number>();

/** A signal that aborts with that Problem as its reason; it keeps no process alive. */
export function deadline(milliseconds: number, late: Problem): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(late), Math.max(0, milliseconds)).unref();
  ends.set(controller.signal, performance.now() + milliseconds);
  return controller.signal;
}

/** Milliseconds until that deadline; of a signal that is none, `otherwise`. */
export function timeLeft(signal: AbortSignal, otherwise: number): number {
  const end = ends.get(signal);
  return end === undefined ? otherwise : end - performance.now();
}

/** Rejects with the signal's reason once it aborts; for work that can't be told to stop. */
export function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
