import type { ExitName } from '../../shared/problem.ts';
import { print, writeWhole } from '../../shared/program.ts';
import type { Client } from '../client.ts';
import type { Answer, Listener } from '../question.ts';

/** An answer that a person reads as it comes. */
export async function answerOnTerminal(
  { host }: Client,
  asked: (listener: Listener) => Promise<Answer>,
): Promise<ExitName> {
  const waits = (why: string, milliseconds: number) =>
    host.say(`${why}: trying again in ${Math.ceil(milliseconds / 1000)} s`);
  await asked({ text: writeWhole, waits }).finally(() => print(''));
  return 'done';
}
