import { existsSync } from 'node:fs';
import { claudeDesktop, onPath } from '../shared/claude-desktop.ts';
import type { Command } from '../shared/command-line.ts';
import type { Host } from '../shared/host.ts';
import { hasLocalBrowser } from '../shared/identity/sign-in.ts';
import { openerOf } from '../shared/opener.ts';
import { pathOf } from '../shared/path.ts';
import { programPath } from '../shared/places.ts';
import type { Config } from '../shared/policy/config.ts';
import { Problem } from '../shared/problem.ts';

type ClientHost = Pick<Host, 'platform' | 'env' | 'home' | 'programDir'>;

/** What is to be opened, and by which command. */
export interface Opening {
  place: string;
  command: Command;
  /** A window of its own would be an empty one. */
  isHidden?: boolean;
}

/** Of the settings' `client`. Throws a Problem (configuration) when it is not there. */
export function openingOf(host: ClientHost, config: Pick<Config, 'client' | 'signIn'>): Opening {
  const { client } = config;
  const desktop = client === 'auto' || client === 'claude-desktop' ? claudeDesktop(host) : undefined;
  if (desktop) return desktop;
  if (client === 'claude-desktop') throw notInstalled();
  if (client === 'auto' || client === 'bundled') return bundledClient(host, config.signIn.browserCommand);
  if (pathOf(host.platform).isAbsolute(client) && !existsSync(client)) throw notOpened(client);
  const opener = openerOf(host.platform, client);
  return { place: client, command: opener ? [...opener, client] : [client] };
}

/** Our client has a page; where no browser can show it, it talks in a terminal, here in a new one. */
function bundledClient(host: ClientHost, browserCommand: string | undefined): Opening {
  const place = programPath(host, 'bedrock-client');
  if (hasLocalBrowser(host, browserCommand)) return { place, command: [place, 'page'], isHidden: true };
  switch (host.platform) {
    case 'darwin':
      return { place, command: ['/usr/bin/open', '-a', 'Terminal', place] };
    case 'win32':
      // `start` gives it a console window of its own; an empty title, or it would take the path for one.
      return { place, command: ['cmd.exe', '/c', 'start', '', place] };
    case 'linux':
      return { place, command: [...terminalOf(host), place] };
  }
}

/** Terminals of Linux, the desktop's own choice first, with what comes before the command. */
const TERMINALS: Command[] = [
  ['xdg-terminal-exec'],
  ['x-terminal-emulator', '-e'],
  ['gnome-terminal', '--'],
  ['kgx', '--'],
  ['ptyxis', '--'],
  ['konsole', '-e'],
  ['xfce4-terminal', '-x'],
  ['foot'],
  ['kitty'],
  ['alacritty', '-e'],
  ['xterm', '-e'],
];

function terminalOf(host: ClientHost): Command {
  const own = host.env['TERMINAL'];
  const wanted: Command[] = own ? [[own, '-e'], ...TERMINALS] : TERMINALS;
  const found = wanted.find(([program]) => onPath(host, program) !== undefined || isThere(host, program));
  if (found) return found;
  const hint = 'install Claude Desktop or a terminal, or run bedrock-client in the terminal that you have';
  throw new Problem('configuration', 'no terminal was found in which bedrock-client could run', hint).because(
    'client-missing',
  );
}

function isThere({ platform }: ClientHost, program: string): boolean {
  return pathOf(platform).isAbsolute(program) && existsSync(program);
}

function notInstalled(): Problem {
  return new Problem(
    'configuration',
    'Claude Desktop is not installed',
    'install it, or set client to bundled',
  ).because('client-missing');
}

export function notOpened(place: string): Problem {
  return new Problem(
    'configuration',
    `${place} could not be opened`,
    'install it, or correct the setting "client"',
  ).because('client-missing');
}
