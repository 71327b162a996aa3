import { aborted } from '../../shared/deadline.ts';
import type { Host } from '../../shared/host.ts';
import { Problem } from '../../shared/problem.ts';
import type { HelperContext } from '../helper.ts';
import type { Answer, Listener, Question } from '../question.ts';
import type { Failure, Source } from '../source/source.ts';
import { hear } from './events.ts';

/** How long an overloaded source is waited for, in all. */
const PATIENCE_MS = 120_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

type CallHost = Pick<Host, 'pause' | 'wall'>;

/** What is settled before a question is asked. */
export interface Terms {
  /** Whether a person is there, as the helper is told on the first try. */
  context: HelperContext;
  /** In milliseconds, for a source that is overloaded. */
  patience?: number;
}

/**
 * The answer to a question. A credential that is refused as too old is renewed once; an overloaded source is waited for,
 * which the listener is told. All that only until the first word has been shown: no word is ever shown twice. Throws a
 * Problem, which says what was lost.
 */
export async function answerTo(
  host: CallHost,
  source: Source,
  question: Question,
  listener: Listener,
  { context, patience = PATIENCE_MS }: Terms,
  signal: AbortSignal = new AbortController().signal,
): Promise<Answer> {
  const end = host.wall() + patience;
  let renewed = false;
  let heard = 0;
  const hearing: Listener = {
    ...listener,
    text(words) {
      heard += words.length;
      listener.text(words);
    },
  };
  for (let attempt = 0; ; attempt++) {
    const answer = emptyAnswer(question.model);
    try {
      const sending = source.send(question, renewed ? 'mid-session-refresh' : context, signal);
      await hear(await Promise.race([sending, aborted(signal)]), answer, hearing, signal);
      return answer;
    } catch (thrown) {
      if (signal.aborted) throw signal.reason;
      const failure = source.explain(thrown, question.model, signal);
      if (heard > 0) throw cutOff(failure.problem, heard);
      if (failure.expired && !renewed && source.renew()) {
        renewed = true;
        continue;
      }
      const wait = waitBefore(failure, attempt, end - host.wall());
      if (wait === undefined) throw failure.problem;
      listener.waits?.(failure.later?.why ?? '', wait);
      await Promise.race([host.pause(wait), aborted(signal)]);
    }
  }
}

function emptyAnswer(model: string): Answer {
  return { model, text: '', stopReason: undefined, usage: { inputTokens: 0, outputTokens: 0 } };
}

/** Milliseconds; undefined: it would not help, or last longer than anybody waits. Never all of a fleet at one moment. */
function waitBefore({ later }: Failure, attempt: number, patience: number): number | undefined {
  if (!later) return undefined;
  const growing = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
  const wait = later.milliseconds ?? growing * (0.5 + Math.random() / 2);
  return wait <= patience ? Math.ceil(wait) : undefined;
}

function cutOff(failure: Error, heard: number): Error {
  if (!(failure instanceof Problem)) return failure;
  const { code, message, hint } = failure;
  return new Problem(code, `the answer broke off after ${heard} characters: ${message}`, hint, failure);
}
