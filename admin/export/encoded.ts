import { jsonText } from '../../shared/json-text.ts';
import { namesIn, type Values } from '../setup/setup.ts';

/** XML has no way to write these, and in JSON they are rarely seen. */
const UNWRITABLE = /[\ufffe\uffff]/g;

/** A value as the preference stores of macOS and Windows have it: a text for everything. */
export function encoded(value: unknown): string {
  return typeof value === 'string' ? value : oneLineJson(value);
}

/** All that is set, name by name, each value as a text. */
export function encodedValues(values: Values): [name: string, text: string][] {
  return namesIn(values).map((name) => [name, encoded(values[name])]);
}

function oneLineJson(value: unknown): string {
  return jsonText(value).replace(UNWRITABLE, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
}
