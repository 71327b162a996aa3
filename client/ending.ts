import type { Answer } from './question.ts';

type Ended = Pick<Answer, 'stopReason' | 'usage'>;

/** What a person must know of an answer that has come to an end before its own, by the model's `stop_reason`. */
const EARLY: Record<string, (ended: Ended) => string> = {
  max_tokens: ({ usage }) => `the answer ended at its limit of ${usage.outputTokens} tokens: --max-tokens raises it`,
  model_context_window_exceeded: () => 'the answer ended because the model can take no more: begin a new conversation',
  refusal: () => 'the model refused to go on: ask in another way, or for something else',
};

/** Undefined: it was whole. */
export function earlyEnd(answer: Ended): string | undefined {
  const { stopReason = '' } = answer;
  return Object.hasOwn(EARLY, stopReason) ? EARLY[stopReason]?.(answer) : undefined;
}
