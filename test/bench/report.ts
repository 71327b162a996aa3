import type { Figures } from './measure.ts';

/** A bound on a ratio of medians, or on memory. */
export interface Goal {
  name: string;
  subject: string;
  unit?: string;
  atMost?: number;
  atLeast?: number;
  peakMb?: number;
}

export interface Verdict {
  name: string;
  value: number | undefined;
  bound: string;
  /** Undefined: not measured here. */
  met: boolean | undefined;
}

export function judge(goals: Goal[], figures: Map<string, Figures>): Verdict[] {
  return goals.map((goal) => {
    const value = measuredValue(goal, figures);
    const most = goal.atMost ?? goal.peakMb ?? Number.POSITIVE_INFINITY;
    const least = goal.atLeast ?? 0;
    return {
      name: goal.name,
      value,
      bound: goal.atLeast === undefined ? `at most ${most}` : `at least ${least}`,
      met: value === undefined ? undefined : value <= most && value >= least,
    };
  });
}

function measuredValue({ subject, unit, peakMb }: Goal, figures: Map<string, Figures>): number | undefined {
  const found = figures.get(subject);
  if (peakMb !== undefined) return found?.peakMb;
  const base = figures.get(unit ?? '');
  return found && base && found.median / base.median;
}

export function table(figures: Map<string, Figures>, unit: string, verdicts: Verdict[]): string {
  const base = figures.get(unit)?.median ?? Number.NaN;
  const rows = [...figures].map(([name, { median, low, high, peakMb }]) => [
    name,
    `${median.toFixed(1)} ms`,
    `${low.toFixed(1)} to ${high.toFixed(1)}`,
    `${(median / base).toFixed(1)}`,
    `${peakMb.toFixed(0)} MB`,
  ]);
  const goals = verdicts.map(({ name, value, bound, met }) => [
    name,
    value === undefined ? 'not measured: set TRIXIE' : value.toFixed(1),
    bound,
    met === undefined ? '-' : met ? 'met' : 'MISSED',
  ]);
  return `${markdown(['program', 'median', 'middle half', 'times hello', 'peak memory'], rows)}\n${markdown(['goal', 'measured', 'bound', ''], goals)}`;
}

function markdown(head: string[], rows: string[][]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  return line(head) + line(widths.map((width) => '-'.repeat(width))) + rows.map(line).join('');
}
