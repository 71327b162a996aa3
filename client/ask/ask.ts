import { jsonText } from '../../shared/json-text.ts';
import { type ExitName, exitCodes } from '../../shared/problem.ts';
import { type Arguments, asProblem, print } from '../../shared/program.ts';
import type { Client } from '../client.ts';
import { earlyEnd } from '../ending.ts';
import { interruption } from '../interruption.ts';
import type { Answer, Listener } from '../question.ts';
import { shownAnswer } from '../terminal/shown-answer.ts';
import { waitingFor } from '../terminal/waiting.ts';
import { wholeQuestion } from './whole-question.ts';

/** One question, and its answer on stdout: as text that comes along, as one JSON document, or as events. */
export async function ask(client: Client, { values, positionals }: Arguments): Promise<ExitName> {
  const { host } = client;
  using stop = interruption();
  const content = await stop.unless(wholeQuestion(host, positionals, filesIn(values)));
  const { id } = await stop.unless(client.model(stop.signal));
  const asked: Asked = (listener) => client.ask(id, [{ role: 'user', content }], listener, stop.signal);
  const answer = await form(values)(client, asked, id);
  const early = earlyEnd(answer);
  if (early) host.say(`hint: ${early}`);
  return 'done';
}

type Asked = (listener: Listener) => Promise<Answer>;

function filesIn(values: Arguments['values']): string[] {
  return (values['file'] as unknown as string[] | undefined) ?? [];
}

function form(values: Arguments['values']): (client: Client, asked: Asked, model: string) => Promise<Answer> {
  if (values['stream-json']) return answerAsEvents;
  return values['json'] ? answerAsJson : answerAsText;
}

async function answerAsText({ host }: Client, asked: Asked): Promise<Answer> {
  const { listener, end } = shownAnswer(host);
  return asked({ ...listener, forgets: true }).finally(end);
}

async function answerAsJson({ host }: Client, asked: Asked): Promise<Answer> {
  const { begin, end, waits } = waitingFor(host);
  begin();
  const answer = await asked({ text() {}, waits }).finally(end);
  print(jsonText(answer, 2));
  return answer;
}

/** `start`, then `text` and `wait` as they come, and at last `end` or `error`. */
async function answerAsEvents(_client: Client, asked: Asked, model: string): Promise<Answer> {
  const tell = (event: object) => print(jsonText(event));
  tell({ type: 'start', model });
  try {
    const answer = await asked({
      text: (text) => tell({ type: 'text', text }),
      waits: (why, milliseconds) => tell({ type: 'wait', why, milliseconds }),
      forgets: true,
    });
    const { stopReason, usage } = answer;
    tell({ type: 'end', stopReason, usage });
    return answer;
  } catch (thrown) {
    const { code, message, hint } = asProblem(thrown);
    tell({ type: 'error', code: exitCodes[code], message, hint });
    throw thrown;
  }
}
