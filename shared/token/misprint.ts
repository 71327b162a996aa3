import { crowd } from './crowd.ts';

/** What is wrong with what a helper printed, and what its maker does next. It quotes nothing but names of fields and headers. */
export interface Misprint {
  what: string;
  next: string;
}

/** The most, in characters, that Claude Code takes from its own helper. */
export const LARGEST_ANSWER = 16_384;

type Row = [is: (text: string) => boolean, what: string, next: string];

const TO_STDOUT = 'let it print the token to stdout (what it says on stderr is no answer)';
const TEXT_ALONE = 'let it print the token as text alone';

/** What no answer may be, as it came. The first that fits says the most. */
const raw: Row[] = [
  [(text) => text === '', 'nothing', TO_STDOUT],
  [isUtf16, 'UTF-16 text', 'let it print ASCII (PowerShell: [Console]::OutputEncoding, and no redirection by >)'],
  [(text) => text.includes('\ufeff'), 'a byte order mark', 'let it print ASCII or UTF-8 without BOM'],
  [(text) => text.trim() === '', 'nothing but empty lines', TO_STDOUT],
  [
    (text) => text.includes('\u001b'),
    'terminal colours (escape sequences)',
    'switch them off in what it calls (NO_COLOR=1, --no-color)',
  ],
  [(text) => /[\0\ufffd]/.test(text), 'binary data', TEXT_ALONE],
  // White space apart: that is cut off, or stands between words.
  [(text) => /[^\P{Cc}\s]/u.test(text), 'control characters', TEXT_ALONE],
  [
    (text) => text.trim().length > LARGEST_ANSWER,
    `more than ${LARGEST_ANSWER} characters`,
    'let it print the token alone',
  ],
];

/** A name to which something is given, in the syntax of a shell, an INI file or people. */
const assignments = [
  /^(?:export|set|declare -x)\s+\w+=/m,
  /^\$env:\w+/im,
  /^[A-Z][A-Z0-9]*_[A-Z0-9_]*=[^=\s]/m,
  /^aws_\w+\s*=/m,
  /^(?:\w+_)?(?:token|key)\s*[=:]\s*[^=\s]/im,
];

/** A hint for whoever has credentials of AWS and needs a token. */
export const MADE_OF_CREDENTIALS = 'AWS credentials are no token: bedrock-credential-helper makes one of them';

/** What no token is, though it may be one word; said of what was printed, or of the field of a document. */
const words: Row[] = [
  [
    (text) => /^<[!?/a-z]/i.test(text),
    'an HTML or XML page',
    'see what answers the call that it makes: a sign-in page?',
  ],
  [
    (text) => assignments.some((form) => form.test(text)),
    'NAME=value',
    'let it print the value alone, without its name',
  ],
  [
    (text) => /^(?:authorization\s*:\s*)?bearer[\s:]/i.test(text),
    '"Bearer" in front of its token',
    'let it print the token alone: the app adds the scheme',
  ],
  [(text) => /^(["'`])\S*\1$/.test(text), 'its token in quotes', 'let it print the token without quotes (jq -r)'],
  [
    (text) => /^(?:AKIA|ASIA)[A-Z0-9]{16}(?:\s|$)/.test(text),
    'an AWS access key ID instead of a token',
    MADE_OF_CREDENTIALS,
  ],
  [
    (text) => /^(?:null|undefined|None)$/.test(text),
    'null instead of a token',
    'look up the name of the field that it takes the token from',
  ],
  [
    (text) => /^https?:\/\//i.test(text) && !/\s/.test(text),
    'a URL instead of a token',
    'let it print the token alone',
  ],
];

/** What is wrong with it as it came, whatever it was to be. */
export function rawMisprint(stdout: string): Misprint | undefined {
  return found(raw, stdout);
}

/** What is wrong with a text that is to be a token, in whatever it came; it has no white space around it. */
export function tokenMisprint(text: string): Misprint | undefined {
  return found(words, text);
}

/** What is wrong with a bare token. */
export function bareMisprint(text: string): Misprint | undefined {
  if (isJsonList(text)) return { what: 'a JSON list', next: 'let it print the one document that it is to give' };
  return tokenMisprint(text) ?? crowd(text);
}

function found(rows: Row[], text: string): Misprint | undefined {
  const row = rows.find(([is]) => is(text));
  return row && { what: row[1], next: row[2] };
}

/** In the place of every other byte is a NUL: text of two bytes a letter, after a mark that is no UTF-8 or without one. */
function isUtf16(text: string): boolean {
  const letters = text.replace(/^\ufffd\ufffd/, '');
  return [0, 1].some((first) => everyOther(letters, first, (letter) => letter === '\0') && isHalfText(letters, first));
}

function isHalfText(letters: string, first: number): boolean {
  return letters.length > 1 && everyOther(letters, 1 - first, (letter) => letter !== '\0');
}

function everyOther(letters: string, first: number, is: (letter: string) => boolean): boolean {
  for (let at = first; at < letters.length; at += 2) if (!is(letters.charAt(at))) return false;
  return true;
}

function isJsonList(text: string): boolean {
  if (!text.startsWith('[')) return false;
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}
