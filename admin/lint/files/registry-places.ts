import { HIVES, POLICY_KEYS, registryKeys } from '../../../shared/policy/registry-policy.ts';
import { readValues, readWindowsPolicy } from '../../../shared/policy/windows-policy.ts';
import type { Registry, RegistryValue } from '../../../shared/registry.ts';
import { type Entry, type Place, type Reading, refusalsIn, type Stray } from '../place.ts';
import { type FileKey, readRegistryFile } from './registry-file.ts';
import { looksMeant } from './strays.ts';

const REG_SZ = 1;
const REG_EXPAND_SZ = 2;

/** What the registry would say once this file has been imported into an empty one. */
export async function readRegistryPlaces(file: string, text: string, appVersion?: string): Promise<Reading> {
  const keys = readRegistryFile(file, text);
  const registry: Registry = async (hive, path) => {
    const found = keys.filter((key) => key.hive === hive && key.path.toLowerCase() === path.toLowerCase());
    return found.length > 0 ? found.flatMap(({ values }) => values) : undefined;
  };
  const reading = await registryReading(registry, appVersion);
  const inFile = (place: Place): Place => ({ ...place, name: `${file}: ${place.name}`, file });
  return {
    ...reading,
    places: reading.places.map(inFile),
    shadowed: reading.shadowed.map(inFile),
    strays: keys.flatMap((key) => strayIn(file, key)),
  };
}

/** The places of a registry, with what the app does not see too. */
export async function registryReading(registry: Registry, appVersion?: string): Promise<Reading> {
  const { refused, searched, shadowed } = await readWindowsPolicy(registry, appVersion);
  const places = refused.length > 0 ? [] : (await registryKeys(registry)).flatMap(placeOf);
  const isShadowed = (place: Place) => shadowed.some((source) => source.place === place.name);
  return {
    // HKCU is lower.
    places: places.filter((place) => !isShadowed(place)).reverse(),
    shadowed: places.filter(isShadowed),
    refused: refusalsIn({ refused, searched }),
    strays: [],
  };
}

function placeOf({ owner, hive, values }: Awaited<ReturnType<typeof registryKeys>>[number]): Place[] {
  if (!values?.length) return [];
  const name = `${hive}\\${POLICY_KEYS[owner]}`;
  return [{ name, owner, system: 'win32', encoding: 'preferences', managed: true, entries: values.map(entryOf) }];
}

function entryOf(value: RegistryValue & { line?: number }): Entry {
  const { name, type, line } = value;
  // As the administrator meant it; that it isn't read is told by a rule of its own.
  const meant = type === REG_EXPAND_SZ ? { ...value, type: REG_SZ } : value;
  return { name, raw: readValues([meant])[name], line, registryType: type };
}

const OURS = HIVES.flatMap((hive) => Object.values(POLICY_KEYS).map((path) => ({ hive, path: path.toLowerCase() })));

/** Values that look meant for the app or for us, in a key where nobody reads. */
function strayIn(file: string, { hive, path, line, values }: FileKey): Stray[] {
  const lower = path.toLowerCase();
  if (OURS.some((known) => known.hive === hive && known.path === lower)) return [];
  // Claude Code has a key of its own, with other values.
  const names = values.map(({ name }) => name);
  if (!looksMeant(path, names)) return [];
  const meant = lower.includes('bedrocklauncher') || lower.includes('bedrock-launcher') ? 'toolkit' : 'app';
  const below = OURS.some((known) => lower.startsWith(`${known.path}\\`));
  const message = below
    ? 'the values stand in a subkey, and subkeys are not read'
    : 'the values stand in a registry key that nobody reads';
  return [{ place: file, file, line, message, hint: `put them directly under HKLM\\${POLICY_KEYS[meant]}` }];
}
