import { createInterface, type Interface } from 'node:readline/promises';
import { type ExitName, Problem } from '../../shared/problem.ts';
import { print, speak, writeWhole } from '../../shared/program.ts';
import type { Client } from '../client.ts';
import type { Message } from '../question.ts';

const PROMPT = '> ';

/** A conversation in the terminal: reads a line, answers, until the end of input. Ctrl-C stops the answer, not the program. */
export async function talk(client: Client): Promise<ExitName> {
  // The image starts with late optimization, for short runs; this is a long one.
  Bun.unsafe.setJITPolicy(1);
  const terminal = createInterface({ input: process.stdin, output: process.stderr, prompt: PROMPT });
  const { id } = await client.model();
  client.host.say('Ctrl-C stops an answer, Ctrl-D ends the conversation');
  const messages: Message[] = [];
  for (let line = await nextLine(terminal); line !== undefined; line = await nextLine(terminal)) {
    if (line.trim()) await answer(client, id, terminal, messages, line);
  }
  terminal.close();
  return 'done';
}

/** Undefined at the end of input, and at a Ctrl-C that has no answer to stop. */
async function nextLine(terminal: Interface): Promise<string | undefined> {
  const over = new AbortController();
  const end = () => over.abort();
  terminal.once('close', end).once('SIGINT', end);
  try {
    return await terminal.question(PROMPT, { signal: over.signal });
  } catch {
    return undefined;
  } finally {
    terminal.off('close', end).off('SIGINT', end);
  }
}

/** What fails is said, and the conversation goes on without it. */
async function answer(
  { host, ask }: Client,
  model: string,
  terminal: Interface,
  messages: Message[],
  line: string,
): Promise<void> {
  const stop = new AbortController();
  const onInterrupt = () =>
    stop.abort(new Problem('signInRefused', 'the answer was stopped', 'ask again, or ask for something else'));
  terminal.once('SIGINT', onInterrupt);
  messages.push({ role: 'user', content: line });
  try {
    const { text } = await ask(model, messages, { text: writeWhole }, stop.signal);
    messages.push({ role: 'assistant', content: text });
    print('\n');
  } catch (thrown) {
    messages.pop();
    if (!(thrown instanceof Problem)) throw thrown;
    print('');
    if (!stop.signal.aborted) speak(host, thrown);
  } finally {
    terminal.off('SIGINT', onInterrupt);
  }
}
