import type { Hive, Registry, RegistryValue } from '../registry.ts';

/** Where Windows keeps managed settings, under both hives. */
export const POLICY_KEYS = {
  app: 'SOFTWARE\\Policies\\Claude',
  toolkit: 'SOFTWARE\\Policies\\BedrockLauncher',
} as const;

export const HIVES: readonly Hive[] = ['HKLM', 'HKCU'];

/** What stands in one policy key. */
export interface RegistryKey {
  owner: keyof typeof POLICY_KEYS;
  hive: Hive;
  /** Undefined: there is no such key. */
  values: RegistryValue[] | undefined;
}

/** All four policy keys as they are. This is part of the helper's common run on Windows, so it loads nothing else. */
export async function registryKeys(registry: Registry): Promise<RegistryKey[]> {
  const found: RegistryKey[] = [];
  for (const owner of ['app', 'toolkit'] as const) {
    for (const hive of HIVES) found.push({ owner, hive, values: await registry(hive, POLICY_KEYS[owner]) });
  }
  return found;
}

/** A hash of all that stands there: where it is the same, so are the settings. */
export function registryWitness(found: readonly RegistryKey[]): string {
  const hasher = new Bun.CryptoHasher('sha256');
  for (const { values } of found) {
    hasher.update(values ? `key ${values.length}\n` : 'none\n');
    for (const { name, type, data } of values ?? []) {
      hasher.update(`${JSON.stringify(name)} ${type} ${data.length}\n`);
      hasher.update(data);
    }
  }
  return hasher.digest('hex');
}
