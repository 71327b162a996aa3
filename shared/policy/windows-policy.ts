import { Problem } from '../problem.ts';
import type { Hive, Registry, RegistryValue } from '../registry.ts';
import { HIVES, POLICY_KEYS, type RegistryKey, registryKeys, registryWitness } from './registry-policy.ts';
import type { Owner, PolicyReading, SettingsSource } from './source.ts';
import { isSince, NEWEST_KNOWN, releases } from './versions.ts';

const REG_SZ = 1;
const REG_EXPAND_SZ = 2;
const REG_DWORD = 4;

/**
 * The managed settings of Windows: HKLM, else HKCU. As with the app, one value directly under the key in HKLM switches HKCU
 * off; before 1.19367.0 the app merged the two, with HKLM winning. `appVersion` stands in for minimumAppVersion.
 */
export async function readWindowsPolicy(registry: Registry, appVersion?: string): Promise<PolicyReading> {
  const searched = (['app', 'toolkit'] as const).flatMap((owner) => HIVES.map((hive) => placeOf(owner, hive)));
  try {
    const found = await registryKeys(registry);
    const toolkit = standing(found, 'toolkit', false);
    const written = toolkit.counts.findLast(({ values }) => values['minimumAppVersion'])?.values['minimumAppVersion'];
    const app = standing(found, 'app', isOlder(appVersion ?? written));
    return {
      sources: [...app.counts, ...toolkit.counts],
      searched,
      refused: [],
      shadowed: [...app.shadowed, ...toolkit.shadowed],
      files: [],
      registry: registryWitness(found),
    };
  } catch (thrown) {
    return { sources: [], searched, refused: [unreadable(searched, thrown)], shadowed: [], files: [] };
  }
}

/** What counts of an owner's two keys, lowest first, and what the higher one switched off. */
function standing(
  found: readonly RegistryKey[],
  owner: Owner,
  merged: boolean,
): { counts: SettingsSource[]; shadowed: SettingsSource[] } {
  const [machine, user] = HIVES.map((hive) => sourceIn(found, owner, hive));
  const all = [user, machine].filter((source) => source !== undefined);
  if (merged || !machine || !user) return { counts: all, shadowed: [] };
  return { counts: [machine], shadowed: [user] };
}

/** Undefined: nothing stands there that the app would count, be it empty or misspelled. */
function sourceIn(found: readonly RegistryKey[], owner: Owner, hive: Hive): SettingsSource | undefined {
  const values = found.find((key) => key.owner === owner && key.hive === hive)?.values ?? [];
  if (!values.some(({ type }) => type === REG_SZ || type === REG_EXPAND_SZ || type === REG_DWORD)) return undefined;
  return { place: placeOf(owner, hive), owner, values: readValues(values), encoding: 'preferences' };
}

function placeOf(owner: Owner, hive: Hive): string {
  return `${hive}\\${POLICY_KEYS[owner]}`;
}

/** REG_EXPAND_SZ counts but is not read; QWORD, MULTI_SZ and BINARY are not seen at all. */
export function readValues(values: readonly RegistryValue[]): Record<string, unknown> {
  const read: Record<string, unknown> = Object.create(null);
  for (const { name, type, data } of values) {
    if (type === REG_SZ) read[name] = textIn(data);
    else if (type === REG_DWORD && data.length === 4) read[name] = Buffer.from(data).readUInt32LE();
  }
  return read;
}

/** With or without the NUL at its end, as others write it. */
function textIn(data: Uint8Array): string {
  const text = Buffer.from(data.subarray(0, data.length & ~1)).toString('utf16le');
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

function isOlder(version: unknown): boolean {
  const known = typeof version === 'string' && /^\d+\.\d+\.\d+$/.test(version) ? version : NEWEST_KNOWN;
  return !isSince(known, releases.unmergedRegistry);
}

function unreadable(searched: readonly string[], thrown: unknown): Problem {
  const code = thrown instanceof Error ? thrown.message : 'unknown';
  return new Problem(
    'configuration',
    `${searched[0]}: the registry can't be read (${code})`,
    'check who may read the key',
    thrown,
  );
}
