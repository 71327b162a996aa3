import type { Host } from '../../shared/host.ts';
import type { Owner, PolicyReading } from '../../shared/policy/source.ts';
import type { Problem } from '../../shared/problem.ts';

export type System = Host['platform'];

/** What one place says of one key, as it is written there. */
export interface Entry {
  name: string;
  /** Undefined: the store has it in a form that nobody reads. */
  raw: unknown;
  /** 1-based, where the key stands in a file of text. */
  line?: number | undefined;
  /** How the registry has it, such as REG_SZ (1). */
  registryType?: number | undefined;
}

/** One place of settings: a file, a part of one, or a registry key. */
export interface Place {
  /** How a person would name it. */
  name: string;
  /** The file that it is, or that it is a part of. */
  file?: string | undefined;
  /** Whose keys count here; without it, all do. */
  owner?: Owner | undefined;
  /** The system whose rules hold here, where that is known. */
  system?: System | undefined;
  encoding: 'json' | 'preferences';
  /** Whether everyone on the machine gets what stands here. */
  managed: boolean;
  entries: Entry[];
}

/** Something in a file that looks like settings, but stands where nobody reads. */
export interface Stray {
  place: string;
  file?: string | undefined;
  line?: number | undefined;
  message: string;
  hint: string;
}

/** A place that is there but doesn't count, and why. */
export interface Refusal {
  place: string;
  problem: Problem;
}

/** What is linted as one: the places of a machine, or of a file. */
export interface Reading {
  /** Those that count, lowest first: what a later one says wins. */
  places: Place[];
  /** Those that a higher one switched off. */
  shadowed: Place[];
  refused: Refusal[];
  strays: Stray[];
}

export function readingOf(places: Place[], strays: Stray[] = []): Reading {
  return { places, shadowed: [], refused: [], strays };
}

/** The place that each refusal is about: its message begins with the place, or with the folder that the place is in. */
export function refusalsIn({ refused, searched }: Pick<PolicyReading, 'refused' | 'searched'>): Refusal[] {
  const folderOf = (place: string) => place.slice(0, place.lastIndexOf('/'));
  return refused.map((problem) => {
    const of = (start: (place: string) => string) =>
      searched.find((place) => start(place) && problem.message.startsWith(start(place)));
    return { place: of((place) => place) ?? of(folderOf) ?? problem.message, problem };
  });
}
