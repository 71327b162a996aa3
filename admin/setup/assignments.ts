import { decoded } from '../../shared/policy/encoding.ts';
import { isKey, type KeyName, keyOf } from '../../shared/policy/keys.ts';
import { Problem } from '../../shared/problem.ts';
import { shownName } from '../lint/naming.ts';
import { meaningOf } from '../spelling.ts';
import { checkedValue } from './checked-value.ts';
import type { Values } from './setup.ts';

/** Undefined as a value: the key is taken away. */
export type Assignment = [name: KeyName, value: unknown];

/**
 * `KEY=VALUE` of --set, the value written as the stores of macOS and Windows have it. Throws a Problem (usage) that repeats
 * no value: it may be a secret in the wrong place. A key that is secret is refused, since a shell keeps what it was told.
 */
export function assignment(text: string): Assignment {
  const [name, value] = halves('--set', 'KEY=VALUE', text);
  if (!keyOf(name).secret) return [name, readValue('--set', name, value)];
  throw new Problem(
    'usage',
    `--set ${name}: its value is secret, and would stay in the history of the shell and show in the list of processes`,
    `write it to a file and name that: --secret-from ${name}=FILE, or ${name}=- for stdin`,
  );
}

/** `KEY=FILE` of --secret-from; `-` is stdin. Throws a Problem (usage). */
export function secretSource(text: string): [name: KeyName, file: string] {
  const [name, file] = halves('--secret-from', 'KEY=FILE', text);
  if (file) return [name, file];
  throw new Problem('usage', `--secret-from ${name}= names no file`, 'name the file with the value, or - for stdin');
}

/** The value in such a file; the line end behind it is none of it. Throws a Problem (configuration). */
export function secretValue(name: KeyName, place: string, text: string): unknown {
  const value = readValue(place, name, text.replace(/\r?\n$/, ''));
  if (value !== undefined) return value;
  throw new Problem('configuration', `${place}: it is empty, but ${name} is to be read from it`, 'check the file');
}

export function assign(values: Values, assignments: readonly Assignment[]): Values {
  return { ...values, ...Object.fromEntries(assignments) };
}

function halves(option: string, form: string, text: string): [name: KeyName, rest: string] {
  const [, name, rest] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || rest === undefined) {
    const about = isKey(text) ? ` after ${text}` : '';
    throw new Problem('usage', `${option} needs ${form}${about}`, "see 'bedrock-admin --help'");
  }
  if (isKey(name)) return [name, rest];
  const meant = meaningOf(name)?.key;
  const hint = meant ? `write ${meant}` : 'docs/configuration.md lists the keys';
  throw new Problem('usage', `${option}: there is no key ${shownName(name)}`, hint);
}

function readValue(place: string, name: KeyName, text: string): unknown {
  const value = decoded(keyOf(name).rule.type, text);
  return value === undefined ? undefined : checkedValue(place, name, value);
}
