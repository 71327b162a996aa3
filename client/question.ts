/** One turn of a conversation. */
export interface Message {
  role: 'user' | 'assistant';
  content: string;
}

/** A conversation, whose last message wants an answer, and how it is to be answered. */
export interface Question {
  /** Model ID, inference profile or ARN. */
  model: string;
  messages: readonly Message[];
  system?: string | undefined;
  /** Of the answer. */
  maxTokens: number;
}

/** A whole answer. Token counts are what the model reported. */
export interface Answer {
  model: string;
  text: string;
  stopReason: string | undefined;
  usage: { inputTokens: number; outputTokens: number };
}

/** Whoever is told how an answer comes along. */
export interface Listener {
  /** A piece of the answer. */
  text(words: string): void;
  /** What was told is done with: the text of the answer is left empty, so that a long one takes no memory. */
  forgets?: true;
  /** It has to wait: why, and for how many milliseconds. */
  waits?(why: string, milliseconds: number): void;
}

export const MAX_TOKENS = 4096;

/** The Anthropic Messages form, as Bedrock takes it; a gateway wants two fields more. */
export function messagesForm({ messages, system, maxTokens }: Question): object {
  return { max_tokens: maxTokens, ...(system ? { system } : {}), messages };
}
