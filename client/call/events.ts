import * as v from 'valibot';
import { Problem } from '../../shared/problem.ts';
import type { Answer, Listener } from '../question.ts';

/** What we need of an Anthropic Messages stream event; other events and fields are none of our business. What a gateway can't count is null. */
const event = v.object({
  type: v.string(),
  message: v.nullish(v.object({ usage: v.nullish(v.object({ input_tokens: v.nullish(v.number()) })) })),
  delta: v.nullish(v.object({ text: v.nullish(v.string()), stop_reason: v.nullish(v.string()) })),
  usage: v.nullish(v.object({ output_tokens: v.nullish(v.number()) })),
});

/** How long a stream may stay silent before we take it for dead. */
const SILENCE_LIMIT_MS = 60_000;

/** Reads the events of one answer into it. Throws what breaks the stream, and a Problem where it lacks its end. */
export async function hear(
  events: AsyncIterable<string>,
  answer: Answer,
  listener: Listener,
  signal: AbortSignal,
  silenceLimitMs = SILENCE_LIMIT_MS,
): Promise<void> {
  for await (const text of unlessSilent(events, silenceLimitMs, signal)) take(readEvent(text), answer, listener);
  if (answer.stopReason === undefined) throw new Problem('unreachable', 'the stream ended early', 'ask again');
}

/** The same events, until one takes too long to come. Whatever ends it, the connection behind it is let go. */
async function* unlessSilent<Part>(
  events: AsyncIterable<Part>,
  limitMs: number,
  signal: AbortSignal,
): AsyncGenerator<Part> {
  const iterator = events[Symbol.asyncIterator]();
  let over = false;
  // One timer, and one listener, for as many events as there are: what each would have of its own costs more than its text.
  let giveUp: (reason: unknown) => void = () => {};
  const stop = () => giveUp(signal.reason);
  const timer = setTimeout(() => giveUp(silence(limitMs)), limitMs).unref();
  signal.addEventListener('abort', stop);
  try {
    for (;;) {
      signal.throwIfAborted();
      timer.refresh();
      const next = await new Promise<IteratorResult<Part>>((resolve, reject) => {
        giveUp = reject;
        iterator.next().then(resolve, reject);
      });
      over = next.done === true;
      if (next.done) return;
      yield next.value;
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    // A generator that still waits for its next part would have us wait with it.
    if (!over) void iterator.return?.()?.catch(() => {});
  }
}

function silence(limitMs: number): Problem {
  return new Problem('timeout', `nothing came for ${limitMs / 1000} s`, 'ask again');
}

function take({ message, delta, usage }: v.InferOutput<typeof event>, answer: Answer, listener: Listener): void {
  answer.usage.inputTokens = message?.usage?.input_tokens ?? answer.usage.inputTokens;
  answer.usage.outputTokens = usage?.output_tokens ?? answer.usage.outputTokens;
  answer.stopReason = delta?.stop_reason ?? answer.stopReason;
  if (!delta?.text) return;
  if (!listener.forgets) answer.text += delta.text;
  listener.text(delta.text);
}

function readEvent(text: string): v.InferOutput<typeof event> {
  try {
    return v.parse(event, JSON.parse(text));
  } catch (thrown) {
    throw new Problem('unreachable', 'an event is not what the model sends', 'ask again', thrown);
  }
}
