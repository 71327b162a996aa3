import { existsSync } from 'node:fs';
import { isatty } from 'node:tty';
import { startDetached } from '../shared/child.ts';
import { claudeDesktop, onPath } from '../shared/claude-desktop.ts';
import type { Command } from '../shared/command-line.ts';
import type { Host } from '../shared/host.ts';
import { pathOf } from '../shared/path.ts';
import { programPath } from '../shared/places.ts';
import type { Config } from '../shared/policy/config.ts';
import { type ExitName, exitName, Problem } from '../shared/problem.ts';

type ClientHost = Pick<Host, 'platform' | 'env' | 'home' | 'programDir' | 'say'>;

/** Opens what the settings say: a program, Claude Desktop, or (when it is not installed) our own client. */
export async function openClient(host: ClientHost, { client }: Config, env: Record<string, string>): Promise<ExitName> {
  const desktop = client === 'auto' || client === 'claude-desktop' ? claudeDesktop(host) : undefined;
  if (!desktop && (client === 'auto' || client === 'bundled') && isatty(0) && isatty(1)) return takeOver(host, env);
  const [program, ...args] = clientCommand(host, client);
  host.say(`opening ${program}`);
  const started = existsOrOnPath(host, program) ? await startDetached(program, args, { window: true, env }) : undefined;
  if (!started) throw notOpened(program);
  return 'done';
}

/** Our own client goes on in the terminal where the launcher was started. */
async function takeOver(host: ClientHost, env: Record<string, string>): Promise<ExitName> {
  const { execa } = await import('execa');
  // Ctrl-C is meant for the client now.
  process.on('SIGINT', () => {});
  const { exitCode } = await execa(programPath(host, 'bedrock-client'), [], { stdio: 'inherit', reject: false, env });
  return exitName(exitCode);
}

export function clientCommand(host: ClientHost, client: Config['client']): Command {
  const desktop = client === 'auto' || client === 'claude-desktop' ? claudeDesktop(host) : undefined;
  if (desktop) return desktop.command;
  if (client === 'claude-desktop') throw notInstalled();
  return client === 'auto' || client === 'bundled' ? bundledClient(host) : [client];
}

/** Our client talks in a terminal: the one that we stand in, or a new one. */
function bundledClient(host: ClientHost): Command {
  const client = programPath(host, 'bedrock-client');
  switch (host.platform) {
    case 'darwin':
      return ['/usr/bin/open', '-a', 'Terminal', client];
    case 'win32':
      // `start` gives it a console window of its own; an empty title, or it would take the path for one.
      return ['cmd.exe', '/c', 'start', '', client];
    case 'linux': {
      const terminal = TERMINALS.find(([program]) => onPath(host, program));
      return terminal ? [...terminal, client] : [client];
    }
  }
}

/** Terminals of Linux, the desktop's own choice first, with what comes before the command. */
const TERMINALS: Command[] = [
  ['xdg-terminal-exec'],
  ['x-terminal-emulator', '-e'],
  ['gnome-terminal', '--'],
  ['konsole', '-e'],
  ['xfce4-terminal', '-x'],
  ['xterm', '-e'],
];

function existsOrOnPath(host: ClientHost, program: string): boolean {
  if (pathOf(host.platform).isAbsolute(program)) return existsSync(program);
  return host.platform === 'win32' || onPath(host, program) !== undefined;
}

function notInstalled(): Problem {
  return new Problem(
    'configuration',
    'Claude Desktop is not installed',
    'install it, or set client to bundled',
  ).because('client-missing');
}

function notOpened(program: string): Problem {
  return new Problem(
    'configuration',
    `you are signed in, but ${program} could not be opened`,
    'install it, or correct the setting "client"',
  ).because('client-missing');
}
