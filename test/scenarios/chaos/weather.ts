import type { Fault } from '../../fake-aws/fault.ts';
import type { Context } from './crowd.ts';
import type { Dice } from './dice.ts';

/** An operation of AWS that goes wrong for a while. Times are in milliseconds after the start of the round. */
export interface Trouble {
  operation: string;
  fault: Fault;
  /** How many calls go wrong. */
  times?: number;
  from: number;
  until: number;
}

/** What one round brings. Times without a unit in their name are in seconds. */
export interface Weather {
  name: string;
  helpers: number;
  contexts: readonly Context[];
  launchers: number;
  /** The share that is killed. */
  killed: number;
  /** Milliseconds after AWS has answered a refresh at which everybody is killed; undefined: nobody is. */
  massacreAfterMs?: number;
  troubles: Trouble[];
  /** The portal session ends before the round. */
  sessionEnds: boolean;
  /** The portal forgets all access tokens before the round. */
  tokensDie: boolean;
  /** Nothing of ours is left from before: no key, no lock, no record. */
  emptied: boolean;
  /** A role that nobody has asked for yet, so that whatever is kept is of no use. */
  newRole: boolean;
  accessTokenSeconds: number;
  roleSeconds: number;
  ttlSec: number;
  timeoutSec: number;
}

/** The day on which a session is put to the test: nothing is short, nothing is in the way. */
export const FINE: Weather = {
  name: 'fine',
  helpers: 1,
  contexts: ['background'],
  launchers: 1,
  killed: 0,
  troubles: [],
  sessionEnds: true,
  tokensDie: true,
  emptied: false,
  newRole: true,
  // Alive, and due to be refreshed ahead.
  accessTokenSeconds: 240,
  roleSeconds: 43_200,
  ttlSec: 3600,
  timeoutSec: 60,
};

const EVERY: readonly Context[] = ['interactive', 'background', 'mid-session-refresh', 'none'];
const SILENT: readonly Context[] = ['background', 'mid-session-refresh', 'none'];

/** TTLs for which AWS gives long enough a session, just so or amply. The margin of 300 s is the product's. */
function lives(dice: Dice): Pick<Weather, 'roleSeconds' | 'ttlSec'> {
  const roleSeconds = dice.pick([900, 3600, 7200, 43_200]);
  return { roleSeconds, ttlSec: dice.pick([60, Math.floor(roleSeconds / 2), roleSeconds - 300 - dice.whole(60, 120)]) };
}

/** The quiet day that the others change. */
function quiet(dice: Dice): Weather {
  return {
    name: '',
    helpers: dice.pick([10, 30, 60, 100]),
    contexts: EVERY,
    launchers: dice.whole(0, 2),
    killed: 0,
    troubles: [],
    sessionEnds: false,
    tokensDie: false,
    emptied: false,
    newRole: true,
    accessTokenSeconds: dice.pick([20, 60, 3600]),
    timeoutSec: 60,
    ...lives(dice),
  };
}

/** The answer is on its way, has just come, or is being stored: whoever asked for it dies. */
function massacre(dice: Dice): Partial<Weather> {
  return {
    helpers: dice.pick([3, 20, 60]),
    tokensDie: true,
    massacreAfterMs: dice.pick([0, dice.whole(0, 3), dice.whole(0, 20)]),
  };
}

const MASSACRE = 'everybody is killed when AWS answers a refresh';

const weathers: Record<string, (dice: Dice) => Partial<Weather>> = {
  'a crowd on a dead access token': () => ({ helpers: 100, tokensDie: true }),
  'a crowd, and nothing has changed': () => ({ helpers: 100, newRole: false }),
  'kill -9 while the refresh is under way': (dice) => ({
    helpers: dice.pick([40, 100]),
    launchers: 5,
    killed: 0.5,
    tokensDie: true,
    accessTokenSeconds: dice.pick([10, 30, 3600]),
    troubles: [slow(dice, 'CreateToken'), slow(dice, 'GetRoleCredentials')],
  }),
  'a refresh that takes longer than anybody likes to wait': (dice) => ({
    helpers: dice.pick([3, 20]),
    tokensDie: dice.chance(0.3),
    timeoutSec: dice.pick([20, 60]),
    troubles: [{ operation: 'CreateToken', fault: { delayMs: 7000 }, from: 0, until: Number.POSITIVE_INFINITY }],
  }),
  [MASSACRE]: massacre,
  'an AWS in trouble': (dice) => ({
    helpers: dice.pick([10, 30, 50]),
    launchers: 2,
    killed: dice.pick([0, 0.2]),
    tokensDie: dice.chance(0.5),
    newRole: dice.chance(0.5),
    timeoutSec: dice.pick([12, 20, 60]),
    troubles: [trouble(dice), trouble(dice)],
  }),
  'an ended session': (dice) => ({
    helpers: dice.pick([20, 40]),
    launchers: 5,
    sessionEnds: true,
    killed: dice.pick([0, 0.3]),
    troubles: [slow(dice, 'RegisterClient'), slow(dice, 'Authorize'), briefly(dice, 'CreateToken')],
  }),
  'an ended session, and nobody may ask': () => ({ contexts: SILENT, launchers: 0, sessionEnds: true }),
  'a first time for all of them at once': (dice) => ({
    emptied: true,
    helpers: dice.pick([20, 60]),
    launchers: 2,
    killed: dice.pick([0, 0.2]),
  }),
  'role sessions that are too short for the TTL': (dice) => {
    const roleSeconds = dice.pick([900, 3600]);
    return { helpers: dice.pick([20, 50]), roleSeconds, ttlSec: roleSeconds - dice.whole(0, 299) };
  },
};

/** The worst first, then every weather in turn, each turn in another order. */
export function* forecast(dice: Dice): Generator<Weather, never> {
  yield { ...quiet(dice), ...massacre(dice), name: MASSACRE };
  for (;;) {
    for (const [name, weather] of dice.shuffled(Object.entries(weathers)))
      yield { ...quiet(dice), ...weather(dice), name };
  }
}

function slow(dice: Dice, operation: string): Trouble {
  return { operation, fault: { delayMs: dice.whole(50, 900) }, from: 0, until: Number.POSITIVE_INFINITY };
}

/** What every client of AWS tries again. */
function briefly(dice: Dice, operation: string): Trouble {
  const fault = dice.pick<Fault>(['throttle', 'reset', { status: 503 }]);
  return { operation, fault, times: 1, from: 0, until: Number.POSITIVE_INFINITY };
}

const FAULTS: readonly Fault[] = [
  'reset',
  'throttle',
  'garbage',
  'html',
  { status: 503 },
  { delayMs: 300 },
  { delayMs: 2500 },
];

function trouble(dice: Dice): Trouble {
  const operation = dice.pick(['CreateToken', 'GetRoleCredentials', 'GetCallerIdentity', '*']);
  const from = dice.pick([0, 0, 200, 600]);
  const until = from + dice.whole(300, 4000);
  // An answer that never comes costs a process its patience, so only a few get one.
  if (dice.chance(0.2)) return { operation, fault: 'stall', times: dice.whole(1, 3), from, until };
  return { operation, fault: dice.pick(FAULTS), from, until };
}
