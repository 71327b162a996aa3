import { posix, win32 } from 'node:path';
import type { Host } from './host.ts';

/** The path rules of a system, whichever we run on. */
export function pathOf(platform: Host['platform']): typeof posix {
  return platform === 'win32' ? win32 : posix;
}
