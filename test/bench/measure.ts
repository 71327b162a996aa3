import { readAnew } from './page-cache.ts';

/** One program to run, whole: once, or many of it at once. */
export interface Subject {
  name: string;
  command: string[];
  env: Record<string, string>;
  /** For its standard input. */
  input?: string;
  /** How many start at once; the time is that of the last to end. One, unless it says otherwise. */
  atOnce?: number;
  /** Done before each run, outside of the measured time. */
  prepare?(): Promise<void>;
}

/** Milliseconds from start to exit, and the most memory in MB (a child starts with what its parent had, so it never shows less). */
export interface Figures {
  median: number;
  /** Half of all runs lie within this range. */
  low: number;
  high: number;
  peakMb: number;
  /** The most calls to AWS of one run, by operation. */
  calls: Calls;
}

export type Calls = Record<string, number>;

interface Run {
  time: number;
  peakMb: number;
  calls: Calls;
}

/** All calls to AWS so far. */
export type CountCalls = () => Promise<Calls>;

/** Runs the subjects in turn, so that whatever else the machine does hits all of them alike. */
export async function measure(
  subjects: Subject[],
  rounds: number,
  warmUp: number,
  count: CountCalls,
): Promise<Map<string, Figures>> {
  await readAnew(subjects.map(({ command: [program = ''] }) => program));
  const runs = new Map<string, Run[]>(subjects.map(({ name }) => [name, []]));
  for (let round = -warmUp; round < rounds; round++) {
    for (const subject of subjects) {
      const run = await runOnce(subject, count);
      if (round >= 0) runs.get(subject.name)?.push(run);
    }
  }
  return new Map([...runs].map(([name, found]) => [name, summary(found)]));
}

async function runOnce(subject: Subject, count: CountCalls): Promise<Run> {
  await subject.prepare?.();
  const before = await count();
  const start = performance.now();
  const children = Array.from({ length: subject.atOnce ?? 1 }, () => started(subject));
  const codes = await Promise.all(children.map(({ exited }) => exited));
  const time = performance.now() - start;
  for (const [place, code] of codes.entries()) {
    const words = code === 0 ? '' : await new Response(children[place]?.stderr).text();
    if (code !== 0) throw new Error(`${subject.name} failed with exit code ${code}: ${words}`);
  }
  return { time, peakMb: Math.max(...children.map(memoryOf)), calls: difference(await count(), before) };
}

function started({ command, env, input }: Subject) {
  const stdin = input === undefined ? 'ignore' : Buffer.from(input);
  return Bun.spawn(command, { env, stdin, stdout: 'ignore', stderr: 'pipe' });
}

function memoryOf(child: Bun.Subprocess): number {
  return (child.resourceUsage()?.maxRSS ?? 0) / 1024 / 1024;
}

function difference(after: Calls, before: Calls): Calls {
  const counted = Object.entries(after).map(([name, number]) => [name, number - (before[name] ?? 0)] as const);
  return Object.fromEntries(counted.filter(([, number]) => number > 0));
}

function summary(runs: Run[]): Figures {
  const times = runs.map(({ time }) => time).sort((one, other) => one - other);
  const at = (share: number) => times[Math.floor((times.length - 1) * share)] ?? Number.NaN;
  const names = new Set(runs.flatMap(({ calls }) => Object.keys(calls)));
  const most = [...names].map((name) => [name, Math.max(...runs.map(({ calls }) => calls[name] ?? 0))]);
  return {
    median: at(0.5),
    low: at(0.25),
    high: at(0.75),
    peakMb: Math.max(...runs.map(({ peakMb }) => peakMb)),
    calls: Object.fromEntries(most),
  };
}
