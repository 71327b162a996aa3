import { deadline } from '../shared/deadline.ts';
import { Problem } from '../shared/problem.ts';

/** How long the silent part may take: a person waits before a still screen. */
const PROBE_LIMIT_S = 30;
/** Nobody waits for a refresh, but its answer must not be lost. */
const REFRESH_LIMIT_S = 120;

export function probeDeadline(): AbortSignal {
  return deadline(PROBE_LIMIT_S * 1000, tooSlow(PROBE_LIMIT_S));
}

export function refreshDeadline(): AbortSignal {
  return deadline(REFRESH_LIMIT_S * 1000, tooSlow(REFRESH_LIMIT_S));
}

function tooSlow(seconds: number): Problem {
  return new Problem('timeout', `AWS did not answer within ${seconds} s`, 'check the network, then try again');
}
