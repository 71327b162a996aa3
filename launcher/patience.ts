import { deadline } from '../shared/deadline.ts';
import { Problem } from '../shared/problem.ts';

/** How long the silent part may take where the person sees that something goes on. */
const PROBE_LIMIT_S = 30;
/** And where they wait before a still screen. */
const UNSEEN_LIMIT_S = 15;
/** Nobody waits for a refresh, but its answer must not be lost. */
const REFRESH_LIMIT_S = 120;

export function probeDeadline(isSeen: boolean): AbortSignal {
  const seconds = isSeen ? PROBE_LIMIT_S : UNSEEN_LIMIT_S;
  return deadline(seconds * 1000, tooSlow(seconds));
}

export function refreshDeadline(): AbortSignal {
  return deadline(REFRESH_LIMIT_S * 1000, tooSlow(REFRESH_LIMIT_S));
}

function tooSlow(seconds: number): Problem {
  return new Problem('timeout', `AWS did not answer within ${seconds} s`, 'check the network, then try again');
}
