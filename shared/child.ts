/** A program that lives on after we have ended. */
export interface Detached {
  /** Its exit code, should it end while we are still here; undefined when a signal ended it. */
  exited: Promise<number | undefined>;
}

/**
 * Starts a program without a window and without any of our pipes, so that it can't hold a caller's stdout open.
 * Undefined when it could not be started.
 */
export async function startDetached(
  command: string,
  args: readonly string[],
  options: { env?: Record<string, string>; window?: boolean } = {},
): Promise<Detached | undefined> {
  try {
    return await detached(command, args, options);
  } catch {
    return undefined;
  }
}

async function detached(
  command: string,
  args: readonly string[],
  options: { env?: Record<string, string>; window?: boolean },
): Promise<Detached | undefined> {
  const { execa } = await import('execa');
  const child = execa(command, args, {
    detached: true,
    cleanup: false,
    stdio: 'ignore',
    windowsHide: !options.window,
    reject: false,
    ...(options.env ? { env: options.env } : {}),
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
