import { spawn } from 'node:child_process';
import { killTree } from '../shared/child.ts';

/** How a helper's run ended. */
export interface HelperRun {
  stdout: string;
  /** The beginning of what it said on stderr; all of it was passed on as it came. */
  words: string;
  /** Undefined when it was ended by a signal, by us, or never started. */
  exitCode: number | undefined;
  end: 'exited' | 'too late' | 'too much' | 'not started';
  /** Why it could not be started, such as ENOENT. */
  fault?: string;
}

/** What a helper left running may hold its stdout open; the rest of its own output is there at once. */
const DRAIN_MS = 200;

/**
 * Runs a helper without arguments and without stdin, for at most that long, and reads at most that much of its stdout.
 * It has ended when its process has, whatever it started; a run that takes too long is killed.
 */
export function runHelper(
  path: string,
  env: Record<string, string>,
  limit: { milliseconds: number; characters: number },
): Promise<HelperRun> {
  const { promise, resolve } = Promise.withResolvers<HelperRun>();
  const run: HelperRun = { stdout: '', words: '', exitCode: undefined, end: 'not started' };
  try {
    const child = spawn(path, [], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
      windowsHide: true,
      detached: true,
    });
    const finish = (end: HelperRun['end']) => {
      clearTimeout(timer);
      // What a helper started on purpose (a sign-in) has a group of its own, and lives on.
      if (end === 'too late' || end === 'too much') killTree(child.pid);
      for (const stream of [child.stdout, child.stderr]) stream.destroy();
      resolve({ ...run, end });
    };
    const timer = setTimeout(() => finish('too late'), limit.milliseconds);
    child.on('error', ({ code }: NodeJS.ErrnoException) => {
      run.fault = code ?? 'unknown';
      finish('not started');
    });
    child.on('exit', (code) => {
      run.exitCode = code ?? undefined;
      const drained = setTimeout(() => finish('exited'), DRAIN_MS);
      child.on('close', () => {
        clearTimeout(drained);
        finish('exited');
      });
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      run.stdout += text;
      if (run.stdout.length > limit.characters) finish('too much');
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      process.stderr.write(text);
      run.words = (run.words + text).slice(0, limit.characters);
    });
  } catch (thrown) {
    resolve({ ...run, fault: (thrown as NodeJS.ErrnoException).code ?? 'unknown' });
  }
  return promise;
}
