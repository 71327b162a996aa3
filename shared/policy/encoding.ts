import type { Rule } from './rules.ts';

/**
 * A value as the preference stores of macOS and Windows have it: a text for everything, or what the store itself knows.
 * What can't be read as its type stays as it is, for the key's rule to refuse. Undefined: an empty text, which sets nothing.
 */
export function decoded(type: Rule['type'], raw: unknown): unknown {
  if (raw === '') return undefined;
  switch (type) {
    case 'text':
      return raw;
    case 'boolean':
      return BOOLEANS.get(raw) ?? raw;
    case 'number':
      return typeof raw === 'string' && /^\d{1,15}$/.test(raw) ? Number(raw) : raw;
    case 'list':
    case 'object':
      return typeof raw === 'string' ? parsed(raw) : raw;
  }
}

/** REG_DWORD has no other way to say it, and some tools write numbers as texts. */
const BOOLEANS = new Map<unknown, boolean>([
  ['true', true],
  ['false', false],
  ['1', true],
  ['0', false],
  [1, true],
  [0, false],
]);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
