import { jsonText } from '../../shared/json-text.ts';
import { type ExitName, exitCodes } from '../../shared/problem.ts';
import { type Arguments, asProblem, print, writeWhole } from '../../shared/program.ts';
import { isTerminal } from '../../shared/terminal.ts';
import type { Client } from '../client.ts';
import type { Listener } from '../question.ts';
import { wholeQuestion } from './whole-question.ts';

/** One question, and its answer on stdout: as text that comes along, as one JSON document, or as events. */
export async function ask(client: Client, { values, positionals }: Arguments): Promise<ExitName> {
  const content = await wholeQuestion(positionals, filesIn(values));
  const { id } = await client.model();
  const asked = (listener: Listener) => client.ask(id, [{ role: 'user', content }], listener);
  if (values['stream-json']) return answerAsEvents(id, asked);
  if (values['json']) return answerAsJson(asked);
  return isTerminal(1)
    ? (await import('./on-terminal.ts')).answerOnTerminal(client, asked)
    : answerAsText(client, asked);
}

type Asked = (listener: Listener) => ReturnType<Client['ask']>;

function filesIn(values: Arguments['values']): string[] {
  return (values['file'] as unknown as string[] | undefined) ?? [];
}

async function answerAsText({ host }: Client, asked: Asked): Promise<ExitName> {
  let last = '\n';
  const text = (words: string) => {
    last = words.at(-1) ?? last;
    writeWhole(words);
  };
  const waits = (why: string, milliseconds: number) =>
    host.say(`${why}: trying again in ${Math.ceil(milliseconds / 1000)} s`);
  // A failure in the middle begins on a line of its own.
  await asked({ text, waits, forgets: true }).finally(() => last === '\n' || print(''));
  return 'done';
}

async function answerAsJson(asked: Asked): Promise<ExitName> {
  print(jsonText(await asked({ text() {} }), 2));
  return 'done';
}

/** `start`, then `text` and `wait` as they come, and at last `end` or `error`. */
async function answerAsEvents(model: string, asked: Asked): Promise<ExitName> {
  const tell = (event: object) => print(jsonText(event));
  tell({ type: 'start', model });
  try {
    const { stopReason, usage } = await asked({
      text: (text) => tell({ type: 'text', text }),
      waits: (why, milliseconds) => tell({ type: 'wait', why, milliseconds }),
    });
    tell({ type: 'end', stopReason, usage });
    return 'done';
  } catch (thrown) {
    const { code, message, hint } = asProblem(thrown);
    tell({ type: 'error', code: exitCodes[code], message, hint });
    throw thrown;
  }
}
