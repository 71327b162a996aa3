import * as v from 'valibot';
import { headerText, isFreeHeader } from '../network/header.ts';
import { Problem } from '../problem.ts';
import { Secret } from '../secret.ts';

/** What a credential helper printed: a token, and headers that go with each request. */
export interface HelperAnswer {
  token: Secret;
  headers: Record<string, string>;
}

/** The most, in characters, that Claude Code takes from its own helper. */
export const LARGEST_ANSWER = 16_384;

const notAList = v.check((value: unknown) => !Array.isArray(value));
const document = v.strictObject({
  token: headerText,
  headers: v.optional(
    v.pipe(
      v.unknown(),
      notAList,
      v.record(v.pipe(v.string(), v.check(isFreeHeader)), v.pipe(v.string(), v.regex(/^[\x20-\x7e]*$/))),
    ),
  ),
});

/** Reads a helper's stdout: a bare token, or a JSON document with a token and headers. Throws a Problem that quotes nothing. */
export function readHelperOutput(path: string, stdout: string): HelperAnswer {
  const text = stdout.trim();
  if (text.startsWith('{')) return readDocument(path, text);
  if (text === '') throw malformed(path, 'printed nothing');
  if (text.length > LARGEST_ANSWER) throw malformed(path, `printed more than ${LARGEST_ANSWER} characters`);
  if (!/^[\x21-\x7e]+$/.test(text)) throw malformed(path, 'printed more than one word of plain text');
  return { token: new Secret(text), headers: {} };
}

function readDocument(path: string, text: string): HelperAnswer {
  try {
    const { token, headers } = v.parse(document, JSON.parse(text));
    return { token: new Secret(token), headers: headers ?? {} };
  } catch {
    const what = text.includes('"AccessKeyId"')
      ? 'printed credential_process JSON'
      : 'printed JSON that is not {"token", "headers"}';
    throw malformed(path, what);
  }
}

export function malformed(path: string, what: string): Problem {
  return new Problem(
    'configuration',
    `${path}: ${what}`,
    'a helper prints one token, or {"token": "...", "headers": {...}}, and nothing else',
  );
}
