import type { HelperContext } from '../../../client/helper.ts';
import type { Failure, Source } from '../../../client/source/source.ts';
import { networkProblem } from '../../../shared/network/failure.ts';

/** An event, the text of one, or a failure in the middle. */
export type Part = object | string | Error;

export const start = { type: 'message_start', message: { usage: { input_tokens: 12, output_tokens: 1 } } };
export const words = (text: string) => ({
  type: 'content_block_delta',
  index: 0,
  delta: { type: 'text_delta', text },
});
export const end = {
  type: 'message_delta',
  delta: { stop_reason: 'end_turn', stop_sequence: null },
  usage: { output_tokens: 7 },
};

/** Fails with it before any event, or gives the parts. */
export type Reply = Error | Part[] | AsyncIterable<string>;

/** A source that replies what it is told, one reply for each call. */
export function scriptedSource(replies: Reply[], explain?: (thrown: unknown) => Omit<Failure, 'problem'>) {
  const contexts: HelperContext[] = [];
  let renewals = 0;
  const source: Source = {
    name: 'a script',
    authority: 'nobody',
    credential: async () => ({ kind: 'key', endsAt: undefined, headers: [] }),
    async send(_question, context) {
      contexts.push(context);
      const reply = replies.shift();
      if (!reply) throw new Error('nobody expected this call');
      if (reply instanceof Error) throw reply;
      return Array.isArray(reply) ? streamOf(reply) : reply;
    },
    list: async () => [],
    renew: () => {
      renewals += 1;
      return true;
    },
    explain: (thrown, _model, signal) => ({
      problem: networkProblem(thrown, 'a script', signal),
      ...explain?.(thrown),
    }),
  };
  return { source, contexts, renewals: () => renewals };
}

export async function* streamOf(parts: Part[]): AsyncGenerator<string> {
  for (const part of parts) {
    if (part instanceof Error) throw part;
    yield typeof part === 'string' ? part : JSON.stringify(part);
  }
}
