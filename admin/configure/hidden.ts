import { keyOf } from '../../shared/policy/keys.ts';
import { namesIn, type Values } from '../setup/setup.ts';

/** Shorter ones stand in words of their own right. */
const SHORTEST = 4;

/** Takes the secrets of a setup out of whatever others say. */
export function hideSecrets(values: Values): (text: string) => string {
  const secrets = namesIn(values)
    .filter((name) => keyOf(name).secret)
    .flatMap((name) => textsIn(values[name]))
    .filter((text) => text.length >= SHORTEST);
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text);
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : [];
}
