import { distance } from 'fastest-levenshtein';
import { isKey, type KeyName, keyNames } from '../shared/policy/keys.ts';

/** What is wrong with the spelling of a name. */
export type Flaw = 'case' | 'separators' | 'dotted' | 'prefix' | 'letters';

/** Which key a name means, and how it misses it. */
export interface Meaning {
  key: KeyName;
  flaw?: Flaw;
}

/** Keys of the app that look like ours, and are none of our business. */
export const STRANGERS: readonly string[] = ['inferenceGatewayOidc', 'inferenceGatewayOidcAuthFlow'];

/** Former names, which some releases still read. */
export const FORMER_NAMES: Readonly<Record<string, KeyName>> = { inferenceGatewayHeaders: 'inferenceCustomHeaders' };

/** The key that a name means, or undefined when it is none of ours and near none. */
export function meaningOf(name: string): Meaning | undefined {
  if (isKey(name)) return { key: name };
  if (name.length > LONGEST_NAME || STRANGERS.includes(name) || isFormer(name)) return undefined;
  return sameLetters(name) ?? withoutPrefix(name) ?? nearly(name);
}

export function isFormer(name: string): boolean {
  return Object.hasOwn(FORMER_NAMES, name);
}

const LONGEST_NAME = 80;

function sameLetters(name: string): Meaning | undefined {
  const key = byLetters.get(letters(name));
  if (!key) return undefined;
  if (name.includes('.')) return { key, flaw: 'dotted' };
  return { key, flaw: name.toLowerCase() === key.toLowerCase() ? 'case' : 'separators' };
}

function withoutPrefix(name: string): Meaning | undefined {
  const key = byLetters.get(`inference${letters(name)}`);
  return key && { key, flaw: 'prefix' };
}

function nearly(name: string): Meaning | undefined {
  const [key] = keyNames
    .filter((known) => Math.abs(known.length - name.length) <= tolerance(known))
    .map((known) => [known, distance(known.toLowerCase(), name.toLowerCase())] as const)
    .filter(([known, apart]) => apart <= tolerance(known))
    .sort(([, one], [, other]) => one - other)
    .map(([known]) => known);
  return key && { key, flaw: 'letters' };
}

/** How many wrong letters leave a name recognizable; the app has other keys, which are none of our business. */
function tolerance(known: string): number {
  if (known.length <= 8) return 1;
  return known.length <= 14 ? 2 : 3;
}

function letters(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

const byLetters = new Map(keyNames.map((known) => [letters(known), known]));

/** The nearest of some words, when one of them is near. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const [found] = words
    .map((other) => [other, distance(other, word.toLowerCase().slice(0, LONGEST_NAME))] as const)
    .filter(([other, apart]) => apart <= Math.max(1, Math.floor(other.length / 4)))
    .sort(([, one], [, other]) => one - other);
  return found?.[0];
}
