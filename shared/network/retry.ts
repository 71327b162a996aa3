import { aborted, timeLeft } from '../deadline.ts';
import { connectionFault } from './connection.ts';

/** One call to AWS, as far as repeating it matters. */
export interface Repeatable {
  /**
   * Not to be done twice. A refresh token is spent by the first use: after a connection that was cut, AWS may have taken
   * it and have sent its successor to nobody, and a second use would end the whole session (RFC 9700, section 4.14.2).
   * So it is sent again only when it can't have arrived, or was turned away at the door.
   */
  once: boolean;
  /** A model's, which may be overloaded for long: whoever asks it tells the person, and waits himself. */
  model?: boolean;
  signal: AbortSignal;
}

const ATTEMPTS = 3;
const BASE_MS = 100;
const THROTTLED_BASE_MS = 500;
/** With an unknown end of the caller's patience, no longer wait than this is taken on. */
const LONGEST_WAIT_MS = 20_000;

/**
 * Asks again, up to three times in all, when AWS throttles or fails or no answer came; with full jitter, so that many
 * who failed together don't come back together. An answer that tells us to come back later than the caller can wait is
 * given back at once.
 */
export async function patiently(call: Repeatable, attempt: () => Promise<Response>): Promise<Response> {
  for (let count = 1; ; count++) {
    const outcome = await attempt().catch((thrown: unknown) => new Failed(thrown));
    const wait = count < ATTEMPTS ? await waitBefore(outcome, call, count) : undefined;
    if (wait === undefined || call.signal.aborted || wait > timeLeft(call.signal, LONGEST_WAIT_MS)) {
      if (outcome instanceof Failed) throw outcome.thrown;
      return outcome;
    }
    await pause(wait, call.signal);
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  const over = Promise.withResolvers<void>();
  const timer = setTimeout(over.resolve, milliseconds);
  await Promise.race([over.promise, aborted(signal)]).finally(() => clearTimeout(timer));
}

class Failed {
  readonly thrown: unknown;
  constructor(thrown: unknown) {
    this.thrown = thrown;
  }
}

/** Milliseconds; undefined: asking again would not help, or could harm. */
async function waitBefore(
  outcome: Response | Failed,
  { once, model }: Repeatable,
  count: number,
): Promise<number | undefined> {
  if (outcome instanceof Failed) {
    const { again } = connectionFault(outcome.thrown) ?? { again: 'never' };
    return again === 'always' || (again === 'when harmless' && !once) ? jitter(BASE_MS, count) : undefined;
  }
  const throttled = await isThrottled(outcome);
  if (model && (throttled || outcome.status === 503)) return undefined;
  if (!throttled && (once || outcome.status < 500 || outcome.status === 501)) return undefined;
  return retryAfter(outcome.headers) ?? jitter(throttled ? THROTTLED_BASE_MS : BASE_MS, count);
}

function jitter(base: number, count: number): number {
  return Math.random() * base * 2 ** (count - 1);
}

const THROTTLED =
  /\b(Throttling|ThrottlingException|ThrottledException|TooManyRequestsException|RequestLimitExceeded)\b/;

/** STS throttles with status 400 and says so in its XML; the portal and Bedrock use 429. */
async function isThrottled(response: Response): Promise<boolean> {
  if (response.status === 429) return true;
  if (response.status !== 400) return false;
  const named = response.headers.get('x-amzn-errortype') ?? (await response.clone().text()).slice(0, 2_000);
  return THROTTLED.test(named);
}

/** RFC 9110, section 10.2.3, in milliseconds: seconds, or a date, which is AWS's and compared with AWS's. */
export function retryAfter(headers: Headers): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (!value) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  if (!/^[A-Z][a-z]+,? /.test(value)) return undefined;
  const wait = Date.parse(value) - (Date.parse(headers.get('date') ?? '') || Date.now());
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}
