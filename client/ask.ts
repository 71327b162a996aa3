import type { Answer } from './stream.ts';

export interface Message {
  role: 'user' | 'assistant';
  content: string;
}

/** Sends a conversation; `onText` gets the answer as it arrives, until the signal (if any) aborts. */
export type Ask = (messages: Message[], onText: (text: string) => void, signal?: AbortSignal) => Promise<Answer>;

/** Of one answer. */
export const MAX_TOKENS = 4096;
