import type { Problem } from './problem.ts';

/** A signal that aborts with that Problem as its reason; it keeps no process alive. */
export function deadline(milliseconds: number, late: Problem): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(late), Math.max(0, milliseconds)).unref();
  return controller.signal;
}

/** Rejects with the signal's reason once it aborts; for work that can't be told to stop. */
export function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
