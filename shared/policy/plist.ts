import { DOMParser } from '@xmldom/xmldom';
import { parseBuffer } from 'bplist-parser';
import { parse } from 'plist';
import { Problem } from '../problem.ts';
import { refuseHeavy } from './plist-weight.ts';
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
    // plist's own reader of binary lists knows no offsets of three bytes, which libplist writes.
    if (bytes.subarray(0, 6).toString('latin1') === 'bplist') {
      refuseHeavy(bytes);
      return parseBuffer(bytes)[0];
    }
    return parseXml(textOf(bytes));
  } catch (thrown) {
    // The parser's message may quote the text, and the text may hold a token.
    const hint = 'check it with plutil -lint, or have it pushed again';
    throw new Problem('configuration', `${place}: not a valid property list`, hint, thrown);
  }
}

/** Comments and CDATA, with an end or without. */
const UNREAD = /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)/g;
/** A property list needs none, and xmldom copies all that are open for each that is new. */
const MOST_NAMESPACES = 100;
/** xmldom lets it pass; macOS refuses the whole list. */
const BARE_AMPERSAND = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)/i;

/** plist would report what is wrong on our stderr, and go on: so nothing may be wrong. */
function parseXml(text: string): unknown {
  const onError = (_level: string, message: string) => {
    throw new Error(message);
  };
  const read = text.replace(UNREAD, '');
  if (BARE_AMPERSAND.test(read)) throw new Error('a bare "&"');
  if ((read.match(/\sxmlns/g)?.length ?? 0) > MOST_NAMESPACES) throw new Error('too many namespaces');
  new DOMParser({ onError }).parseFromString(text, 'text/xml');
  return parse(text);
}
