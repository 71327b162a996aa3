import { keyNames, keyOf } from '../../shared/policy/keys.ts';
import type { Owner } from '../../shared/policy/source.ts';
import type { Setup } from '../setup/setup.ts';
import { encodedValues } from './encoded.ts';

/** What one of the two policy keys is to hold. */
export interface RegistrySettings {
  owner: Owner;
  /** Names and texts. */
  set: [name: string, text: string][];
  /** The other names that the table has: where one is left from before, it would count still. */
  unset: string[];
}

export function registrySettings(setup: Setup): RegistrySettings[] {
  return (['app', 'toolkit'] as const).map((owner) => {
    const values = setup[owner];
    const unset = keyNames.filter((name) => keyOf(name).owner === owner && values[name] === undefined);
    return { owner, set: encodedValues(values), unset };
  });
}
