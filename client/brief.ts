import { deadline } from '../shared/deadline.ts';
import type { Host } from '../shared/host.ts';
import { Problem } from '../shared/problem.ts';
import { answerTo } from './call/answer.ts';
import { contextOf } from './client.ts';
import type { Answer } from './question.ts';
import type { Source } from './source/source.ts';

const LIMIT_S = 60;
/** Overload is waited for, but not long: whoever tries wants to know. */
const PATIENCE_MS = 10_000;

/** The smallest question there is, to see whether a model answers at all. `onFirst` is called at its first word. */
export function askBriefly(host: Host, source: Source, model: string, onFirst = () => {}): Promise<Answer> {
  const late = new Problem('timeout', `the model ${model} did not answer within ${LIMIT_S} s`, 'try again in a minute');
  const question = { model, messages: [{ role: 'user' as const, content: 'Say "yes".' }], maxTokens: 1 };
  const terms = { context: contextOf(host), patience: PATIENCE_MS };
  return answerTo(host, source, question, { text: onFirst }, terms, deadline(LIMIT_S * 1000, late));
}
