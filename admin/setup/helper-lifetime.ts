import { isOurHelper } from '../../shared/places.ts';
import type { Choice } from './approach.ts';
import type { Note } from './note.ts';
import type { Values } from './setup.ts';

const TTL = 'inferenceCredentialHelperTtlSec';

/** What a token must live longer than the app keeps it. */
const MARGIN_S = 300;
/** What a token of the helper's lives longer than that at least, so that it serves more than one call. */
const ROOM_S = 600;
/** A permission set's session where nobody has set another, and the shortest there is. */
const DEFAULT_SESSION_S = 3_600;
/** What the app takes where nothing is set. */
const LONGEST_S = 3_600;

/**
 * The values with a time to live that fits the session of the role; where nobody says how long that is, one that fits every
 * session. The app can't be told when a token ends, so one that dies before fails in the middle of a conversation.
 */
export function withLifetime(
  values: Values,
  { provider, kind }: Choice,
  sessionSec: number | undefined,
): { values: Values; notes: Note[] } {
  const isOurs = isOurHelper(String(values.inferenceCredentialHelper ?? ''));
  if (provider !== 'bedrock' || kind !== 'helper-script' || !isOurs) return { values, notes: [] };
  const fitting = Math.min(LONGEST_S, (sessionSec ?? DEFAULT_SESSION_S) - MARGIN_S - ROOM_S);
  const set = values[TTL];
  if (typeof set !== 'number') return { values: { ...values, [TTL]: fitting }, notes: [] };
  const needed = set + MARGIN_S;
  if (sessionSec !== undefined && needed > sessionSec) {
    const message = `${TTL} is ${fitting} instead of ${set}: a session of ${sessionSec} s serves no more`;
    const hint = `where it is to be ${set}, set the session duration of the permission set to ${needed} s or more`;
    return { values: { ...values, [TTL]: fitting }, notes: [{ message, hint }] };
  }
  if (sessionSec !== undefined || needed <= DEFAULT_SESSION_S) return { values, notes: [] };
  const message = `${TTL} is ${set}, which needs a role session of ${needed} s or more, and a permission set has ${DEFAULT_SESSION_S} s unless somebody sets another`;
  return { values, notes: [{ message, hint: 'say how long yours is by --role-session HOURS' }] };
}
