import { posix, win32 } from 'node:path';
import type { Host } from './host.ts';

type Where = Pick<Host, 'platform' | 'env' | 'home'>;

const OUR_NAME = 'bedrock-launcher';

export function pathOf(platform: Host['platform']): typeof posix {
  return platform === 'win32' ? win32 : posix;
}

/** `base/bedrock-launcher`, with base from the variable when it holds an absolute path (the XDG specification says so). */
function ourFolder(where: Where, variable: string, fallback: string[]): string {
  const path = pathOf(where.platform);
  const named = where.env[variable];
  const base = named && path.isAbsolute(named) ? named : path.join(where.home, ...fallback);
  return path.join(base, OUR_NAME);
}

/** Settings that the person keeps. */
export function userConfigDir(where: Where): string {
  switch (where.platform) {
    case 'win32':
      return ourFolder(where, 'APPDATA', ['AppData', 'Roaming']);
    case 'darwin':
      return pathOf('darwin').join(where.home, 'Library', 'Application Support', OUR_NAME);
    case 'linux':
      return ourFolder(where, 'XDG_CONFIG_HOME', ['.config']);
  }
}

/** Locks, records and the vault: what this machine's user has, never roaming. */
export function stateDir(where: Where): string {
  switch (where.platform) {
    case 'win32':
      return ourFolder(where, 'LOCALAPPDATA', ['AppData', 'Local']);
    case 'darwin':
      return pathOf('darwin').join(where.home, 'Library', 'Application Support', OUR_NAME, 'state');
    case 'linux':
      return ourFolder(where, 'XDG_STATE_HOME', ['.local', 'state']);
  }
}

/** The log, in the system's own place for logs where it has one. */
export function logDir(where: Where): string {
  const { join } = pathOf(where.platform);
  switch (where.platform) {
    case 'win32':
      return join(stateDir(where), 'Logs');
    case 'darwin':
      return join(where.home, 'Library', 'Logs', OUR_NAME);
    case 'linux':
      return join(stateDir(where), 'log');
  }
}

/** One of our programs, beside the running one. */
export function programPath(host: Pick<Host, 'platform' | 'programDir'>, name: string): string {
  return pathOf(host.platform).join(host.programDir, host.platform === 'win32' ? `${name}.exe` : name);
}
