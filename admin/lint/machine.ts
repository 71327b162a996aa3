import { readPolicy, type SettingsHost, settingsOf } from '../../shared/policy/read-settings.ts';
import { readSettingsBytes, textOf } from '../../shared/policy/settings-file.ts';
import type { SettingsSource } from '../../shared/policy/source.ts';
import { Problem } from '../../shared/problem.ts';
import { jsonPlace } from './files/json-places.ts';
import { plistKeyLines } from './files/key-lines.ts';
import { placeIn } from './files/plist-places.ts';
import { registryReading } from './files/registry-places.ts';
import { withoutWrapped } from './files/strays.ts';
import { type Place, type Reading, readingOf, refusalsIn } from './place.ts';

/** What counts on this machine. Throws a Problem (configuration) when nothing does: it says where somebody looked. */
export async function readMachine(host: SettingsHost, appVersion?: string): Promise<Reading> {
  return withoutWrapped(await readPlaces(host, appVersion));
}

async function readPlaces(host: SettingsHost, appVersion?: string): Promise<Reading> {
  const policy = await readPolicy(host, appVersion);
  // A place that was refused has nothing read in its stead.
  if (policy.refused.length > 0)
    return { ...readingOf(policy.sources.map(placeFor(host, true))), refused: refusalsIn(policy) };
  const registry = host.platform === 'win32' ? await registryReading(host.registry, appVersion) : undefined;
  if (registry && registry.places.length > 0) return registry;
  const settings = settingsOf(host, policy);
  if (settings.sources.length === 0) throw nothingSet(settings.placesSearched);
  return readingOf(settings.sources.map(placeFor(host, settings.managed)));
}

function placeFor({ platform }: SettingsHost, managed: boolean): (source: SettingsSource) => Place {
  return ({ place, owner, values, encoding }) => {
    const text = textIn(place);
    if (encoding === 'preferences') return placeIn(place, place, owner, values, plistKeyLines(text));
    return jsonPlace({ name: place, owner, system: platform, managed }, text);
  };
}

/** Once more, for the lines. */
function textIn(place: string): string {
  return textOf(readSettingsBytes(place) ?? Buffer.from('{}'));
}

function nothingSet(searched: readonly string[]): Problem {
  return new Problem(
    'configuration',
    `no settings found (looked in ${searched.join(', ')})`,
    'deploy the settings to this machine first, or name a file',
  ).because('no-configuration');
}
