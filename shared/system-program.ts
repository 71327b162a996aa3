import type { Env } from './host.ts';

/** A program of Windows' own, by its path below System32, whatever else of that name is on PATH. */
export function systemProgram(env: Env, path: string): string {
  const windows = env['SystemRoot'] ?? env['SYSTEMROOT'];
  return windows ? `${windows}\\System32\\${path}` : (path.split('\\').at(-1) ?? path);
}
