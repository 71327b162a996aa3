import { distance } from 'fastest-levenshtein';

/** More changes than these, and it is another word. */
const MOST_CHANGES = 3;

/** What somebody may have meant by a name that is not there. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const ranked = [...known]
    .map((candidate) => ({ candidate, changes: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((one, other) => one.changes - other.changes);
  const [best] = ranked;
  const most = Math.min(MOST_CHANGES, Math.floor(name.length / 2));
  return best && best.changes <= most ? best.candidate : undefined;
}
