import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import type { Command } from './command-line.ts';
import type { Host } from './host.ts';
import { pathOf } from './path.ts';

type DesktopHost = Pick<Host, 'platform' | 'env' | 'home'>;

/** An installed Claude Desktop: where it is, and how it is opened. */
export interface ClaudeDesktop {
  place: string;
  command: Command;
}

/** Claude Desktop's places, as its documentation and the field have them. Undefined: it is in none of them. */
export function claudeDesktop(host: DesktopHost): ClaudeDesktop | undefined {
  switch (host.platform) {
    case 'darwin': {
      const place = ['/Applications/Claude.app', `${host.home}/Applications/Claude.app`].find((app) => existsSync(app));
      return place ? { place, command: ['/usr/bin/open', '-b', 'com.anthropic.claudefordesktop'] } : undefined;
    }
    case 'win32':
      return windowsDesktop(host);
    case 'linux': {
      const place = onPath(host, 'claude-desktop');
      return place ? { place, command: [place] } : undefined;
    }
  }
}

function windowsDesktop({ env, home }: DesktopHost): ClaudeDesktop | undefined {
  const { join } = pathOf('win32');
  const local = env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local');
  const place = join(local, 'Packages', 'Claude_pzs8sxrjxfjjc');
  if (existsSync(place)) {
    return { place, command: ['explorer.exe', 'shell:AppsFolder\\Claude_pzs8sxrjxfjjc!Claude'] };
  }
  const legacy = join(local, 'AnthropicClaude');
  const versions = existsSync(legacy) ? readdirSync(legacy).filter((name) => name.startsWith('app-')) : [];
  const newest = versions.sort((one, other) => one.localeCompare(other, 'en', { numeric: true })).at(-1);
  const program = newest && join(legacy, newest, 'claude.exe');
  return program ? { place: program, command: [program] } : undefined;
}

/** The program that a shell would find under that name. */
export function onPath(
  { platform, env }: Pick<Host, 'platform' | 'env'>,
  name: string,
  isThere = isProgram,
): string | undefined {
  const { join, delimiter } = pathOf(platform);
  return (env['PATH'] ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(isThere);
}

/** Whether there is a file that may be run. */
export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
