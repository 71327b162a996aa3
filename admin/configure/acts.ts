import * as v from 'valibot';
import { keyNames } from '../../shared/policy/keys.ts';
import { Problem } from '../../shared/problem.ts';
import { formats } from '../export/formats.ts';
import { type Download, download } from './download.ts';
import { changeModels, modelForm } from './models.ts';
import { openContent, openDevice } from './opened.ts';
import { purposeForm } from './purpose.ts';
import { canSave, refuseSlips, save } from './saved.ts';
import type { Window } from './window.ts';

/** In bytes, as base64; the readers take a mebibyte. */
const LONGEST_FILE = 1_400_000;
const LONGEST_VALUE = 100_000;

const key = v.picklist(keyNames);
const approach = v.picklist(['static', 'vendor-profile', 'interactive', 'helper-script', 'gateway']);
const nothing = v.strictObject({});
const file = v.strictObject({
  name: v.pipe(v.string(), v.maxLength(255)),
  content: v.pipe(v.string(), v.maxLength(LONGEST_FILE), v.base64()),
});
const edit = v.strictObject({ key, value: v.pipe(v.string(), v.maxLength(LONGEST_VALUE)) });
const wish = v.strictObject({ format: v.picklist(formats.map(({ name }) => name)) });

type Act = (window: Window, given: unknown) => Promise<Download | undefined>;

/** What a page can ask for, and in which form. */
const acts: Record<string, Act> = {
  edit: act(edit, ({ draft }, given) => draft.type(given.key, given.value)),
  approach: act(v.strictObject({ approach }), ({ draft }, given) => draft.choose(given.approach)),
  model: act(modelForm, ({ draft }, given) => changeModels(draft, given)),
  purpose: act(purposeForm, ({ draft }, given) => {
    draft.purpose = given;
  }),
  leftovers: act(nothing, ({ draft }) => draft.removeLeftovers()),
  open: act(file, async ({ draft }, { name, content }) =>
    draft.take(await openContent(name, Buffer.from(content, 'base64'))),
  ),
  device: act(nothing, async ({ draft, host }) => draft.take(await openDevice(host))),
  test: act(nothing, (window) => tryOut(window, 'test')),
  models: act(nothing, (window) => tryOut(window, 'models')),
  stop: act(nothing, ({ trial }) => trial.stop()),
  save: act(nothing, (window) => saveTo(window)),
  export: async ({ host, draft }, given) => download(host, draft, v.parse(wish, given).format),
};

function act<Form extends v.GenericSchema>(
  form: Form,
  does: (window: Window, given: v.InferOutput<Form>) => Promise<void> | void,
): Act {
  return async (window, given) => {
    await does(window, v.parse(form, given));
    return undefined;
  };
}

function tryOut({ trial, draft }: Window, kind: 'test' | 'models'): void {
  refuseSlips(draft);
  if (!trial.start(kind, draft)) throw new Problem('usage', 'another test is under way', 'wait for it, or stop it');
}

async function saveTo({ host, draft, file }: Window): Promise<void> {
  if (file && canSave(file)) return save(host, draft, file);
  throw new Problem(
    'usage',
    'there is no file to save to',
    'name a .json, .reg or .mobileconfig file on the command line',
  );
}

/** What came of a request of the page. */
export type Answer = { status: 200; download?: Download } | { status: 400 | 404 } | { status: 422; problem: Problem };

/** 400 for what has not the form, 404 for no such act, 422 for what can't be done and why. */
export async function answerTo(window: Window, name: string, body: string): Promise<Answer> {
  const found = Object.hasOwn(acts, name) ? acts[name] : undefined;
  if (!found) return { status: 404 };
  try {
    const file = await found(window, JSON.parse(body));
    return { status: 200, ...(file && { download: file }) };
  } catch (thrown) {
    if (thrown instanceof SyntaxError || v.isValiError(thrown)) return { status: 400 };
    if (thrown instanceof Problem) return { status: 422, problem: thrown };
    throw thrown;
  }
}
