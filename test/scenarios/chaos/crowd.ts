import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Person, type ProgramName, programFile } from '../../person.ts';

export type Context = 'interactive' | 'background' | 'mid-session-refresh' | 'none';

/** One process of ours, from its start to its end. Times are epoch milliseconds. */
export interface Run {
  id: string;
  program: ProgramName;
  context: Context;
  startedAt: number;
  endedAt: number;
  /** When its standard output was written, by the clock of the kernel; undefined when nothing was. */
  printedAt: number | undefined;
  /** When we killed it. */
  killedAt: number | undefined;
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** Starts processes of one person, many at once, and kills those that it is told to. */
export class Crowd {
  readonly #folder = mkdtempSync(join(tmpdir(), 'crowd-'));
  readonly #person: Person;
  readonly #living = new Set<Victim>();
  #started = 0;
  /** Those that we killed, by their id. */
  readonly killed = new Map<string, Run>();

  constructor(person: Person) {
    this.#person = person;
  }

  /** Streams go to files: a pipe would be held open by whoever outlives the process, and hide when it printed. */
  async run(program: ProgramName, context: Context, killAfterMs?: number): Promise<Run> {
    const id = String(++this.#started);
    const [out, err] = ['out', 'err'].map((name) => join(this.#folder, `${id}.${name}`)) as [string, string];
    const streams = [openSync(out, 'wx'), openSync(err, 'wx')] as const;
    const startedAt = Date.now();
    const child = Bun.spawn([programFile(program), ...(program === 'bedrock-launcher' ? ['--no-open'] : [])], {
      env: this.#environment(id, context),
      stdio: ['ignore', ...streams],
    });
    for (const stream of streams) closeSync(stream);
    const victim = new Victim(child);
    this.#living.add(victim);
    const timer = killAfterMs === undefined ? undefined : setTimeout(() => victim.kill(), killAfterMs);
    await child.exited;
    clearTimeout(timer);
    this.#living.delete(victim);
    const run: Run = {
      id,
      program,
      context,
      startedAt,
      endedAt: Date.now(),
      killedAt: victim.killedAt,
      printedAt: statSync(out).size > 0 ? statSync(out).mtimeMs : undefined,
      exitCode: child.exitCode,
      stdout: readFileSync(out, 'utf8'),
      stderr: readFileSync(err, 'utf8'),
    };
    if (run.killedAt !== undefined) this.killed.set(id, run);
    return run;
  }

  /** Whoever runs at this moment. */
  killAll(): void {
    for (const victim of this.#living) victim.kill();
  }

  leave(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #environment(id: string, context: Context): Record<string, string> {
    return {
      ...this.#person.env,
      TEST_RUN: id,
      ...(context === 'none' ? {} : { CLAUDE_HELPER_CONTEXT: context }),
    };
  }
}

/** A child of ours that may be killed; it may also end before. */
class Victim {
  readonly #child: Bun.Subprocess;
  #at: number | undefined;

  constructor(child: Bun.Subprocess) {
    this.#child = child;
  }

  kill(): void {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#at ??= Date.now();
    this.#child.kill('SIGKILL');
  }

  /** Undefined: it ended by itself. */
  get killedAt(): number | undefined {
    return this.#child.signalCode === 'SIGKILL' ? this.#at : undefined;
  }
}

/** For the report of a breach. */
export function describeRun(run: Run): string {
  const lasted = run.endedAt - run.startedAt;
  const end = run.killedAt === undefined ? `exit code ${run.exitCode}` : 'killed';
  const out = run.stdout.replace(/^(bedrock-api-key-.{12}).*(.{12}\n?)$/, '$1...$2');
  return `${run.program} (${run.context}) started ${new Date(run.startedAt).toISOString()}, ${end} after ${lasted} ms\nstdout: ${out}\nstderr: ${run.stderr}`;
}
