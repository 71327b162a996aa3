import { keyOf } from '../../shared/policy/keys.ts';
import { Problem } from '../../shared/problem.ts';
import { type Naming, namingsIn, shownName } from '../lint/naming.ts';
import type { Reading } from '../lint/place.ts';
import { valueIn } from '../lint/subject.ts';
import { checkedValue } from './checked-value.ts';
import type { Note } from './note.ts';
import type { Values } from './setup.ts';

/**
 * The values that count in what was read, whatever place they stand in: an export puts each where it belongs. Throws a
 * Problem (configuration) for a place that was refused, a misspelled key and a value that breaks its rule.
 */
export function valuesRead(reading: Reading): { values: Values; notes: Note[] } {
  const { places, refused, strays, shadowed } = reading;
  if (refused[0]) throw refused[0].problem;
  if (places.length === 0 && strays[0]) throw nothingRead(strays[0]);
  const namings = namingsIn(places).filter(({ repeated }) => !repeated);
  const notes = [
    ...strays.map(({ place, message, hint }) => ({ message: `${place}: left out: ${message}`, hint })),
    ...shadowed.map(({ name }) => ({ message: `${name}: left out, since HKLM switches it off` })),
    ...namings.flatMap(noteOn),
  ];
  return { values: Object.fromEntries(namings.flatMap(entryOf)), notes };
}

function entryOf(naming: Naming): [string, unknown][] {
  const { key, flaw, place } = naming;
  if (!key) return [];
  if (flaw) {
    const what = `${place.name}: ${shownName(naming.entry.name)} sets nothing, since no key has that name`;
    throw new Problem('configuration', what, `write ${key}`);
  }
  const value = valueIn(naming);
  return value === undefined ? [] : [[key, checkedValue(place.name, key, value)]];
}

function noteOn({ key, entry, place, misplaced }: Naming): Note[] {
  const name = shownName(entry.name);
  if (!key) {
    const hint = 'keep it in a profile of its own: one of Linux has to have it added to its file';
    return [
      { message: `${place.name}: ${name} is left out: it is no key of Bedrock, a gateway or this toolkit`, hint },
    ];
  }
  if (entry.raw === undefined) return [{ message: `${place.name}: ${name} is left out: its type is read by nobody` }];
  return misplaced
    ? [{ message: `${place.name}: ${name} stood in the wrong place; it is a key of the ${keyOf(key).owner}` }]
    : [];
}

function nothingRead({ place, message, hint }: Reading['strays'][number]): Problem {
  return new Problem('configuration', `${place}: ${message}`, hint);
}
