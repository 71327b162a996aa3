import type { Host } from './host.ts';
import { within } from './places.ts';

type Platform = Host['platform'];

/** Where the packages put the programs: on every machine of a system the same, so that one setting serves all. */
const INSTALLED: Record<Platform, string> = {
  darwin: '/Applications/Bedrock Launcher.app/Contents/MacOS',
  win32: 'C:\\Program Files\\Bedrock Launcher',
  linux: '/usr/lib/bedrock-launcher',
};

/** The absolute path of a program on a machine where a package has put it. */
export function installedProgram(platform: Platform, name: string): string {
  return within(platform, INSTALLED[platform], platform === 'win32' ? `${name}.exe` : name);
}

/** The folders in which no other system has programs. */
const TELLING: [RegExp, Platform][] = [
  [/^([A-Za-z]:[\\/]|\\\\)/, 'win32'],
  [/^\/(Applications|Library|System|Users|Volumes)\//, 'darwin'],
  [/^\/(home|snap|usr\/(lib|lib64|libexec|bin|share))\//, 'linux'],
];

/** The system that an absolute path is of; undefined where it may be of Linux or macOS. */
export function systemOf(path: string): Platform | undefined {
  return TELLING.find(([pattern]) => pattern.test(path))?.[1];
}
