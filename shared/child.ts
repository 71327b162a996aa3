import { aborted } from './deadline.ts';

/** A program that lives on after we have ended. */
export interface Detached {
  /** Its exit code, should it end while we are still here; undefined when a signal ended it. */
  exited: Promise<number | undefined>;
}

interface Start {
  /** Besides our own. */
  env?: Record<string, string>;
  window?: boolean;
  cwd?: string;
}

/**
 * Starts a program without a window and without any of our pipes, so that it can't hold a caller's stdout open.
 * Undefined when it could not be started.
 */
export async function startDetached(
  command: string,
  args: readonly string[],
  options: Start = {},
): Promise<Detached | undefined> {
  try {
    return await detached(command, args, options);
  } catch {
    return undefined;
  }
}

/** Whether a program has not failed so soon: it still runs then, or has ended well. */
export async function startsWell({ exited }: Detached, withinMs: number): Promise<boolean> {
  return (await Promise.race([exited, Bun.sleep(withinMs).then(() => 0)])) === 0;
}

/** How a program ended, and the beginning of what it said on stderr. */
export interface ApartEnd {
  code: number | undefined;
  words: string;
}

const MOST_WORDS = 4_096;

/**
 * Runs a program that lives on when we are killed, and waits for its end as long as the signal lets us: then its reason
 * is thrown, and the program goes on. Undefined when it could not be started.
 */
export async function runApart(
  program: string,
  args: readonly string[],
  env: Record<string, string>,
  signal: AbortSignal,
): Promise<ApartEnd | undefined> {
  const { spawn } = await import('node:child_process');
  const { promise, resolve } = Promise.withResolvers<ApartEnd | undefined>();
  try {
    const child = spawn(program, args, {
      detached: true,
      windowsHide: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...env },
    });
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(0, MOST_WORDS);
    });
    child.on('error', () => resolve(undefined));
    child.on('close', (code) => resolve({ code: code ?? undefined, words }));
  } catch {
    resolve(undefined);
  }
  return Promise.race([promise, aborted(signal)]);
}

/** On Windows by execa, which runs what a program alone can't start there (`.cmd`); elsewhere its loading would cost more than the start. */
async function detached(command: string, args: readonly string[], options: Start): Promise<Detached | undefined> {
  return process.platform === 'win32' ? byExeca(command, args, options) : byBun(command, args, options);
}

function byBun(command: string, args: readonly string[], { env, cwd }: Start): Detached {
  const child = Bun.spawn([command, ...args], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore'],
    env: { ...process.env, ...env },
    ...(cwd ? { cwd } : {}),
  });
  child.unref();
  return { exited: child.exited.then((code) => (child.signalCode ? undefined : code)) };
}

async function byExeca(command: string, args: readonly string[], options: Start): Promise<Detached | undefined> {
  const { execa } = await import('execa');
  const child = execa(command, args, {
    detached: true,
    cleanup: false,
    stdio: 'ignore',
    windowsHide: !options.window,
    reject: false,
    ...(options.env ? { env: options.env } : {}),
    ...(options.cwd ? { cwd: options.cwd } : {}),
  });
  child.unref();
  return child.pid === undefined ? undefined : { exited: child.then(({ exitCode }) => exitCode) };
}

/** Ends a process and all that it started; it must have been started `detached`, as the head of a group of its own. */
export function killTree(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    if (process.platform === 'win32')
      Bun.spawnSync(['taskkill', '/pid', String(pid), '/t', '/f'], { windowsHide: true });
    else process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
