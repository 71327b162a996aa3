/** One program to run, whole. */
export interface Subject {
  name: string;
  command: string[];
  env: Record<string, string>;
  /** What it reads from stdin. */
  input?: string;
}

/** Milliseconds from start to exit, and the most memory in MB (a child starts with what its parent had, so it never shows less). */
export interface Figures {
  median: number;
  /** Half of all runs lie within this range. */
  low: number;
  high: number;
  peakMb: number;
}

interface Run {
  time: number;
  peakMb: number;
}

/** Runs the subjects in turn, so that whatever else the machine does hits all of them alike. */
export async function measure(subjects: Subject[], rounds: number, warmUp: number): Promise<Map<string, Figures>> {
  const runs = new Map<string, Run[]>(subjects.map(({ name }) => [name, []]));
  for (let round = -warmUp; round < rounds; round++) {
    for (const subject of subjects) {
      const run = await runOnce(subject);
      if (round >= 0) runs.get(subject.name)?.push(run);
    }
  }
  return new Map([...runs].map(([name, found]) => [name, summary(found)]));
}

async function runOnce({ name, command, env, input }: Subject): Promise<Run> {
  const stdin = input === undefined ? 'ignore' : new Blob([input]);
  const start = performance.now();
  const child = Bun.spawn(command, { env, stdin, stdout: 'ignore', stderr: 'pipe' });
  const code = await child.exited;
  const time = performance.now() - start;
  if (code !== 0) throw new Error(`${name} failed with exit code ${code}: ${await new Response(child.stderr).text()}`);
  return { time, peakMb: (child.resourceUsage()?.maxRSS ?? 0) / 1024 / 1024 };
}

function summary(runs: Run[]): Figures {
  const times = runs.map(({ time }) => time).sort((one, other) => one - other);
  const at = (share: number) => times[Math.floor((times.length - 1) * share)] ?? Number.NaN;
  return { median: at(0.5), low: at(0.25), high: at(0.75), peakMb: Math.max(...runs.map(({ peakMb }) => peakMb)) };
}
