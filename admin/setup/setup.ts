import { type KeyName, keyNames, keyOf } from '../../shared/policy/keys.ts';
import { Settings } from '../../shared/policy/settings.ts';
import type { Owner } from '../../shared/policy/source.ts';

/** Values of keys, each of its own type, as JSON has them. */
export type Values = Partial<Record<KeyName, unknown>>;

/** What an administrator configures: the keys of the app and those of the toolkit, all of them checked by the one table. */
export type Setup = Readonly<Record<Owner, Values>>;

/** The names that are set, in the order of the table: whoever writes them down twice writes the same. */
export function namesIn(values: Values): KeyName[] {
  return keyNames.filter((name) => values[name] !== undefined);
}

/** Each key where it belongs, in the order of the table. */
export function setupOf(values: Values): Setup {
  const owned = (owner: Owner): Values =>
    Object.fromEntries(
      namesIn(values)
        .filter((name) => keyOf(name).owner === owner)
        .map((name) => [name, values[name]]),
    );
  return { app: owned('app'), toolkit: owned('toolkit') };
}

/** The keys of both owners side by side. */
export function valuesOf({ app, toolkit }: Setup): Values {
  return { ...app, ...toolkit };
}

export function isEmpty(setup: Setup): boolean {
  return namesIn(valuesOf(setup)).length === 0;
}

/** What our programs would make of it on a machine that has nothing else. */
export function settingsIn(setup: Setup, place = 'the setup'): Settings {
  return new Settings([{ place, values: { ...valuesOf(setup) } }], [place], { managed: true });
}

/** The keys of it whose values nobody may see. */
export function secretsIn(setup: Setup): KeyName[] {
  return namesIn(valuesOf(setup)).filter((name) => keyOf(name).secret);
}
