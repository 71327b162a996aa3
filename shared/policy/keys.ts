import * as v from 'valibot';
import { appKeys } from './app-keys.ts';
import type { Uses } from './approaches.ts';
import type { Rule } from './rules.ts';
import { toolkitKeys } from './toolkit-keys.ts';

/** One configuration key. */
export interface Key {
  /** Whose it is, and so in which managed place it counts. */
  owner: 'app' | 'toolkit';
  rule: Rule;
  /** What counts where nobody set it. */
  default?: string | number | boolean;
  /** Which approaches it belongs to, and whether they can do without it. */
  use?: Uses;
  /** The first release of the app that knows it. */
  since?: string;
  /** Its value is shown to nobody. */
  secret?: true;
  help: string;
}

/** The one table of configuration keys: what exists, whose it is, which values it takes. All else derives from it. */
export const keys = { ...appKeys, ...toolkitKeys } as const satisfies Record<string, Key>;

export type KeyName = keyof typeof keys;
export type ValueOf<Name extends KeyName> = v.InferOutput<(typeof keys)[Name]['rule']['schema']>;

export const keyNames = Object.keys(keys) as KeyName[];

export function isKey(name: string): name is KeyName {
  return Object.hasOwn(keys, name);
}

/** A key as the table has it, without the types of its own values. */
export function keyOf(name: KeyName): Key {
  return keys[name];
}

/** Checks one value; gives the value or what it must be. */
export function checkValue(name: KeyName, value: unknown): { value: unknown } | { rule: string } {
  const checked = v.safeParse(keys[name].rule.schema, value);
  return checked.success ? { value: checked.output } : { rule: checked.issues[0].message };
}

/** What a key's value must be. */
export function ruleOf(name: KeyName): string {
  const checked = checkValue(name, undefined);
  return 'rule' in checked ? checked.rule : '';
}
