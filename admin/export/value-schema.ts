import type { Rule } from '../../shared/policy/rules.ts';

export type JsonSchema = { [word: string]: unknown };

/** A part of a valibot schema, as far as the rules use them. */
interface Part {
  type: string;
  requirement?: unknown;
  options?: readonly unknown[];
  pipe?: readonly Part[];
  item?: Part;
  wrapped?: Part;
  value?: Part;
  entries?: Record<string, Part>;
}

/** A rule of the table as JSON Schema says it. What only a function of ours can check is told in the description alone. */
export function valueSchema({ schema }: Rule): JsonSchema {
  return schemaOf(schema as unknown as Part);
}

function schemaOf(part: Part): JsonSchema {
  const { pipe } = part;
  if (!pipe) return plainSchema(part);
  const said: JsonSchema = Object.assign({}, ...pipe.map((one) => (one.pipe ? schemaOf(one) : plainSchema(one))));
  // All texts that a function of ours checks are addresses.
  const isAddress = part.type === 'string' && pipe.some(({ type }) => type === 'check');
  return isAddress ? { ...said, format: 'uri' } : said;
}

function plainSchema(part: Part): JsonSchema {
  switch (part.type) {
    case 'string':
      return { type: 'string' };
    case 'boolean':
      return { type: 'boolean' };
    case 'number':
    case 'integer':
      return { type: 'integer' };
    case 'min_value':
      return { minimum: part.requirement };
    case 'max_value':
      return { maximum: part.requirement };
    case 'regex':
      return patternSchema(part.requirement as RegExp);
    case 'picklist':
      return { type: 'string', enum: part.options };
    case 'union':
      return { anyOf: (part.options as Part[]).map(schemaOf) };
    case 'optional':
      return schemaOf(part.wrapped as Part);
    case 'array':
      return { type: 'array', items: schemaOf(part.item as Part) };
    case 'loose_object':
      return objectSchema(part.entries ?? {});
    case 'record':
      return { type: 'object', additionalProperties: schemaOf(part.value as Part) };
    default:
      return {};
  }
}

function objectSchema(entries: Record<string, Part>): JsonSchema {
  const required = Object.keys(entries).filter((name) => entries[name]?.type !== 'optional');
  const properties = Object.fromEntries(Object.entries(entries).map(([name, part]) => [name, schemaOf(part)]));
  return { type: 'object', properties, required };
}

/** Validators in other languages have neither \p nor \d as JavaScript has them. */
const PORTABLE: Record<string, string> = {
  '\\P{Cc}': '[^\\u0000-\\u001f\\u007f-\\u009f]',
  '\\d': '[0-9]',
  // Inside brackets, as the rules have it.
  '\\w': 'A-Za-z0-9_',
  '\\/': '/',
};

function patternSchema({ source }: RegExp): JsonSchema {
  // The second of the two patterns of a filled text.
  if (source === '\\S') return { minLength: 1 };
  return { pattern: source.replace(/\\(?:P\{Cc\}|[\s\S])/g, (found) => PORTABLE[found] ?? found) };
}
