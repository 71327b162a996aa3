import type { Finding } from '../finding.ts';
import type { Subject } from '../subject.ts';

/** What became of all that was linted. */
export interface Result {
  subjects: Subject[];
  findings: Finding[];
}

/** All places that were looked at, each once, in the order in which they were named. */
export function placesIn({ subjects, findings }: Result): string[] {
  const read = subjects.flatMap(({ reading }) => [...reading.places, ...reading.shadowed].map(({ name }) => name));
  return [...new Set([...read, ...findings.map(({ place }) => place)])];
}

/** A finding as one sentence. */
export function sentence({ key, message }: Pick<Finding, 'key' | 'message'>): string {
  return key ? `${key}: ${message}` : message;
}
