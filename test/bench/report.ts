import type { Figures } from './measure.ts';

/** A bound on a ratio of medians, on their difference in milliseconds, on memory in MB (also above another's), or on calls to AWS; without a bound, a figure to compare with. */
export interface Goal {
  name: string;
  subject: string;
  measured: { against: string } | { above: string } | { aboveMb: string } | 'median' | 'peakMb' | { calls: string };
  atMost?: number;
  atLeast?: number;
  /** What a machine without the figure lacks. */
  needs?: string;
}

export interface Verdict {
  name: string;
  /** Undefined: not measured here. */
  value: number | undefined;
  bound: string;
  met: boolean | undefined;
  needs: string | undefined;
}

export function judge(goals: Goal[], figures: Map<string, Figures>): Verdict[] {
  return goals.map((goal) => {
    const value = measuredValue(goal, figures);
    return { name: goal.name, value, bound: boundOf(goal), met: isMet(goal, value), needs: goal.needs };
  });
}

function boundOf({ atMost, atLeast }: Goal): string {
  if (atMost !== undefined) return `at most ${atMost}`;
  return atLeast === undefined ? 'none' : `at least ${atLeast}`;
}

function isMet({ atMost, atLeast }: Goal, value: number | undefined): boolean | undefined {
  if (value === undefined || (atMost === undefined && atLeast === undefined)) return undefined;
  return value <= (atMost ?? value) && value >= (atLeast ?? value);
}

function measuredValue({ subject, measured }: Goal, figures: Map<string, Figures>): number | undefined {
  const found = figures.get(subject);
  if (!found) return undefined;
  if (measured === 'peakMb' || measured === 'median') return found[measured];
  if ('calls' in measured) return found.calls[measured.calls] ?? 0;
  if ('aboveMb' in measured) return found.peakMb - (figures.get(measured.aboveMb)?.peakMb ?? Number.NaN);
  const base = figures.get('above' in measured ? measured.above : measured.against);
  if (!base) return undefined;
  return 'above' in measured ? found.median - base.median : found.median / base.median;
}

export function table(figures: Map<string, Figures>, unit: string, verdicts: Verdict[]): string {
  const base = figures.get(unit)?.median ?? Number.NaN;
  const rows = [...figures].map(([name, { median, low, high, peakMb, calls }]) => [
    name,
    `${median.toFixed(1)} ms`,
    `${low.toFixed(1)} to ${high.toFixed(1)}`,
    `${(median / base).toFixed(1)}`,
    Number.isNaN(peakMb) ? '' : `${peakMb.toFixed(0)} MB`,
    Object.entries(calls)
      .map(([operation, count]) => `${count} ${operation}`)
      .join(', '),
  ]);
  const goals = verdicts.map(({ name, value, bound, met, needs }) => [
    name,
    value === undefined ? `not measured: ${needs ?? 'failed'}` : value.toFixed(value % 1 ? 2 : 0),
    bound,
    met === undefined ? '-' : met ? 'met' : 'MISSED',
  ]);
  const titles = ['program', 'median', 'middle half', 'times hello', 'peak memory', 'most calls to AWS'];
  return `${markdown(titles, rows)}\n${markdown(['goal', 'measured', 'bound', ''], goals)}`;
}

function markdown(head: string[], rows: string[][]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  return line(head) + line(widths.map((width) => '-'.repeat(width))) + rows.map(line).join('');
}
