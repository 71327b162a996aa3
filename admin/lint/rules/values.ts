import { checkValue, type KeyName, keyOf, keys } from '../../../shared/policy/keys.ts';
import { region } from '../../../shared/policy/rules.ts';
import { nearest } from '../../spelling.ts';
import type { Found, Rule } from '../finding.ts';
import type { Naming } from '../naming.ts';
import { regionNames } from '../regions.ts';
import { aboutNaming, type Subject, valueIn } from '../subject.ts';

const REGISTRY_TYPES: Record<number, string> = {
  0: 'REG_NONE is not seen at all',
  2: 'REG_EXPAND_SZ counts as a value but is not read',
  3: 'REG_BINARY is not seen at all',
  5: 'REG_DWORD_BIG_ENDIAN is not seen at all',
  6: 'REG_LINK is not seen at all',
  7: 'REG_MULTI_SZ is not seen at all',
  11: 'REG_QWORD is not seen at all',
};

/** No width, a soft hyphen, another direction, a byte order mark. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/;

/** A misspelled key beside the right one has no value that matters. */
function each(subject: Subject, find: (key: KeyName, naming: Naming) => [string, string] | undefined): Found[] {
  return subject.namings.flatMap((naming) => {
    const found = naming.key && subject.counts(naming) ? find(naming.key, naming) : undefined;
    return found && naming.key ? [aboutNaming(naming, ...found, naming.key)] : [];
  });
}

function isInvisible({ entry }: Naming): boolean {
  return entry.registryType !== undefined && entry.registryType in REGISTRY_TYPES;
}

export const valueRules: Rule[] = [
  {
    id: 'registry-type',
    title: 'A registry value has a type that the app does not read.',
    level: 'error',
    check: (subject) =>
      each(subject, (key, naming) => {
        if (!isInvisible(naming)) return undefined;
        const number = keyOf(key).rule.type === 'number' || keyOf(key).rule.type === 'boolean';
        return [
          REGISTRY_TYPES[naming.entry.registryType ?? 0] ?? '',
          `write it as REG_SZ${number ? ' or REG_DWORD' : ''}`,
        ];
      }),
  },
  {
    id: 'empty-value',
    title: 'A value is empty.',
    level: 'warning',
    check: (subject) =>
      each(subject, (_key, { entry, place }) => {
        if (typeof entry.raw !== 'string' || entry.raw.trim() !== '') return undefined;
        const isUnset = place.encoding === 'preferences' && entry.raw === '';
        const message = isUnset ? 'is empty, which sets nothing' : 'is empty, which is not the same as unset here';
        return [message, 'remove the key, or give it a value'];
      }),
  },
  {
    id: 'padded-value',
    title: 'A value has space around it, which becomes part of it.',
    level: 'warning',
    check: (subject) =>
      each(subject, (key, { entry: { raw } }) => {
        const padded = keyOf(key).rule.type === 'text' && typeof raw === 'string' && raw.trim() !== raw;
        return padded && raw.trim() !== '' ? ['has space around it, which becomes part of it', 'remove it'] : undefined;
      }),
  },
  {
    id: 'invisible-character',
    title: 'A value has a character in it that nobody sees.',
    level: 'error',
    check: (subject) =>
      each(subject, (key, { entry: { raw } }) =>
        keyOf(key).rule.type === 'text' && typeof raw === 'string' && INVISIBLE.test(raw.trim())
          ? ['has a character in it that nobody sees, as a copy from a web page or a chat has', 'type it anew']
          : undefined,
      ),
  },
  {
    id: 'broken-letter',
    title: 'A value has a letter that is not written in UTF-8.',
    level: 'error',
    check: (subject) =>
      each(subject, (_key, { entry: { raw }, place }) =>
        // A registry file may be in the letters of the machine.
        place.encoding === 'json' && typeof raw === 'string' && raw.includes('\ufffd')
          ? ['has a letter that is not written in UTF-8', 'save the file as UTF-8']
          : undefined,
      ),
  },
  {
    id: 'invalid-value',
    title: 'A value breaks the rule of its key.',
    level: 'error',
    yields: true,
    check: (subject) =>
      each(subject, (key, naming) => {
        const value = valueIn(naming);
        if (value === undefined) return undefined;
        const checked = checkValue(key, value);
        return 'rule' in checked ? [checked.rule, correction(key, value, naming)] : undefined;
      }),
  },
];

function correction(key: KeyName, value: unknown, { place }: Naming): string {
  const { type, schema } = keyOf(key).rule;
  if (keyOf(key).rule === region) {
    const near = typeof value === 'string' ? nearest(value, regionNames) : undefined;
    if (near) return `write ${near}`;
  }
  const options = 'options' in schema && Array.isArray(schema.options) ? (schema.options as string[]) : [];
  const meant = typeof value === 'string' ? nearest(value, options) : undefined;
  if (meant) return `write ${meant}`;
  if (place.encoding === 'json' && type !== 'text' && typeof value === 'string') {
    return `write it without quotes: here a ${type} is not a text`;
  }
  return `correct it: ${keys[key].help.replace(/^./, (letter) => letter.toLowerCase()).replace(/\.$/, '')}`;
}
