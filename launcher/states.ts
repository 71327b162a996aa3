import type { Problem, Reason } from '../shared/problem.ts';

/** What a person can press. */
export type Button = 'sign-in' | 'retry' | 'other-way' | 'open-anyway' | 'other-account' | 'copy-report';

interface Look {
  /** Busy: wait. Ask: it is the person's turn. Good and bad: the end, of this try at least. */
  tone: 'busy' | 'ask' | 'good' | 'bad';
  /** The first one is the main button. */
  buttons: readonly Button[];
  /** The name says it all: the problem's own words would add nothing. */
  plain?: boolean;
}

const AGAIN: Look = { tone: 'bad', buttons: ['sign-in', 'copy-report'], plain: true };
const BROKEN: Look = { tone: 'bad', buttons: ['retry', 'copy-report'] };
const NO_WAY: Look = { tone: 'bad', buttons: ['retry', 'open-anyway', 'copy-report'] };

export type StateName =
  | 'checking'
  | 'refreshable'
  | 'preparing'
  | 'sign-in-needed'
  | 'signing-in-elsewhere'
  | 'live'
  | 'ready'
  | 'opened'
  | 'sign-in-failed'
  | 'offline'
  | 'slow'
  | 'invalid-configuration'
  | 'storage-broken'
  | 'access-denied'
  | 'broken'
  | Reason;

/** Every state that a launcher can be in, and what a person can do there; its words are in texts/. */
export const states: Record<StateName, Look> = {
  checking: { tone: 'busy', buttons: [] },
  refreshable: { tone: 'busy', buttons: [] },
  preparing: { tone: 'busy', buttons: [] },
  'sign-in-needed': { tone: 'ask', buttons: ['sign-in', 'other-way'] },
  'signing-in-elsewhere': { tone: 'busy', buttons: [] },
  live: { tone: 'good', buttons: [] },
  ready: { tone: 'good', buttons: [] },
  opened: { tone: 'good', buttons: [] },
  denied: AGAIN,
  expired: AGAIN,
  // By who ends us or has closed the page: nobody is there to press anything.
  cancelled: { ...AGAIN, buttons: [] },
  'sign-in-failed': { ...AGAIN, plain: false },
  offline: NO_WAY,
  slow: NO_WAY,
  'no-configuration': BROKEN,
  'invalid-configuration': BROKEN,
  'aws-cli-missing': BROKEN,
  'keychain-locked': BROKEN,
  'storage-broken': BROKEN,
  'client-missing': BROKEN,
  'access-denied': { tone: 'bad', buttons: ['retry', 'other-account', 'copy-report'] },
  broken: BROKEN,
};

/** A state with what is to be said of this very moment. */
export interface State {
  name: StateName;
  /** Where a person signs in. */
  invitation?: {
    address: string;
    /** To be compared on AWS's page; without one, the browser comes back to us by itself. */
    userCode?: string | undefined;
    /** Epoch milliseconds. */
    expiresAt: number;
    /** Somebody else listens for the browser's return, so that it does not come back to our page. */
    apart?: boolean;
  };
  /** Who signed in, or what was opened. */
  who?: string;
  problem?: Problem;
}

const BY_CODE: Record<Problem['code'], StateName> = {
  done: 'ready',
  bug: 'broken',
  usage: 'invalid-configuration',
  configuration: 'invalid-configuration',
  signInNeeded: 'sign-in-failed',
  signInRefused: 'sign-in-failed',
  unreachable: 'offline',
  awsRefused: 'access-denied',
  storage: 'storage-broken',
  timeout: 'slow',
};

/** The state that a problem leaves us in. */
export function stateOf(problem: Problem): State & { problem: Problem } {
  return { name: problem.reason ?? BY_CODE[problem.code], problem };
}
