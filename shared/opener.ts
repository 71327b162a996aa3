import type { Command } from './command-line.ts';
import type { Host } from './host.ts';

/**
 * What opens a path as a double-click does: not everything that people open is a program by itself. Undefined: the path is
 * one.
 */
export function openerOf(platform: Host['platform'], path: string): Command | undefined {
  switch (platform) {
    case 'darwin':
      return /\.app\/?$/.test(path) ? ['/usr/bin/open', '-a'] : undefined;
    case 'win32':
      // Shortcuts, scripts and documents have programs of their own.
      return /\.(exe|com)$/i.test(path) ? undefined : ['rundll32.exe', 'url.dll,FileProtocolHandler'];
    case 'linux':
      return path.endsWith('.desktop') ? ['gio', 'launch'] : undefined;
  }
}
