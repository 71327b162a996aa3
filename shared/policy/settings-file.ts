import { readFileSync } from 'node:fs';
import { refuseStrange } from '../files.ts';
import { Problem } from '../problem.ts';

/** The JSON object in a file, or undefined when there is no such file. Throws a Problem when it can't be read or parsed. */
export function readSettingsFile(path: string): Record<string, unknown> | undefined {
  const text = readText(path);
  if (text === undefined) return undefined;
  const parsed = parse(path, text);
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Record<string, unknown>;
  throw new Problem('configuration', `${path}: the settings must be one JSON object`, 'wrap the settings in { and }');
}

function readText(path: string): string | undefined {
  try {
    refuseStrange(path);
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
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
