import { fstatSync } from 'node:fs';

/**
 * Whether a descriptor is a terminal. node:tty takes two milliseconds to load, so it is asked only where there can be one:
 * a pipe, a file or nothing at all is seen without it. (Windows tells nothing by the kind of a descriptor.)
 */
export function isTerminal(descriptor: number): boolean {
  if (process.platform !== 'win32' && !isCharacterDevice(descriptor)) return false;
  return process.getBuiltinModule('node:tty').isatty(descriptor);
}

function isCharacterDevice(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice();
  } catch {
    return false;
  }
}
