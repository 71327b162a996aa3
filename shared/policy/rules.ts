import * as v from 'valibot';
import { headerText, isFreeHeader } from '../network/header.ts';
import { isSafeUrl } from '../network/safe-url.ts';

/** Which values a key takes. The schema's message says what the value must be, and never repeats it. */
export interface Rule {
  /** What it is in JSON, and so how it is written where all values are texts. */
  type: 'text' | 'number' | 'boolean' | 'list' | 'object';
  schema: v.GenericSchema;
}

function text(rule: RegExp, must: string) {
  return { type: 'text', schema: v.pipe(v.string(must), v.regex(rule, must)) } as const;
}

function checkedText(holds: (value: string) => boolean, must: string) {
  return { type: 'text', schema: v.pipe(v.string(must), v.check(holds, must)) } as const;
}

export function wholeNumber(least: number, most: number) {
  const must = `must be a whole number from ${least} to ${most}`;
  const schema = v.pipe(v.number(must), v.integer(must), v.minValue(least, must), v.maxValue(most, must));
  return { type: 'number', schema } as const;
}

export function oneOf<const Names extends readonly string[]>(...names: Names) {
  return { type: 'text', schema: v.picklist(names, `must be one of ${names.join(', ')}`) } as const;
}

export const bool = { type: 'boolean', schema: v.boolean('must be true or false') } as const;

const filledRule = 'must be a text that is not empty, in one line';
// Two plain rules: as one expression, a long text with a line break at its end took minutes.
const filledText = v.pipe(v.string(filledRule), v.regex(/^\P{Cc}*$/u, filledRule), v.regex(/\S/, filledRule));
export const filled = { type: 'text', schema: filledText } as const;

export const region = text(/^[a-z]{2,4}(-[a-z]+)+-\d+$/, 'must be an AWS region such as us-west-2 or us-gov-west-1');
export const accountId = text(/^\d{12}$/, 'must be an AWS account ID of 12 digits');
export const roleName = text(/^[\w+=,.@-]{1,64}$/, 'must be the name of a permission set');
export const appVersion = text(/^\d{1,9}\.\d{1,9}\.\d{1,9}$/, 'must be a version such as 1.19367.0');

export const absolutePath = text(
  /^(?:\/|[A-Za-z]:[\\/]|\\\\)\P{Cc}*$/u,
  'must be an absolute path; "~" and environment variables are not expanded',
);

/** One of the words, or an absolute path. */
export function oneOfOrPath<const Names extends readonly string[]>(...names: Names) {
  const message = `must be ${names.join(', ')} or an absolute path`;
  const schema = v.config(v.union([oneOf(...names).schema, absolutePath.schema]), { message });
  return { type: 'text', schema } as const;
}

const urlRule = 'must be an https address without user name, password or query (http only to this machine)';
export const url = checkedText(isSafeUrl, urlRule);
// The portal's pages live behind `#/`, and people copy it along.
export const startUrl = checkedText((value) => isSafeUrl(value.replace(/#\/?$/, '')), urlRule);
export const origin = checkedText(
  (value) => isSafeUrl(value) && new URL(value).pathname === '/',
  'must be an https origin without a path, such as https://bedrock.example.com (http only to this machine)',
);

export const proxy = checkedText(
  // As it is read: the URL parser would drop line breaks and turn backslashes around.
  (value) => URL.canParse(value) && /^https?:\/\/[^\s\p{Cc}\\]+$/iu.test(value),
  'must be the address of a proxy, such as http://proxy.example.com:8080',
);

export const pac = checkedText((value) => {
  if (!URL.canParse(value) || !/^(https?|file):\/\/[^\s\p{Cc}\\]+$/iu.test(value)) return false;
  const { username, password } = new URL(value);
  return !username && !password;
}, 'must be the address of a PAC file: http(s)://... or file:///..., without user name and password');

const modelName = headerText;
const flag = v.optional(v.boolean());
const model = v.looseObject({
  name: modelName,
  labelOverride: v.optional(v.string()),
  supports1m: flag,
  prefer1m: flag,
  // A later app may know more families than we do.
  anthropicFamilyTier: v.optional(v.string()),
  isFamilyDefault: flag,
});
export const models = {
  type: 'list',
  schema: v.config(v.array(v.union([modelName, model])), {
    message: 'must be a list of model IDs or of objects with "name" and, if wanted, "labelOverride"',
  }),
} as const;

const headerRecord = v.record(
  v.pipe(v.string(), v.check(isFreeHeader)),
  v.pipe(v.string(), v.regex(/^[\t\x20-\x7e]*$/)),
);
export const headers = {
  type: 'object',
  schema: v.config(
    v.pipe(
      v.unknown(),
      v.check((value) => !Array.isArray(value)),
      headerRecord,
    ),
    { message: 'must be an object of header names (none that carries the call itself) and printable text values' },
  ),
} as const;
