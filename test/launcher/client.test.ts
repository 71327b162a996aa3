import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openingOf } from '../../launcher/client-command.ts';
import type { Host } from '../../shared/host.ts';
import type { Config } from '../../shared/policy/config.ts';
import { problemOf } from '../shared/world.ts';

let home: string;
const before = process.cwd();

beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'client-')));
});
afterEach(() => {
  process.chdir(before);
  rmSync(home, { recursive: true, force: true });
});

const host = (platform: Host['platform'], env: Host['env'] = {}) => ({
  platform,
  env,
  home,
  programDir: platform === 'win32' ? 'C:\\Program Files\\Bedrock Launcher' : '/opt/bedrock-launcher',
  say: () => {},
});

function clientCommand(where: ReturnType<typeof host>, client: Config['client'], browserCommand?: string) {
  const signIn = { browserCommand } as Config['signIn'];
  return openingOf(where, { client, signIn }).command;
}

function folder(...path: string[]): string {
  const made = join(home, ...path);
  mkdirSync(made, { recursive: true });
  return made;
}

function desktopOnPath(mode = 0o755): string {
  const file = join(folder('bin'), 'claude-desktop');
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, mode);
  return file;
}

/** A Windows folder on Linux: backslashes are part of a name in the current folder. */
function windowsFolder(path: string): void {
  process.chdir(home);
  mkdirSync(join(home, path), { recursive: true });
}
const LOCAL = 'C:\\Users\\ana\\AppData\\Local';

describe.each(['auto', 'claude-desktop'] as const)('client %s opens an installed Claude Desktop', (client) => {
  test('on a Mac, from the person’s own Applications', () => {
    folder('Applications', 'Claude.app');
    expect(clientCommand(host('darwin'), client)).toEqual(['/usr/bin/open', '-b', 'com.anthropic.claudefordesktop']);
  });

  test('on Linux, from PATH', () => {
    const file = desktopOnPath();
    expect(clientCommand(host('linux', { PATH: `/nowhere::${join(home, 'bin')}` }), client)).toEqual([file]);
  });

  test('on Windows, as a package', () => {
    windowsFolder(`${LOCAL}\\Packages\\Claude_pzs8sxrjxfjjc`);
    expect(clientCommand(host('win32', { LOCALAPPDATA: LOCAL }), client)).toEqual([
      'explorer.exe',
      'shell:AppsFolder\\Claude_pzs8sxrjxfjjc!Claude',
    ]);
  });

  test('on Windows, the newest of the legacy installs', () => {
    for (const name of ['app-0.9.2', 'app-0.10.1', 'app-0.10.0', 'packages'])
      windowsFolder(join(`${LOCAL}\\AnthropicClaude`, name));
    expect(clientCommand(host('win32', { LOCALAPPDATA: LOCAL }), client)).toEqual([
      `${LOCAL}\\AnthropicClaude\\app-0.10.1\\claude.exe`,
    ]);
  });

  test('on Windows, the package before a legacy install', () => {
    windowsFolder(`${LOCAL}\\Packages\\Claude_pzs8sxrjxfjjc`);
    windowsFolder(join(`${LOCAL}\\AnthropicClaude`, 'app-1.0.0'));
    expect(clientCommand(host('win32', { LOCALAPPDATA: LOCAL }), client)[0]).toBe('explorer.exe');
  });
});

describe('without Claude Desktop', () => {
  const none: [Host['platform'], Host['env']][] = [
    ['linux', { PATH: '/nowhere' }],
    ['linux', {}],
    ['darwin', {}],
    ['win32', { LOCALAPPDATA: LOCAL }],
    ['win32', {}],
  ];

  test.each(none)('claude-desktop is a problem on %s with %j', async (platform, env) => {
    expect(await problemOf(() => clientCommand(host(platform, env), 'claude-desktop'))).toMatchObject({
      code: 'configuration',
      message: 'Claude Desktop is not installed',
      reason: 'client-missing',
    });
  });

  test('an empty folder of legacy installs is none', async () => {
    windowsFolder(`${LOCAL}\\AnthropicClaude`);
    await expect(
      problemOf(() => clientCommand(host('win32', { LOCALAPPDATA: LOCAL }), 'claude-desktop')),
    ).resolves.toBeDefined();
  });

  test('a folder of its name on PATH is none', async () => {
    folder('bin', 'claude-desktop');
    const env = { PATH: join(home, 'bin') };
    await expect(problemOf(() => clientCommand(host('linux', env), 'claude-desktop'))).resolves.toBeDefined();
  });

  test('a file that may not be run is none', async () => {
    desktopOnPath(0o644);
    const env = { PATH: join(home, 'bin') };
    await expect(problemOf(() => clientCommand(host('linux', env), 'claude-desktop'))).resolves.toBeDefined();
  });

  test.each(none)('auto takes our own client on %s with %j', (platform, env) => {
    if (platform === 'linux') env = { PATH: terminalOnPath() };
    const command = clientCommand(host(platform, env), 'auto');
    expect(command).toEqual(clientCommand(host(platform, env), 'bundled'));
    const ours = expect.stringMatching(/bedrock-client(\.exe)?$/);
    expect(command).toEqual(platform === 'linux' ? ['konsole', '-e', ours] : [ours, 'page']);
  });
});

