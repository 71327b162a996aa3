import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { killTree } from './child.ts';

/** How a program's run ended. */
export interface Run {
  stdout: string;
  /** The beginning of what it said on stderr. */
  words: string;
  /** Undefined when it was ended by a signal, by us, or never started. */
  exitCode: number | undefined;
  /** The signal that ended it, unless we did. */
  signal?: NodeJS.Signals;
  end: 'exited' | 'too late' | 'too much' | 'not started';
  /** Why it could not be started, such as ENOENT. */
  fault?: string;
}

export interface Bounds {
  milliseconds: number;
  /** Of stdout; as many are kept of stderr. */
  characters: number;
  /** Is told stdout as it comes, instead of its being kept and counted. */
  hear?: (words: string) => void;
  /** Ends the run as the time limit does. */
  signal?: AbortSignal;
  /** The arguments go to a program of Windows as they are, whatever is in them. */
  verbatim?: boolean;
}

/** What a program left running may hold its stdout open; the rest of its own output is there at once. */
const DRAIN_MS = 200;

/** Those that end a program from outside; it can't take its children along when it is killed. */
const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a program without a shell, a window and stdin, for at most that long, and reads at most that much of its stdout;
 * what it says on stderr is told as it comes. It has ended when its process has, whatever it started; a run that takes
 * too long, or whose caller is ended, is killed with all that it started.
 */
export function runBounded(
  [program, ...args]: readonly [string, ...string[]],
  env: Readonly<Record<string, string | undefined>>,
  bounds: Bounds,
  tell: (words: string) => void,
): Promise<Run> {
  const { promise, resolve } = Promise.withResolvers<Run>();
  const run: Run = { stdout: '', words: '', exitCode: undefined, end: 'not started' };
  if (bounds.signal?.aborted) return Promise.resolve({ ...run, end: 'too late' });
  // Whoever else listens for a signal decides what becomes of us.
  const others = ENDINGS.filter((signal) => process.listenerCount(signal) > 0);
  const ending = (signal: NodeJS.Signals) => {
    finish('too late');
    if (!others.includes(signal as (typeof ENDINGS)[number])) process.kill(process.pid, signal);
  };
  const late = () => finish('too late');
  const finish = (end: Run['end']) => {
    clearTimeout(timer);
    bounds.signal?.removeEventListener('abort', late);
    for (const signal of ENDINGS) process.off(signal, ending);
    // What a program started on purpose (a sign-in) has a group of its own, and lives on.
    if (end === 'too late' || end === 'too much') killTree(child?.pid);
    for (const stream of [child?.stdout, child?.stderr]) stream?.destroy();
    resolve({ ...run, end });
  };
  const timer = setTimeout(late, bounds.milliseconds);
  bounds.signal?.addEventListener('abort', late, { once: true });
  // Before the program starts: the first that it does may be to end whoever called it.
  for (const signal of ENDINGS) process.once(signal, ending);
  const child = started(program, args, env, bounds, run);
  if (child) listen(child, run, bounds, tell, finish);
  else finish('not started');
  return promise;
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** Undefined, with its fault in the run, when it can't even be tried. */
function started(
  program: string,
  args: string[],
  env: Readonly<Record<string, string | undefined>>,
  { verbatim = false }: Bounds,
  run: Run,
): Child | undefined {
  try {
    return spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env,
      windowsHide: true,
      windowsVerbatimArguments: verbatim,
      // The head of a group, to be killed as one. Not on Windows, where it would have no console, not even a hidden one,
      // so that each console program which it starts would open a window; taskkill knows the tree there.
      detached: process.platform !== 'win32',
    });
  } catch (thrown) {
    run.fault = (thrown as NodeJS.ErrnoException).code ?? 'unknown';
    return undefined;
  }
}

function listen(
  child: Child,
  run: Run,
  bounds: Bounds,
  tell: (words: string) => void,
  finish: (end: Run['end']) => void,
): void {
  child.on('error', ({ code }: NodeJS.ErrnoException) => {
    run.fault = code ?? 'unknown';
    finish('not started');
  });
  child.on('exit', (code, signal) => {
    run.exitCode = code ?? undefined;
    if (signal) run.signal = signal;
    const drained = setTimeout(() => finish('exited'), DRAIN_MS);
    child.on('close', () => {
      clearTimeout(drained);
      finish('exited');
    });
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (bounds.hear) return bounds.hear(text);
    run.stdout += text;
    if (run.stdout.length > bounds.characters) finish('too much');
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    tell(text);
    run.words = (run.words + text).slice(0, bounds.characters);
  });
}
