import { isKey, type KeyName, keyOf } from '../../shared/policy/keys.ts';
import { type Flaw, meaningOf } from '../spelling.ts';
import type { Entry, Place } from './place.ts';

/** One name in one place, and which key it means. */
export interface Naming {
  place: Place;
  entry: Entry;
  key?: KeyName | undefined;
  flaw?: Flaw | undefined;
  /** The key belongs to the other owner's place. */
  misplaced: boolean;
  /** The same name comes again below, and that one counts. */
  repeated: boolean;
}

export function namingsIn(places: readonly Place[]): Naming[] {
  return places.flatMap((place) => {
    const last = new Map(place.entries.map((entry) => [entry.name, entry]));
    return place.entries.map((entry) => {
      return { place, entry, repeated: last.get(entry.name) !== entry, ...meaningIn(place, entry.name) };
    });
  });
}

function meaningIn(place: Place, name: string): Pick<Naming, 'key' | 'flaw' | 'misplaced'> {
  const meaning = meaningOf(name);
  if (!meaning) return { misplaced: false };
  const misplaced = place.owner !== undefined && keyOf(meaning.key).owner !== place.owner;
  // A name that only resembles a key of the other owner is more likely a key that we don't know.
  if (misplaced && meaning.flaw === 'letters') return { misplaced: false };
  return { ...meaning, misplaced };
}

/** Whether it counts as it stands: the right name in the right place. */
export function isSound({ key, flaw, misplaced, repeated }: Naming): boolean {
  return key !== undefined && !flaw && !misplaced && !repeated;
}

/** The name, unless it looks like a secret that went astray. */
export function shownName(name: string): string {
  return isKey(name) || /^[A-Za-z_$][\w. -]{0,59}$/.test(name) ? name : '[a name that may be a secret]';
}
