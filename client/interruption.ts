import { aborted } from '../shared/deadline.ts';
import { Problem } from '../shared/problem.ts';

/** What Ctrl-C ends, for as long as it is held. */
export interface Interruption extends Disposable {
  signal: AbortSignal;
  /** The same, or what Ctrl-C ends it with; for work that hears of no signal. */
  unless<Result>(work: Promise<Result>): Promise<Result>;
}

export function interruption(): Interruption {
  const stop = new AbortController();
  const { signal } = stop;
  const onInterrupt = () => stop.abort(stopped());
  process.on('SIGINT', onInterrupt);
  return {
    signal,
    unless: (work) => Promise.race([work, aborted(signal)]),
    [Symbol.dispose]: () => void process.off('SIGINT', onInterrupt),
  };
}

export function stopped(): Problem {
  return new Problem('signInRefused', 'stopped by Ctrl-C', 'ask again, or ask for something else');
}
