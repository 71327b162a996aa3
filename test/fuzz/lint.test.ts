import fc from 'fast-check';
import { jsonPlace } from '../../admin/lint/files/json-places.ts';
import { readingOf } from '../../admin/lint/place.ts';
import { asSarif } from '../../admin/lint/report/sarif.ts';
import { asTable } from '../../admin/lint/report/table.ts';
import { findingsIn } from '../../admin/lint/rules.ts';
import { Subject } from '../../admin/lint/subject.ts';
import { keyNames } from '../../shared/policy/keys.ts';
import { rows } from '../shared/policy/key-rows.ts';
import { anyJson, builtInName, mutated, oddText, PLANTED, property } from './run.ts';

/** Names right and nearly right, each with values good and bad. */
const known = fc.constantFrom(...keyNames);
const name = fc.oneof({ weight: 6, arbitrary: known }, mutated(known, fc.constantFrom('', 'x', '.', '_')), builtInName);
const value = fc.oneof(
  known.chain((key) => fc.constantFrom(...rows[key].good, ...rows[key].bad)),
  anyJson,
  oddText.map((text) => ({ name: text })),
  oddText.map((text) => `https://${text}@example.com/${text}`),
);
const settings = fc.array(fc.tuple(name, value), { maxLength: 10 }).map((entries) => {
  const lines = entries.map(([key, said]) => `${JSON.stringify(key)}: ${JSON.stringify(said ?? null)}`);
  return `{\n${lines.join(',\n')}\n}`;
});
const owner = fc.constantFrom(undefined, 'app' as const, 'toolkit' as const);
const system = fc.constantFrom(undefined, 'linux' as const, 'win32' as const);

property(
  'whatever settings say, the lint says where, and repeats no secret',
  ['found', 'clean'],
  [settings, owner, system],
  (text, whose, where) => {
    const place = jsonPlace({ name: '/x.json', owner: whose, system: where, managed: true }, text);
    const subject = new Subject(readingOf([place]), { now: 0 });
    const findings = findingsIn(subject);
    for (const finding of findings) {
      expect(finding.place).toBe('/x.json');
      expect(`${finding.message}. ${finding.hint}.`).toMatch(/^[^\n]+[^.\n]\. [^\n]+[^.\n]\.$/);
    }
    const result = { subjects: [subject], findings };
    for (const report of [asTable(result, { width: 80, colour: false }), asSarif(result)])
      expect(report).not.toContain(PLANTED.slice(0, 12));
    return findings.length > 0 ? 'found' : 'clean';
  },
);
