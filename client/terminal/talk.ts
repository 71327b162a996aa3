import type { ExitName } from '../../shared/problem.ts';
import type { Client } from '../client.ts';
import { interruption } from '../interruption.ts';
import { commandIn, label, obey } from './commands.ts';
import { type Conversation, converse } from './conversation.ts';
import { openKeyboard } from './keyboard.ts';

/** A conversation in the terminal, until the end of input. Ctrl-C stops the answer, not the program. */
export async function talk(client: Client): Promise<ExitName> {
  // The image starts with late optimization, for short runs; this is a long one.
  Bun.unsafe.setJITPolicy(1);
  const conversation: Conversation = { messages: [], model: await firstModel(client) };
  client.host.say(`${label(conversation.model)} on ${client.source.name}; /help for help, Ctrl-D to end`);
  const keyboard = openKeyboard(client.host);
  try {
    for (let text = await keyboard.message(); text !== undefined; text = await keyboard.message()) {
      if (!(await keyboard.interruptible((signal) => take(client, conversation, text ?? '', signal)))) break;
    }
  } finally {
    keyboard.close();
  }
  return 'done';
}

async function firstModel({ model }: Client): Promise<Conversation['model']> {
  using stop = interruption();
  return await stop.unless(model(stop.signal));
}

/** Whether the conversation goes on. */
async function take(client: Client, conversation: Conversation, text: string, stop: AbortSignal): Promise<boolean> {
  if (text.trim() === '') return true;
  const command = commandIn(text);
  if (!command) {
    await converse(client, conversation, text, stop);
    return true;
  }
  const { lines, isOver } = obey(command, conversation, client);
  if (lines.length > 0) process.stderr.write(`${lines.join('\n')}\n`);
  return !isOver;
}
