import type { Host } from './host.ts';

type Where = Pick<Host, 'platform' | 'env' | 'home'>;

const OUR_NAME = 'bedrock-launcher';

/**
 * Joins names to a folder that stands by itself. By hand and without patterns: node:path would cost the helper's common
 * run a twentieth.
 */
export function within(platform: Host['platform'], folder: string, ...names: string[]): string {
  const windows = platform === 'win32';
  let end = folder.length;
  while (folder[end - 1] === '/' || (windows && folder[end - 1] === '\\')) end--;
  return [folder.slice(0, end), ...names].join(windows ? '\\' : '/');
}

function isAbsolute(platform: Host['platform'], path: string): boolean {
  if (platform !== 'win32') return path.startsWith('/');
  return /^([A-Za-z]:)?[\\/]/.test(path);
}

/** `base/bedrock-launcher`, with base from the variable when it holds an absolute path (the XDG specification says so). */
function ourFolder({ platform, env, home }: Where, variable: string, fallback: string[]): string {
  const named = env[variable];
  const base = named && isAbsolute(platform, named) ? named : within(platform, home, ...fallback);
  return within(platform, base, OUR_NAME);
}

/** Settings that the person keeps. */
export function userConfigDir(where: Where): string {
  switch (where.platform) {
    case 'win32':
      return ourFolder(where, 'APPDATA', ['AppData', 'Roaming']);
    case 'darwin':
      return within('darwin', where.home, 'Library', 'Application Support', OUR_NAME);
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
      return within('darwin', where.home, 'Library', 'Application Support', OUR_NAME, 'state');
    case 'linux':
      return ourFolder(where, 'XDG_STATE_HOME', ['.local', 'state']);
  }
}

/** The log, in the system's own place for logs where it has one. */
export function logDir(where: Where): string {
  switch (where.platform) {
    case 'win32':
      return within('win32', stateDir(where), 'Logs');
    case 'darwin':
      return within('darwin', where.home, 'Library', 'Logs', OUR_NAME);
    case 'linux':
      return within('linux', stateDir(where), 'log');
  }
}

/** The file of a lock; see shared/vault/lock.ts. */
export function lockFile(where: Where, name: string): string {
  return within(where.platform, stateDir(where), 'locks', `${name}.lock`);
}

/** Whether a path names our own credential helper, wherever it is installed. */
export function isOurHelper(path: string): boolean {
  return /(^|[\\/])bedrock-credential-helper(\.exe)?$/i.test(path);
}

/** One of our programs, beside the running one. */
export function programPath(host: Pick<Host, 'platform' | 'programDir'>, name: string): string {
  return within(host.platform, host.programDir, host.platform === 'win32' ? `${name}.exe` : name);
}
