import type { Problem } from '../problem.ts';
import type { Key } from './keys.ts';

export type Owner = Key['owner'];

/** One place that settings came from, and what it said. */
export interface SettingsSource {
  /** How a person would name the place: a path, or a registry key. */
  place: string;
  values: Readonly<Record<string, unknown>>;
  /** Keys of this owner count here; without it, all do. */
  owner?: Owner;
  /** `preferences`: values may be written as texts, as the stores of macOS and Windows have them. */
  encoding?: 'json' | 'preferences';
}

/** What the managed places of a system say. */
export interface PolicyReading {
  /** Lowest first: what a later one says wins. */
  sources: SettingsSource[];
  /** Where somebody looked, highest first, for people. */
  searched: string[];
  /** Places that are there but don't count, and why. */
  refused: Problem[];
  /** Places that a higher one switched off. */
  shadowed: SettingsSource[];
  /** The files that were looked at; where one changes, the settings may be others. */
  files: string[];
  /** The same for the registry: a hash of what stood there. */
  registry?: string;
}
