import { parse, parseBinary } from 'plist';
import { Problem } from '../problem.ts';
import { textOf } from './settings-file.ts';

/** The dictionary in a property list, XML or binary; `place` is where it comes from. Throws a Problem that names the place. */
export function readPlist(place: string, bytes: Buffer): Record<string, unknown> {
  const value = parsed(place, bytes);
  const isDictionary =
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.getPrototypeOf(value) === Object.prototype;
  if (isDictionary) return value as Record<string, unknown>;
  throw new Problem('configuration', `${place}: the property list must be a dictionary`, 'wrap the settings in <dict>');
}

function parsed(place: string, bytes: Buffer): unknown {
  try {
    if (bytes.subarray(0, 6).toString('latin1') === 'bplist') return parseBinary(bytes);
    return quietly(() => parse(textOf(bytes)));
  } catch (thrown) {
    // The parser's message may quote the text, and the text may hold a token.
    const hint = 'check it with plutil -lint, or have it pushed again';
    throw new Problem('configuration', `${place}: not a valid property list`, hint, thrown);
  }
}

/**
 * The XML parser tells the console what it stumbles over, and quotes it: it may be a token. Nothing else runs meanwhile.
 * What it calls an error but takes all the same, macOS does not take.
 */
function quietly<Value>(act: () => Value): Value {
  const spoken: string[] = [];
  const { error } = globalThis.console;
  globalThis.console.error = (words: unknown) => spoken.push(String(words));
  try {
    const value = act();
    if (spoken.some((words) => words.startsWith('[xmldom error]'))) throw new Error('malformed XML');
    return value;
  } finally {
    globalThis.console.error = error;
  }
}
