import type { Host } from '../../shared/host.ts';
import type { Owner } from '../../shared/policy/source.ts';
import { readBytesToLint } from '../lint/files/read-file.ts';
import { joined } from '../lint/files/read-together.ts';
import type { Finding } from '../lint/finding.ts';
import { type Place, readingOf } from '../lint/place.ts';
import { findingsIn } from '../lint/rules.ts';
import { Subject } from '../lint/subject.ts';
import type { Normalized } from '../setup/normalized.ts';
import type { Values } from '../setup/setup.ts';
import type { ExportedFile } from './format.ts';

/** What the lint reads. */
const READABLE = /\.(reg|mobileconfig)$|^settings\.json$|^(claude-desktop|bedrock-launcher)\/managed-settings\.json$/;

/** What the lint finds in an export: in its files where it can read them, else in what they were made from. */
export async function findingsInExport(
  { now }: Pick<Host, 'now'>,
  setup: Normalized,
  files: readonly ExportedFile[],
): Promise<Finding[]> {
  const readable = files.filter(({ name }) => READABLE.test(name));
  const readings = await Promise.all(readable.map(({ name, content }) => readBytesToLint(name, content)));
  const reading = readings.length > 0 ? readings.reduce(joined) : readingOf(placesOf(setup));
  return findingsIn(new Subject(reading, { now: now() }));
}

function placesOf({ app, toolkit, target }: Normalized): Place[] {
  const place = (owner: Owner, values: Values): Place => ({
    name: `the keys of the ${owner}`,
    owner,
    system: target,
    encoding: 'json',
    managed: true,
    entries: Object.entries(values).map(([name, raw]) => ({ name, raw })),
  });
  return [place('app', app), place('toolkit', toolkit)];
}

/** Each mistake once, whatever files have it. */
export function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Map(
    findings.map((finding) => [JSON.stringify([finding.rule, finding.key, finding.message]), finding]),
  );
  return [...seen.values()];
}
