import { decoded } from '../../shared/policy/encoding.ts';
import { checkValue, type KeyName, keyOf, type ValueOf } from '../../shared/policy/keys.ts';
import { Settings } from '../../shared/policy/settings.ts';
import type { SettingsSource } from '../../shared/policy/source.ts';
import { NEWEST_KNOWN } from '../../shared/policy/versions.ts';
import type { Found } from './finding.ts';
import { isSound, type Naming, namingsIn } from './naming.ts';
import type { Place, Reading } from './place.ts';

/** What the lint knows besides what is written. */
export interface Circumstances {
  /** Epoch milliseconds. */
  now: number;
  /** Stands in for minimumAppVersion. */
  appVersion?: string | undefined;
}

/**
 * What the rules look at. A misspelled or misplaced key is told once, by its own rule; to all others it is as if it were
 * mended, so that one slip does not look like five.
 */
export class Subject {
  readonly reading: Reading;
  readonly namings: readonly Naming[];
  /** What the settings would say if all keys were spelled right and stood where they belong. */
  readonly settings: Settings;
  readonly version: string;
  readonly now: number;
  readonly #spots = new Map<KeyName, Naming>();

  constructor(reading: Reading, { now, appVersion }: Circumstances) {
    this.reading = reading;
    this.now = now;
    this.namings = namingsIn(reading.places);
    const ranked = [...this.namings.filter((naming) => !isSound(naming)), ...this.namings.filter(isSound)];
    for (const naming of ranked) if (naming.key) this.#spots.set(naming.key, naming);
    this.version = appVersion ?? this.#writtenVersion();
    this.settings = new Settings([...ranked.flatMap(mended), versionSource(this.version)], []);
  }

  /** The value of a key; undefined when it is not set, or breaks its rule, which a rule of its own says. */
  get<Name extends KeyName>(name: Name): ValueOf<Name> | undefined {
    const entry = this.settings.entries().get(name);
    return entry?.fault ? undefined : (entry?.value as ValueOf<Name> | undefined);
  }

  /** Whether a key is written anywhere, however badly. */
  names(name: KeyName): boolean {
    return this.#spots.has(name);
  }

  /** Whether it is this name that says what the key is, or would say it if nothing stood above. */
  counts(naming: Naming): boolean {
    return isSound(naming) || (naming.key !== undefined && this.#spots.get(naming.key) === naming);
  }

  /** What is written for a key, read as its place reads it, but not checked. */
  written(name: KeyName): unknown {
    const spot = this.#spots.get(name);
    return spot && valueIn(spot);
  }

  /** The same where it is a text; else an empty one. */
  text(name: KeyName): string {
    const written = this.written(name);
    return typeof written === 'string' ? written : '';
  }

  placeOf(name: KeyName): Place | undefined {
    return this.#spots.get(name)?.place;
  }

  /** A finding about a key: where it stands, or where it would have to. */
  about(key: KeyName, message: string, hint: string): Found {
    const spot = this.#spots.get(key);
    if (spot) return aboutNaming(spot, message, hint, key);
    const home = this.reading.places.findLast(({ owner }) => owner === keyOf(key).owner) ?? this.reading.places.at(-1);
    return { place: home?.name ?? '', file: home?.file, key, message, hint };
  }

  #writtenVersion(): string {
    const written = this.text('minimumAppVersion');
    return 'value' in checkValue('minimumAppVersion', written) ? written : NEWEST_KNOWN;
  }
}

/** A finding about a name as it is written in one place. */
export function aboutNaming({ place, entry }: Naming, message: string, hint: string, key: string): Found {
  return { place: place.name, file: place.file, key, line: entry.line, message, hint };
}

/** What one name says, as its place reads it. Undefined: it sets nothing. */
export function valueIn({ place, entry, key }: Naming): unknown {
  if (!key || place.encoding === 'json') return entry.raw;
  return decoded(keyOf(key).rule.type, entry.raw);
}

/** Values that others are judged by: a bad one is as good as none. */
const LEADING: readonly KeyName[] = ['inferenceProvider', 'inferenceCredentialKind', 'minimumAppVersion'];

function mended(naming: Naming): SettingsSource[] {
  const { key, place } = naming;
  const value = valueIn(naming);
  if (!key || value === undefined) return [];
  if (LEADING.includes(key) && 'rule' in checkValue(key, value)) return [];
  return [{ place: place.name, values: { [key]: value } }];
}

function versionSource(minimumAppVersion: string): SettingsSource {
  return { place: 'the version', values: { minimumAppVersion } };
}
