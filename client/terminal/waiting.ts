import type { Host } from '../../shared/host.ts';
import { newSpinner, showsSpinner } from '../../shared/spinner.ts';
import type { Listener } from '../question.ts';

/** What a person sees between a question and the first word of its answer. */
export interface Waiting extends Required<Pick<Listener, 'waits'>> {
  begin(): void;
  end(): void;
}

const WORDS = 'waiting for the answer';
/** Somebody who waits for longer wants to know for how long. */
const LONG_MS = 3_000;

/** On stderr: a spinner where it is a terminal; elsewhere a line each time that the answer has to wait. */
export function waitingFor(host: Host): Waiting {
  if (!showsSpinner(host)) {
    return { begin() {}, end() {}, waits: (why, milliseconds) => host.say(tryingAgain(why, milliseconds)) };
  }
  const { start, stop } = newSpinner(host);
  return {
    begin: () => start(waitingWords),
    end: stop,
    waits: (why, milliseconds) =>
      start((elapsed) => (elapsed < milliseconds ? tryingAgain(why, milliseconds - elapsed) : WORDS)),
  };
}

function waitingWords(elapsed: number): string {
  return elapsed < LONG_MS ? WORDS : `${WORDS} (${Math.floor(elapsed / 1000)} s)`;
}

function tryingAgain(why: string, milliseconds: number): string {
  return `${why}: trying again in ${Math.ceil(milliseconds / 1000)} s`;
}
