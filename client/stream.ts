import type { ResponseStream } from '@aws-sdk/client-bedrock-runtime';
import * as v from 'valibot';
import { aborted, deadline } from '../shared/deadline.ts';
import { networkProblem } from '../shared/network/failure.ts';
import { Problem } from '../shared/problem.ts';

/** A whole answer. Token counts are what the model reported. */
export interface Answer {
  model: string;
  text: string;
  stopReason: string | undefined;
  usage: { inputTokens: number; outputTokens: number };
}

/** What we need of an Anthropic Messages stream event; other events and fields are none of our business. */
const event = v.object({
  type: v.string(),
  message: v.optional(v.object({ usage: v.optional(v.object({ input_tokens: v.optional(v.number()) })) })),
  delta: v.optional(v.object({ text: v.optional(v.string()), stop_reason: v.optional(v.nullable(v.string())) })),
  usage: v.optional(v.object({ output_tokens: v.optional(v.number()) })),
});

/** How long a stream may stay silent before we take it for dead. */
const SILENCE_LIMIT_MS = 60_000;

/** Reads the events of one answer; a stream that breaks or lacks its end is a Problem that says what came. */
export async function readAnswer(
  events: AsyncIterable<ResponseStream> | undefined,
  model: string,
  onText: (text: string) => void,
  signal?: AbortSignal,
  silenceLimitMs = SILENCE_LIMIT_MS,
): Promise<Answer> {
  const answer: Answer = { model, text: '', stopReason: undefined, usage: { inputTokens: 0, outputTokens: 0 } };
  try {
    for await (const part of unlessSilent(events ?? noEvents(), silenceLimitMs, signal)) take(part, answer, onText);
  } catch (thrown) {
    if (signal?.aborted) throw signal.reason;
    throw cutOff(answer, networkProblem(thrown, 'Bedrock answer'));
  }
  if (answer.stopReason === undefined)
    throw cutOff(answer, new Problem('unreachable', 'the stream ended early', 'ask again'));
  return answer;
}

async function* noEvents(): AsyncGenerator<ResponseStream> {}

/** The same events, until one takes too long to come. */
async function* unlessSilent<Part>(
  events: AsyncIterable<Part>,
  limitMs: number,
  stop: AbortSignal | undefined,
): AsyncGenerator<Part> {
  const iterator = events[Symbol.asyncIterator]();
  for (;;) {
    const late = new Problem('timeout', `nothing came for ${limitMs / 1000} s`, 'ask again');
    const silence = deadline(limitMs, late);
    const next = await Promise.race([iterator.next(), aborted(stop ? AbortSignal.any([silence, stop]) : silence)]);
    if (next.done) return;
    yield next.value;
  }
}

function take(part: ResponseStream, answer: Answer, onText: (text: string) => void): void {
  const bytes = part.chunk?.bytes;
  // The SDK throws what is an exception; any other kind of event is of a later API.
  if (!bytes) return;
  const { message, delta, usage } = readEvent(Buffer.from(bytes).toString('utf8'));
  answer.usage.inputTokens = message?.usage?.input_tokens ?? answer.usage.inputTokens;
  answer.usage.outputTokens = usage?.output_tokens ?? answer.usage.outputTokens;
  answer.stopReason = delta?.stop_reason ?? answer.stopReason;
  if (!delta?.text) return;
  answer.text += delta.text;
  onText(delta.text);
}

function readEvent(text: string): v.InferOutput<typeof event> {
  try {
    return v.parse(event, JSON.parse(text));
  } catch (thrown) {
    throw new Problem('unreachable', 'Bedrock answer: an event is not what the model sends', 'ask again', thrown);
  }
}

function cutOff({ text }: Answer, { code, message, hint }: Problem): Problem {
  const lost = text
    ? `the answer broke off after ${text.length} characters`
    : 'the answer broke off before its first word';
  return new Problem(code, `${lost}: ${message}`, hint);
}
