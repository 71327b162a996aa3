import { meaningOf } from '../../spelling.ts';
import type { Entry, Place, Reading, Stray } from '../place.ts';

/**
 * Whether values where nobody reads were meant for the app or for us. Of the names alone only those of the app tell: other
 * programs have a logLevel too.
 */
export function looksMeant(where: string, names: readonly string[]): boolean {
  const known = names.filter((name) => meaningOf(name));
  return known.some((name) => /inference/i.test(name)) || (known.length > 0 && /claude|bedrock/i.test(where));
}

/** The same, with settings that somebody wrapped into an object told as strays. */
export function withoutWrapped(reading: Reading): Reading {
  const strays = reading.places.flatMap((place) =>
    place.entries.filter(isWrapper).map((entry) => strayIn(place, entry)),
  );
  // Where nothing else stands, nothing else is missing.
  const places = reading.places.filter(({ entries }) => entries.length === 0 || !entries.every(isWrapper));
  return { ...reading, places, strays: [...reading.strays, ...strays] };
}

/** How deep people wrap. */
const DEEPEST = 3;

function isWrapper({ name, raw }: Entry): boolean {
  return !meaningOf(name) && holdsSettings(name, raw, DEEPEST);
}

function holdsSettings(name: string, raw: unknown, deepest: number): boolean {
  if (deepest === 0 || !isDict(raw)) return false;
  if (looksMeant(name, Object.keys(raw))) return true;
  return Object.entries(raw).some(([inner, value]) => holdsSettings(inner, value, deepest - 1));
}

function strayIn({ name: place, file }: Place, { line }: Entry): Stray {
  const message = 'the settings stand inside an object, and only the top is read';
  return { place, file, line, message, hint: 'put each key directly at the top' };
}

export function isDict(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
