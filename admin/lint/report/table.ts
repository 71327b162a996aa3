import { styleText } from 'node:util';
import { oneLine } from '../../../shared/problem.ts';
import type { Finding, Level } from '../finding.ts';
import { placesIn, type Result } from './result.ts';
import { verdict } from './verdict.ts';

/** How the person's screen shows it. */
export interface Screen {
  /** In characters. */
  width: number;
  colour: boolean;
}

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const LEVELS: Record<Level, Style> = { error: ['bold', 'red'], warning: ['bold', 'yellow'] };
const LEVEL_WIDTH = 9;
const MARGIN = 2;

/** The findings by place, and the verdict in the last line. */
export function asTable(result: Result, screen: Screen): string {
  const paint: Paint = (style, text) => (screen.colour ? styleText(style, text, { validateStream: false }) : text);
  const blocks = placesIn(result)
    .map((place) => ({ place, findings: result.findings.filter((finding) => finding.place === place) }))
    .filter(({ findings }) => findings.length > 0)
    .map(({ place, findings }) =>
      [paint('bold', oneLine(place)), ...findings.map((one) => row(one, screen, paint))].join('\n'),
    );
  return [...blocks, oneLine(verdict(result))].join('\n\n');
}

function row(finding: Finding, { width }: Screen, paint: Paint): string {
  const { level, key, line, message, hint, rule } = finding;
  const where = [key && oneLine(key), line && `line ${line}`].filter(Boolean).join(', ');
  const head = `${' '.repeat(MARGIN)}${paint(LEVELS[level], level)}${' '.repeat(LEVEL_WIDTH - level.length)}`;
  const indent = MARGIN + LEVEL_WIDTH;
  const rest = [...wrapped(message, width - indent), ...wrapped(`hint: ${hint}`, width - indent)];
  const title = `${paint('bold', where)}${where ? ' ' : ''}[${rule}]`;
  return [`${head}${title}`, ...rest.map((text) => `${' '.repeat(indent)}${text}`)].join('\n');
}

/** Lines of whole words; a word that is longer than a line stands alone, so that it can be copied. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of oneLine(text).split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
