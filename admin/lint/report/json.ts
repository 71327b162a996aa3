import { jsonText } from '../../../shared/json-text.ts';
import { version } from '../../../shared/version.ts';
import type { Place } from '../place.ts';
import { placesIn, type Result, sentence } from './result.ts';

/** One document for programs. */
export function asJson(result: Result): string {
  const known = result.subjects.flatMap(({ reading }) => [...reading.places, ...reading.shadowed]);
  const places = placesIn(result).map((name) =>
    described(
      name,
      known.find((place) => place.name === name),
    ),
  );
  const findings = result.findings.map(({ rule, level, place, key, line, message, hint }) => {
    return { rule, level, place, key, line, message: sentence({ key, message }), hint };
  });
  return jsonText({ version, places, findings }, 2);
}

function described(name: string, place: Place | undefined): object {
  return { place: name, file: place?.file, owner: place?.owner, system: place?.system, keys: place?.entries.length };
}
