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
