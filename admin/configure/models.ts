import * as v from 'valibot';
import { checkValue, type ValueOf } from '../../shared/policy/keys.ts';
import { Problem } from '../../shared/problem.ts';
import type { Draft } from './draft.ts';

type Entry = ValueOf<'inferenceModels'>[number];

/** A model of the setup, as the page shows it. */
export interface ModelView {
  id: string;
  label: string;
}

const id = v.pipe(v.string(), v.maxLength(2_048));

/** What can be done with the list of models. */
export const modelForm = v.variant('do', [
  v.strictObject({ do: v.literal('add'), id, label: v.optional(v.pipe(v.string(), v.maxLength(200))) }),
  v.strictObject({ do: v.picklist(['remove', 'up', 'down']), id }),
  v.strictObject({ do: v.literal('label'), id, label: v.pipe(v.string(), v.maxLength(200)) }),
]);

type Wish = v.InferOutput<typeof modelForm>;

export function modelsIn({ values }: Pick<Draft, 'values'>): ModelView[] {
  return entriesIn(values.inferenceModels).map((entry) => ({ id: nameOf(entry), label: labelOf(entry) }));
}

/** Throws a Problem (usage) for an ID that no model has. */
export function changeModels(draft: Draft, wish: Wish): void {
  const changed = changes(entriesIn(draft.values.inferenceModels), wish);
  const checked = checkValue('inferenceModels', changed);
  if ('rule' in checked)
    throw new Problem('usage', 'that is no model ID', 'copy the ID, the inference profile or the ARN from the console');
  draft.set('inferenceModels', changed.length > 0 ? changed : undefined);
}

function changes(entries: Entry[], wish: Wish): Entry[] {
  const at = entries.findIndex((entry) => nameOf(entry) === wish.id.trim());
  switch (wish.do) {
    case 'add':
      return at >= 0 ? entries : [...entries, labelled(wish.id.trim(), wish.label ?? '')];
    case 'remove':
      return entries.filter((_, other) => other !== at);
    case 'up':
      return swapped(entries, at, at - 1);
    case 'down':
      return swapped(entries, at, at + 1);
    case 'label':
      return entries.map((entry, other) => (other === at ? labelled(entry, wish.label) : entry));
  }
}

function swapped(entries: Entry[], one: number, other: number): Entry[] {
  const [first, second] = [entries[one], entries[other]];
  return first && second ? entries.with(one, second).with(other, first) : entries;
}

/** An entry that says no more than its name is written as that. */
function labelled(entry: Entry, label: string): Entry {
  const { labelOverride: _, ...rest } = typeof entry === 'string' ? { name: entry } : entry;
  const text = label.trim();
  if (text && text !== rest.name) return { ...rest, labelOverride: text };
  return Object.keys(rest).length > 1 ? rest : rest.name;
}

function entriesIn(value: unknown): Entry[] {
  return (value as Entry[] | undefined) ?? [];
}

function nameOf(entry: Entry): string {
  return typeof entry === 'string' ? entry : entry.name;
}

function labelOf(entry: Entry): string {
  return typeof entry === 'string' ? '' : (entry.labelOverride ?? '');
}
