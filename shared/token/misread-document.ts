import { isFreeHeader } from '../network/header.ts';
import { MADE_OF_CREDENTIALS, type Misprint } from './misprint.ts';

type Fields = Record<string, unknown>;

const MOST_NAMES = 5;

/** Why a text that begins as a document is none with a token and headers. */
export function misreadDocument(text: string): Misprint {
  const fields = parsed(text);
  if (!fields) return broken(text);
  return credentials(fields) ?? namesOf(fields) ?? tokenOf(fields['token']) ?? headersOf(fields['headers']) ?? OTHER;
}

const OTHER: Misprint = { what: 'JSON that is not {"token", "headers"}', next: 'correct its document' };

function parsed(text: string): Fields | undefined {
  try {
    return JSON.parse(text) as Fields;
  } catch {
    return undefined;
  }
}

function broken(text: string): Misprint {
  const end = endOf(text);
  if (end === undefined)
    return { what: 'JSON that breaks off', next: 'let it print the whole document, with every quote in it escaped' };
  const rest = text.slice(end).trim();
  if (/^\{\s*'/.test(text)) return { what: 'JSON in single quotes', next: 'make it of double quotes (json.dumps, jq)' };
  if (rest === '' || !parsed(text.slice(0, end)))
    return { what: 'something like JSON that is none', next: 'make it with a JSON writer (jq, json.dumps)' };
  if (rest.startsWith('{')) return { what: 'two JSON documents or more', next: 'let it print one document' };
  return { what: 'words after its JSON document', next: 'send all other words to stderr (>&2)' };
}

/** Where the first document of a text ends; undefined: it does not. */
function endOf(text: string): number | undefined {
  let depth = 0;
  for (const { 0: piece, index } of text.matchAll(/"(?:[^"\\]|\\.)*(?:"|$)|[{}[\]]/gs)) {
    if (piece === '{' || piece === '[') depth++;
    else if ((piece === '}' || piece === ']') && --depth === 0) return index + 1;
  }
  return undefined;
}

function credentials(fields: Fields): Misprint | undefined {
  if (Object.hasOwn(fields, 'AccessKeyId'))
    return { what: 'credential_process JSON instead of a token', next: MADE_OF_CREDENTIALS };
  if (!Object.hasOwn(Object(fields['Credentials']), 'AccessKeyId')) return undefined;
  return { what: '{"Credentials": ...} of AWS instead of a token', next: MADE_OF_CREDENTIALS };
}

function namesOf(fields: Fields): Misprint | undefined {
  const others = Object.keys(fields).filter((name) => name !== 'token' && name !== 'headers');
  if (!Object.hasOwn(fields, 'token')) {
    const beside = others.length > 0 ? `, but with ${listed(others)}` : '';
    return { what: `JSON without "token"${beside}`, next: 'call the field of the token "token"' };
  }
  if (others.length === 0) return undefined;
  return {
    what: `JSON with more than "token" and "headers": ${listed(others)}`,
    next: 'leave that out (how long a token is kept is said by inferenceCredentialHelperTtlSec)',
  };
}

function tokenOf(token: unknown): Misprint | undefined {
  if (typeof token !== 'string') return { what: 'JSON whose "token" is no text', next: 'put the token into quotes' };
  if (token === '') return { what: 'JSON whose "token" is empty', next: 'see why what it calls gives it none' };
  if (/^bearer\s/i.test(token))
    return { what: 'JSON whose "token" begins with "Bearer"', next: 'leave that out: the app adds the scheme' };
  if (/\s/.test(token))
    return { what: 'JSON whose "token" has white space in it', next: 'leave spaces and line breaks out of it' };
  if (/[^\x21-\x7e]/.test(token))
    return { what: 'JSON whose "token" is not in printable ASCII', next: 'give the token as it was given' };
  return undefined;
}

function headersOf(headers: unknown): Misprint | undefined {
  if (headers === undefined) return undefined;
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers))
    return { what: 'JSON whose "headers" are no object', next: 'give them as {"X-Name": "value"}' };
  for (const [name, value] of Object.entries(headers)) {
    const wrong = headerFault(name, value);
    if (wrong) return { what: `JSON with the header ${shown(name)}, ${wrong}`, next: 'correct that header' };
  }
  return undefined;
}

function headerFault(name: string, value: unknown): string | undefined {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) return 'whose name no header can have';
  if (!isFreeHeader(name)) return 'which belongs to the call itself';
  if (typeof value !== 'string') return 'whose value is no text';
  return /^[\x20-\x7e]*$/.test(value) ? undefined : 'whose value is not in one line of ASCII';
}

function listed(names: string[]): string {
  const more = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).map(shown).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** What does not look like a name may be a value in the wrong place. */
function shown(name: string): string {
  return /^[A-Za-z_][\w.-]{0,31}$/.test(name) ? name : '[odd name]';
}