/** A PATH with one terminal on it. */
function terminalOnPath(name = 'konsole'): string {
  const file = join(folder('terminals'), name);
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, 0o755);
  return join(home, 'terminals');
}

test('bundled is our own client even where Claude Desktop is installed', () => {
  desktopOnPath();
  const command = clientCommand(host('linux', { PATH: `${join(home, 'bin')}:${terminalOnPath()}` }), 'bundled');
  expect(command).toEqual(['konsole', '-e', '/opt/bedrock-launcher/bedrock-client']);
});

const OURS = '/opt/bedrock-launcher/bedrock-client';
const pages: [string, Host['platform'], Host['env'], string | undefined][] = [
  ['a browser of the settings', 'linux', {}, 'firefox'],
  ['a browser that the environment names', 'linux', { BROWSER: 'firefox' }, undefined],
  ['a Mac', 'darwin', {}, undefined],
];

test.each(pages)('where a browser can show it, our own client opens its page: %s', (_name, platform, env, browser) => {
  expect(clientCommand(host(platform, env), 'bundled', browser)).toEqual([OURS, 'page']);
});

test.each([
  ['a Mac', 'darwin', ['/usr/bin/open', '-a', 'Terminal', OURS]],
  ['Linux', 'linux', ['konsole', '-e', OURS]],
] as const)('over SSH it talks in a terminal, whatever else is there: %s', (_name, platform, command) => {
  const env = { SSH_CONNECTION: '192.0.2.1 1 192.0.2.2 22', DISPLAY: ':10', PATH: terminalOnPath() };
  expect(clientCommand(host(platform, env), 'bundled', 'firefox')).toEqual(command);
});

test('on Linux our own client is opened in the terminal that the person has named', () => {
  const PATH = `${terminalOnPath()}:${terminalOnPath('mine')}`;
  expect(clientCommand(host('linux', { PATH, TERMINAL: 'mine' }), 'bundled').slice(0, 2)).toEqual(['mine', '-e']);
});

test('on Linux without a terminal nobody would see our own client: that is said', async () => {
  const problem = await problemOf(() => clientCommand(host('linux', { PATH: '/nowhere' }), 'auto'));
  expect(problem).toMatchObject({ code: 'configuration', reason: 'client-missing' });
});

const APP = '/Applications/Our App.app';
const paths: [Host['platform'], string, string[]][] = [
  ['linux', 'corp/claude', []],
  ['linux', 'corp/claude.desktop', ['gio', 'launch']],
  ['darwin', 'corp/claude', []],
  ['darwin', 'Our App.app', ['/usr/bin/open', '-a']],
];

test.each(paths)('on %s the path of policy is opened as people would: %s', (platform, name, before) => {
  const path = folder(...name.split('/'));
  expect(clientCommand(host(platform), path)).toEqual([...before, path]);
});

const windowsPaths: [string, string[]][] = [
  ['C:\\Corp\\claude.exe', []],
  ['C:\\Corp\\Claude.lnk', ['rundll32.exe', 'url.dll,FileProtocolHandler']],
  ['C:\\Corp\\claude.cmd', ['rundll32.exe', 'url.dll,FileProtocolHandler']],
];

test.each(windowsPaths)('and on Windows: %s', (path, before) => {
  windowsFolder(path);
  expect(clientCommand(host('win32'), path)).toEqual([...before, path]);
});

test.each(['/opt/corp/gone', APP])('a path where nothing is cannot be opened: %s', async (client) => {
  const problem = await problemOf(() => clientCommand(host('linux'), client));
  expect(problem).toMatchObject({ code: 'configuration', reason: 'client-missing' });
});
