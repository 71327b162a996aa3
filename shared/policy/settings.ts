import type { Host } from '../host.ts';
import { pathOf } from '../path.ts';
import { userConfigDir } from '../places.ts';
import { Problem } from '../problem.ts';
import { checkValue, type KeyName, keys, type ValueOf } from './keys.ts';
import { readLinuxPolicy } from './linux-policy.ts';
import { readSettingsFile } from './settings-file.ts';

/** One place that settings came from, and what it said. */
export interface SettingsSource {
  /** How a person would name the place: a path, or a registry key. */
  place: string;
  values: Record<string, unknown>;
  /** Keys of this owner count here; without it, all do. */
  owner?: 'app' | 'toolkit';
}

type SettingsHost = Pick<Host, 'platform' | 'env' | 'home' | 'systemConfigDir'>;

/** What the company or the person decided: checked values, each with the place that it came from. */
export class Settings {
  readonly #values = new Map<string, { value: unknown; place: string }>();
  readonly #faults = new Map<string, Problem>();

  readonly sources: readonly SettingsSource[];
  readonly placesSearched: readonly string[];
  /** Whether the company decided, not the person. */
  readonly managed: boolean;
  /** The files that decided, by what they say or by not being there: where one changes, the settings may be others. */
  readonly files: readonly string[];

  constructor(
    sources: readonly SettingsSource[],
    placesSearched: readonly string[],
    { managed = false, files = placesSearched }: { managed?: boolean; files?: readonly string[] } = {},
  ) {
    this.sources = sources;
    this.placesSearched = placesSearched;
    this.managed = managed;
    this.files = files;
    for (const source of sources) this.#take(source);
  }

  /** The value of a key, or undefined when nobody set it. A value that breaks its rule is a Problem once it is needed. */
  get<Name extends KeyName>(name: Name): ValueOf<Name> | undefined {
    const fault = this.#faults.get(name);
    if (fault) throw fault;
    return this.#values.get(name)?.value as ValueOf<Name> | undefined;
  }

  /** Where a key's value came from. */
  placeOf(name: KeyName): string | undefined {
    return this.#values.get(name)?.place;
  }

  #take(source: SettingsSource): void {
    for (const [name, raw] of Object.entries(source.values)) {
      if (!isKey(name) || (source.owner && keys[name].owner !== source.owner)) continue;
      const checked = checkValue(name, raw);
      if ('value' in checked) this.#values.set(name, { value: checked.value, place: source.place });
      else
        this.#faults.set(
          name,
          new Problem('configuration', `${source.place}: ${name} ${checked.rule}`, `correct ${name} there`),
        );
    }
  }
}

function isKey(name: string): name is KeyName {
  return Object.hasOwn(keys, name);
}

/** Managed settings, else the file that BEDROCK_LAUNCHER_CONFIG names, else the person's own. */
export function readSettings(host: SettingsHost): Settings {
  const managed = host.platform === 'linux' ? readLinuxPolicy(host.systemConfigDir) : { sources: [], searched: [] };
  if (managed.sources.length > 0) return new Settings(managed.sources, managed.searched, { managed: true });
  const named = host.env['BEDROCK_LAUNCHER_CONFIG'];
  if (named) return new Settings([readNamedFile(named)], [named], { files: [...managed.searched, named] });
  const own = pathOf(host.platform).join(userConfigDir(host), 'settings.json');
  const values = readSettingsFile(own);
  return new Settings(values ? [{ place: own, values }] : [], [...managed.searched, own]);
}

function readNamedFile(place: string): SettingsSource {
  const values = readSettingsFile(place);
  if (values) return { place, values };
  throw new Problem('configuration', `no settings file at ${place}`, 'create it, or correct BEDROCK_LAUNCHER_CONFIG');
}
