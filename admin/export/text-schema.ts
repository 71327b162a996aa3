import { type KeyName, keyOf } from '../../shared/policy/keys.ts';
import { type JsonSchema, valueSchema } from './value-schema.ts';

/** The rule of a key where every value is a text, as the preference stores of macOS have it. */
export function textSchema(name: KeyName): JsonSchema {
  const { rule } = keyOf(name);
  if (rule.type === 'boolean') return { type: 'string', enum: ['true', 'false'] };
  if (rule.type === 'number') return { type: 'string', pattern: '^[0-9]{1,5}$' };
  if (rule.type !== 'text') return { type: 'string' };
  const { enum: options, pattern } = valueSchema(rule);
  return { type: 'string', ...(options ? { enum: options } : {}), ...(pattern ? { pattern } : {}) };
}
