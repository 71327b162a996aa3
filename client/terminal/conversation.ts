import { Problem } from '../../shared/problem.ts';
import { print, speak } from '../../shared/program.ts';
import { isTerminal } from '../../shared/terminal.ts';
import type { Choice } from '../choice.ts';
import type { Client } from '../client.ts';
import { earlyEnd } from '../ending.ts';
import type { Message } from '../question.ts';
import { shownAnswer } from './shown-answer.ts';

/** What has been said so far, and which model is asked next. */
export interface Conversation {
  messages: Message[];
  model: Choice;
}

/**
 * Asks, and shows the answer. A question that failed is as if it had never been asked; of an answer that was stopped, what
 * came stays, so that the model can go on from there.
 */
export async function converse(
  client: Client,
  { messages, model }: Conversation,
  content: string,
  stop: AbortSignal,
): Promise<void> {
  const { say } = client.host;
  const question: Message = { role: 'user', content };
  const heard: string[] = [];
  /** The model takes no empty message: then there is nothing to keep. */
  const keep = () => {
    const answer = heard.join('');
    const isAny = answer.trim() !== '';
    if (isAny) messages.push(question, { role: 'assistant', content: answer });
    return isAny;
  };
  try {
    const early = await answer(client, model.id, [...messages, question], heard, stop);
    if (!keep()) say('warning: the answer was empty');
    if (early) say(`hint: ${early}`);
  } catch (thrown) {
    if (stop.aborted) say(keep() ? 'stopped; what came stays in the conversation' : 'stopped');
    else if (thrown instanceof Problem) speak(client.host, thrown);
    else throw thrown;
  }
  print('');
}

/** Why it ended early, if it did. */
async function answer(
  { host, ask }: Client,
  model: string,
  messages: readonly Message[],
  heard: string[],
  stop: AbortSignal,
): Promise<string | undefined> {
  // On a terminal an empty line stands between question and answer.
  const { listener, end } = shownAnswer(host, isTerminal(1) ? '\n' : '');
  const text = (words: string) => {
    heard.push(words);
    listener.text(words);
  };
  return earlyEnd(await ask(model, messages, { ...listener, text, forgets: true }, stop).finally(end));
}
