import type { Rule } from '../finding.ts';
import { shownName } from '../naming.ts';
import type { Place } from '../place.ts';

export const placeRules: Rule[] = [
  {
    id: 'refused-place',
    title: 'A place of managed settings is there but does not count.',
    level: 'error',
    check: ({ reading }) =>
      reading.refused.map(({ place, problem: { message, hint } }) => ({
        place,
        message: `nothing in it counts: ${message}`,
        hint,
      })),
  },
  {
    id: 'shadowed-place',
    title: 'HKLM switches HKCU off.',
    level: 'warning',
    check: ({ reading }) =>
      reading.shadowed.map((place) => ({
        place: place.name,
        file: place.file,
        line: place.entries[0]?.line,
        message: `HKLM has values too, so nothing here counts: ${namesIn(place)}`,
        hint: 'put all values into HKLM, and remove these',
      })),
  },
  {
    id: 'unread-place',
    title: 'Settings stand where nobody reads them.',
    level: 'error',
    check: ({ reading }) => reading.strays,
  },
];

const MOST_NAMES = 20;

function namesIn({ entries }: Place): string {
  const names = entries.map(({ name }) => shownName(name));
  const rest = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
