import * as v from 'valibot';
import { headerText, isFreeHeader } from '../network/header.ts';
import { Problem } from '../problem.ts';
import { Secret } from '../secret.ts';
import { bareMisprint, type Misprint, rawMisprint, tokenMisprint } from './misprint.ts';
import { misreadDocument } from './misread-document.ts';

/** What a credential helper printed: a token, and headers that go with each request. */
export interface HelperAnswer {
  token: Secret;
  headers: Record<string, string>;
}

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
  const wrong = rawMisprint(stdout);
  if (wrong) throw malformed(path, wrong);
  const text = stdout.trim();
  return text.startsWith('{') ? readDocument(path, text) : readToken(path, text);
}

function readToken(path: string, text: string): HelperAnswer {
  const wrong = bareMisprint(text);
  if (wrong) throw malformed(path, wrong);
  return { token: new Secret(text), headers: {} };
}

function readDocument(path: string, text: string): HelperAnswer {
  const { token, headers } = parsed(text) ?? {};
  if (token === undefined) throw malformed(path, misreadDocument(text));
  const wrong = tokenMisprint(token);
  if (wrong) throw malformed(path, { what: `JSON with ${wrong.what}`, next: wrong.next });
  return { token: new Secret(token), headers: headers ?? {} };
}

/** Undefined when it is no document with a token and headers. */
function parsed(text: string): v.InferOutput<typeof document> | undefined {
  try {
    return v.parse(document, JSON.parse(text));
  } catch {
    return undefined;
  }
}

const CONTRACT = 'a helper prints one token, or {"token": "...", "headers": {...}}, and nothing else';

export function malformed(path: string, { what, next }: Misprint): Problem {
  return new Problem('configuration', `${path}: printed ${what}`, `${next}; ${CONTRACT}`);
}
