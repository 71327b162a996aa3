import * as v from 'valibot';
import type { Element } from '../markdown/tree.ts';
import type { Message } from '../question.ts';

/** How an answer came out. */
const replySchema = v.object({
  /** The label of the model that was asked. */
  model: v.string(),
  /** As Markdown. */
  text: v.string(),
  end: v.picklist(['done', 'stopped', 'failed']),
  /** The longest answer that was allowed has been reached. */
  isCut: v.optional(v.boolean()),
  tokens: v.optional(v.object({ input: v.number(), output: v.number() })),
  problem: v.optional(v.object({ message: v.string(), hint: v.string() })),
});

export type Reply = v.InferOutput<typeof replySchema>;

export const turnSchema = v.object({ question: v.string(), reply: replySchema });

/** A question, and how its answer came out. */
export type Turn = v.InferOutput<typeof turnSchema>;

/** What an answer that is under way does. */
export interface Course {
  /** Of the model that is asked. */
  model: string;
  stage: 'waiting' | 'held' | 'writing';
  /** Of `held`: why, and until when (epoch milliseconds). */
  why?: string;
  until?: number;
  /** What is there of the answer: finished blocks, then the open one. */
  blocks: Element[];
}

/** What the model is told of the turns before. A question without an answer is none of it. */
export function messagesOf(turns: readonly Turn[], question: string): Message[] {
  const answered = turns.filter(({ reply }) => reply.text.trim());
  const said = answered.flatMap(({ question: content, reply }): Message[] => [
    { role: 'user', content },
    { role: 'assistant', content: reply.text.trimEnd() },
  ]);
  return [...said, { role: 'user', content: question }];
}
