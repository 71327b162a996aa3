import { type KeyName, keyOf } from '../../shared/policy/keys.ts';
import type { Setup } from '../setup/setup.ts';
import { encoded } from './encoded.ts';

/** What a form for a key shows at first: the value of the setup as a text. A template is passed around, so no secret is in it. */
export function suggestion(setup: Setup, name: KeyName): string | undefined {
  const { owner, secret } = keyOf(name);
  const value = setup[owner][name];
  return secret || value === undefined ? undefined : encoded(value);
}
