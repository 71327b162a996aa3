import type { Approach } from '../../shared/policy/approaches.ts';
import { isKey, type KeyName } from '../../shared/policy/keys.ts';
import { encoded } from '../export/encoded.ts';
import type { Note } from '../setup/note.ts';
import { type Field, fieldsOf, leftoversOf } from './fields.ts';
import { type Judged, judged, missingIn } from './judged.ts';
import { type ModelView, modelsIn } from './models.ts';
import type { Purpose } from './purpose.ts';
import { canSave } from './saved.ts';
import { texts } from './texts.ts';
import type { TrialView } from './trial.ts';
import type { Window } from './window.ts';

/** A field with what stands in it; a secret is there or not, and never told. */
interface FieldView extends Field {
  title: string;
  value: string;
  isSet: boolean;
  error?: string;
}

/** All that a page shows. */
export interface View {
  what: 'all';
  /** Later views have greater ones. */
  turn: number;
  approach: Approach | undefined;
  /** The kind of an approach that nobody here knows. */
  otherKind: string | undefined;
  from: string | undefined;
  saved: { file: string | undefined; can: boolean; is: boolean };
  fields: FieldView[];
  models: ModelView[];
  missing: { key: KeyName; title: string }[];
  leftovers: { key: KeyName; title: string }[];
  slips: number;
  findings: { level: string; key: string; title: string; message: string; hint: string }[];
  notes: Note[];
  secrets: Note[];
  offers: { name: string; title: string; next: string; why?: string }[];
  purpose: Purpose;
  trial: (TrialView & { isOld: boolean }) | undefined;
  managed: readonly string[];
}

export async function viewOf(window: Window, turn: number): Promise<View> {
  const { draft, trial, managed, file, host } = window;
  const { approach, values } = draft;
  const { findings, notes, offers, secrets } = await judged(host, draft);
  const fields = approach ? fieldsOf(approach, values) : [];
  return {
    what: 'all',
    turn,
    approach,
    otherKind: approach ? undefined : otherKind(window),
    from: draft.from,
    saved: { file, can: file !== undefined && canSave(file), is: draft.isSaved },
    fields: fields.map((field) => fieldView(field, window)),
    models: modelsIn(draft),
    missing: missingIn(draft).map(named),
    leftovers: approach ? leftoversOf(approach, values).map(named) : [],
    slips: draft.slips.size,
    findings: findings.map(({ level, key = '', message, hint }) => ({
      ...{ level, key, message, hint },
      title: isKey(key) ? texts.titles[key] : key,
    })),
    notes,
    secrets,
    offers: offers.map(offerView),
    purpose: draft.purpose,
    trial: trial.view && { ...trial.view, isOld: trial.view.revision !== draft.revision },
    managed,
  };
}

function fieldView(field: Field, { draft }: Window): FieldView {
  const { key, secret } = field;
  const value = draft.values[key];
  const slip = draft.slips.get(key);
  return {
    ...field,
    title: texts.titles[key],
    value: secret || field.form === 'models' ? '' : (slip?.text ?? (value === undefined ? '' : encoded(value))),
    isSet: value !== undefined,
    ...(slip && { error: slip.rule }),
  };
}

function named(key: KeyName) {
  return { key, title: texts.titles[key] };
}

/** The form shows the errors, not the command line's words for them. */
function offerView({ format: { name, title, next }, why }: Judged['offers'][number]): View['offers'][number] {
  return { name, title, next, ...(why && { why: why.what }) };
}

function otherKind({ draft: { values } }: Window): string | undefined {
  const { inferenceProvider: provider, inferenceCredentialKind: kind } = values;
  return provider === undefined && kind === undefined
    ? undefined
    : [provider, kind].filter((word) => word !== undefined).join(', ');
}
