import * as v from 'valibot';
import type { Chat } from './chat.ts';

/** So many characters are more than any model reads. */
const LONGEST_QUESTION = 2_000_000;

const model = v.pipe(v.string(), v.maxLength(2_048));
const text = v.pipe(v.string(), v.maxLength(LONGEST_QUESTION), v.regex(/\S/));
const nothing = v.strictObject({});

/** What a page can ask for: in which form, and whether it could be done now. */
const acts = {
  ask: act(v.strictObject({ text, model }), (chat, given) => chat.ask(given.text, given.model)),
  retry: act(v.strictObject({ model }), (chat, given) => chat.retry(given.model)),
  stop: act(nothing, (chat) => chat.stop()),
  new: act(nothing, (chat) => chat.startAnew()),
  keep: act(v.strictObject({ on: v.boolean() }), (chat, { on }) => chat.keep(on)),
  models: act(nothing, (chat) => chat.lookForModels()),
};

type Act = (chat: Chat, given: unknown) => boolean;

function act<Form extends v.GenericSchema>(form: Form, does: (chat: Chat, given: v.InferOutput<Form>) => boolean): Act {
  return (chat, given) => does(chat, v.parse(form, given));
}

/** The status of the answer: 204, 400 for what has not the form, 404 for no such act, 409 where it could not be done now. */
export function statusOf(chat: Chat, name: string, body: string): number {
  if (!Object.hasOwn(acts, name)) return 404;
  try {
    return acts[name as keyof typeof acts](chat, JSON.parse(body)) ? 204 : 409;
  } catch (thrown) {
    if (thrown instanceof SyntaxError || v.isValiError(thrown)) return 400;
    throw thrown;
  }
}
