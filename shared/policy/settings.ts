import { Problem } from '../problem.ts';
import { decoded } from './encoding.ts';
import { checkValue, isKey, type KeyName, keyOf, type ValueOf } from './keys.ts';
import type { SettingsSource } from './source.ts';

/** What is known of the places besides what they say. */
export interface Circumstances {
  /** Whether the company decided, not the person. */
  managed?: boolean;
  /** The files that decided, by what they say or by not being there: where one changes, the settings may be others. */
  files?: readonly string[];
  /** The same for the registry of Windows: a hash of what stood there. */
  registry?: string | undefined;
}

/** What stands for a key in the place that counts. */
export interface Entry {
  place: string;
  value?: unknown;
  /** The value breaks its rule. */
  fault?: Problem;
}

/** What the company or the person decided: checked values, each with the place that it came from. */
export class Settings {
  readonly #entries = new Map<KeyName, Entry>();

  readonly sources: readonly SettingsSource[];
  readonly placesSearched: readonly string[];
  readonly managed: boolean;
  readonly files: readonly string[];
  readonly registry: string | undefined;

  /** What a later source says of a key wins. */
  constructor(
    sources: readonly SettingsSource[],
    placesSearched: readonly string[],
    { managed = false, files = placesSearched, registry }: Circumstances = {},
  ) {
    this.sources = sources;
    this.placesSearched = placesSearched;
    this.managed = managed;
    this.files = files;
    this.registry = registry;
    for (const source of sources) this.#take(source);
  }

  /** The value of a key, or undefined when nobody set it. A value that breaks its rule is a Problem once it is needed. */
  get<Name extends KeyName>(name: Name): ValueOf<Name> | undefined {
    const entry = this.#entries.get(name);
    if (entry?.fault) throw entry.fault;
    return entry?.value as ValueOf<Name> | undefined;
  }

  /** Where a key's value came from. */
  placeOf(name: KeyName): string | undefined {
    return this.#entries.get(name)?.place;
  }

  /** All keys that somebody set, good or bad. */
  entries(): ReadonlyMap<KeyName, Entry> {
    return this.#entries;
  }

  #take(source: SettingsSource): void {
    for (const [name, raw] of Object.entries(source.values)) {
      if (!isKey(name) || (source.owner && keyOf(name).owner !== source.owner)) continue;
      const entry = read(source, name, raw);
      if (entry) this.#entries.set(name, entry);
    }
  }
}

/** Undefined: it sets nothing. */
function read({ place, encoding }: SettingsSource, name: KeyName, raw: unknown): Entry | undefined {
  const value = encoding === 'preferences' ? decoded(keyOf(name).rule.type, raw) : raw;
  if (value === undefined) return undefined;
  const checked = checkValue(name, value);
  if ('value' in checked) return { place, value: checked.value };
  return { place, fault: new Problem('configuration', `${place}: ${name} ${checked.rule}`, `correct ${name} there`) };
}
