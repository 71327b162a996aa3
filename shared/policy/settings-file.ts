import { readFileSync } from 'node:fs';
import { refuseStrange } from '../files.ts';
import { Problem } from '../problem.ts';

/** The JSON object in a file, or undefined when there is no such file. Throws a Problem when it can't be read or parsed. */
export function readSettingsFile(path: string): Record<string, unknown> | undefined {
  const bytes = readSettingsBytes(path);
  return bytes && readSettingsText(path, textOf(bytes));
}

/** The JSON object in a text; `place` is where it comes from. Throws a Problem that names the place and quotes nothing. */
export function readSettingsText(place: string, text: string): Record<string, unknown> {
  const parsed = parse(place, text);
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Record<string, unknown>;
  throw new Problem('configuration', `${place}: the settings must be one JSON object`, 'wrap the settings in { and }');
}

/** The bytes of a file, or undefined when there is no such file. Throws a Problem (configuration) when it can't be read. */
export function readSettingsBytes(path: string): Buffer | undefined {
  try {
    refuseStrange(path);
    return readFileSync(path);
  } catch (thrown) {
    if (thrown instanceof Problem) throw thrown;
    const code = (thrown as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new Problem(
      'configuration',
      `${path}: can't be read (${code})`,
      'check what it is and who may read it',
      thrown,
    );
  }
}

/** UTF-8, or what a byte order mark says: Windows' own programs write UTF-16 with one. */
export function textOf(bytes: Buffer): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return bytes.subarray(2).toString('utf16le');
  if (first === 0xfe && second === 0xff)
    return Buffer.from(bytes.subarray(2, bytes.length & ~1))
      .swap16()
      .toString('utf16le');
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    // The parser's message may quote the text, and the text may hold a token.
    throw new Problem(
      'configuration',
      `${path}: not valid JSON`,
      'check it with a JSON validator or restore it',
      thrown,
    );
  }
}
