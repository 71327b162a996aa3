import type { Host } from '../shared/host.ts';
import { jsonText } from '../shared/json-text.ts';
import { effectiveConfig } from '../shared/policy/config.ts';
import { readSettings } from '../shared/policy/read-settings.ts';
import { type ExitName, Problem } from '../shared/problem.ts';
import { type Arguments, print, writeWhole } from '../shared/program.ts';
import { isTerminal } from '../shared/terminal.ts';
import type { Ask, Message } from './ask.ts';
import { opened } from './bedrock.ts';
import { talk } from './talk.ts';

/** How long a pipe may stay silent when the question is complete without it. */
const SILENT_PIPE_MS = 3_000;

/** One question, or a conversation when a terminal asks for nothing in particular. */
export async function converse(host: Host, { values, positionals }: Arguments): Promise<ExitName> {
  const [verb, ...words] = positionals;
  if (verb !== undefined && verb !== 'ask') throw unknownVerb(verb);
  const talking = verb === undefined && isTerminal(0);
  const question = talking ? '' : await wholeQuestion(words);
  const config = effectiveConfig(await readSettings(host), host.env);
  host.log.admit(() => config.logLevel);
  const ask = await opened(host, config, typeof values['model'] === 'string' ? values['model'] : undefined);
  if (talking) return talk(host, ask);
  const messages: Message[] = [{ role: 'user', content: question }];
  return values['json'] ? answerAsJson(ask, messages) : answerAsText(ask, messages);
}

async function wholeQuestion(words: string[]): Promise<string> {
  const asked = words.join(' ').trim();
  const piped = isTerminal(0) ? '' : (await pipedText(asked !== '')).trim();
  const question = [asked, piped].filter(Boolean).join('\n\n');
  if (question) return question;
  throw new Problem('usage', 'there is no question', 'bedrock-client ask "your question", or pipe it in');
}

/** All of stdin. With a question at hand, a pipe that nobody writes to (a caller's forgotten stdin) is not waited for. */
async function pipedText(canDoWithout: boolean): Promise<string> {
  const chunks: Uint8Array[] = [];
  const reader = Bun.stdin.stream().getReader();
  const first = await Promise.race([
    reader.read().catch((thrown: unknown) => {
      throw new Problem('usage', "stdin can't be read", 'pipe a text in, or leave stdin alone', thrown);
    }),
    ...(canDoWithout ? [Bun.sleep(SILENT_PIPE_MS)] : []),
  ]);
  for (let part = first; part?.value; part = await reader.read()) chunks.push(part.value);
  return Buffer.concat(chunks).toString('utf8');
}

async function answerAsText(ask: Ask, messages: Message[]): Promise<ExitName> {
  let last = '\n';
  const show = (text: string) => {
    last = text.at(-1) ?? last;
    writeWhole(text);
  };
  // A failure in the middle begins on a line of its own.
  await ask(messages, show).finally(() => last === '\n' || print(''));
  return 'done';
}

async function answerAsJson(ask: Ask, messages: Message[]): Promise<ExitName> {
  print(jsonText(await ask(messages, () => {}), 2));
  return 'done';
}

function unknownVerb(verb: string): Problem {
  return new Problem(
    'usage',
    `unknown command "${verb}"`,
    `bedrock-client ask "your question"; 'bedrock-client --help' lists the rest`,
  );
}
