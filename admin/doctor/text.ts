import type { Finding, State } from './finding.ts';
import type { Report } from './report.ts';
import type { Verdict } from './verdict.ts';

const WIDTH = 110;
const MARKS: Record<State, string> = { ok: 'ok', warning: '! ', failure: 'x ', unchecked: '- ' };
/** SGR colours: green, yellow, red, grey. */
const COLOURS: Record<State, number> = { ok: 32, warning: 33, failure: 31, unchecked: 90 };
const HEADS: Record<Verdict['state'], string> = { ok: 'OK', warning: 'OK, WITH WARNINGS', failure: 'FAILED' };
const BOLD = 1;
const GREY = 90;

type Paint = (colour: number, text: string) => string;

const inColour: Paint = (colour, text) => `\u001b[${colour}m${text}\u001b[0m`;
const without: Paint = (_colour, text) => text;

/** The report for people: the verdict first, then section by section. A mark says in letters what its colour says. */
export function textOf({ made, verdict, sections }: Report, coloured: boolean): string {
  const paint = coloured ? inColour : without;
  const findings = sections.flatMap((section) => section.findings);
  const head = [...verdictLines(verdict, paint), '', countLine(findings), `made ${made.toISOString()}`];
  const width = Math.max(...findings.map(({ what }) => what.length));
  const body = sections
    .filter((section) => section.findings.length > 0)
    .flatMap((section) => [
      '',
      paint(BOLD, section.name),
      ...section.findings.flatMap((finding) => findingLines(saidOnce(finding, section.findings), width, paint)),
    ]);
  return [...head, ...body].join('\n');
}

function verdictLines({ state, words, next, also }: Verdict, paint: Paint): string[] {
  const colour = COLOURS[state];
  const title = `${HEADS[state]}: `;
  const first = wrapped(`${title}${words}`, '        ').map((line) => paint(colour, line));
  const step = next ? wrapped(`  do this: ${next}`, '           ').map((line) => paint(BOLD, line)) : [];
  return [...first, ...step, ...also.flatMap((sentence) => wrapped(`     also: ${sentence}`, '           '))];
}

function countLine(findings: readonly Finding[]): string {
  const count = (state: State) => findings.filter((finding) => finding.state === state).length;
  return `ok ${count('ok')}, warnings (!) ${count('warning')}, failures (x) ${count('failure')}, not checked (-) ${count('unchecked')}`;
}

/** What several endpoints suffer from alike is said at the first. */
function saidOnce(finding: Finding, section: readonly Finding[]): Finding {
  const first = section.find(({ words, state }) => state === 'failure' && words === finding.words);
  return !first || first === finding ? finding : { ...finding, words: `the same as ${first.what}`, next: '' };
}

function findingLines({ state, what, words, next, details }: Finding, width: number, paint: Paint): string[] {
  const indent = ' '.repeat(width + 7);
  const mark = paint(COLOURS[state], MARKS[state]);
  const [first = '', ...rest] = wrapped(indent + words, indent);
  const head = `  ${mark} ${what.padEnd(width)}  ${first.trimStart()}`;
  const step = next ? wrapped(`${indent}do this: ${next}`, `${indent}  `) : [];
  return [head, ...rest, ...step, ...detailLines(details, indent, paint)];
}

function detailLines(details: Finding['details'], indent: string, paint: Paint): string[] {
  const names = Object.keys(details);
  const width = Math.max(0, ...names.map((name) => name.length));
  return names.map((name) => paint(GREY, `${indent}${name.padEnd(width)}  ${details[name]}`));
}

/** Breaks between words; what is longer than a line (a path) stays whole, to be copied. */
function wrapped(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = /^\s*/.exec(text)?.[0] ?? '';
  let empty = true;
  for (const word of text.trim().split(' ')) {
    if (!empty && line.length + word.length + 1 > WIDTH) {
      lines.push(line);
      line = indent + word;
    } else {
      line = empty ? line + word : `${line} ${word}`;
    }
    empty = false;
  }
  return [...lines, line];
}
