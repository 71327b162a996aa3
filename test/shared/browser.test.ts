import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserCommands, commandOf, openBrowser } from '../../shared/browser.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'browser-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program that notes each of its arguments on a line, then ends with that code. */
function program(name: string, exitCode = 0): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\nfor word in "$@"; do echo "$word"; done > "${folder}/args"\nexit ${exitCode}\n`);
  chmodSync(file, 0o755);
  return file;
}

const noted = () => readFileSync(join(folder, 'args'), 'utf8').trimEnd().split('\n');

describe('a command is split as a shell would split it', () => {
  test.each<[string, string[]]>([
    ['firefox', ['firefox']],
    ['  firefox  ', ['firefox']],
    ['firefox --new-window %s', ['firefox', '--new-window', '%s']],
    ['open -a "Google Chrome" %s', ['open', '-a', 'Google Chrome', '%s']],
    ["open -a 'Google Chrome'", ['open', '-a', 'Google Chrome']],
    ['"C:\\Program Files\\Edge\\msedge.exe" %s', ['C:\\Program Files\\Edge\\msedge.exe', '%s']],
    ['firefox ""', ['firefox', '']],
    [`firefox "it's"`, ['firefox', "it's"]],
    ['chrome --profile-directory="Profile 1" %s', ['chrome', '--profile-directory=Profile 1', '%s']],
    ["chrome --profile-directory='Profile 1'", ['chrome', '--profile-directory=Profile 1']],
    ['chrome "--profile-directory=Profile 1"', ['chrome', '--profile-directory=Profile 1']],
  ])('%j', (text, expected) => {
    expect(commandOf('linux', text)).toEqual(expected);
  });

  test('a path with spaces that exists is one word', () => {
    const file = program('my browser');
    expect(commandOf('linux', file)).toEqual([file]);
  });

  test.each(['', '   ', '""', "''"])('%j is no command', (text) => {
    expect(commandOf('linux', text)).toBeUndefined();
  });
});

test.each([
  ['/Applications/Firefox.app', ['open', '-a', '/Applications/Firefox.app']],
  ['"/Applications/Google Chrome.app/" %s', ['open', '-a', '/Applications/Google Chrome.app/', '%s']],
  ['/Applications/Firefox.app/Contents/MacOS/firefox', ['/Applications/Firefox.app/Contents/MacOS/firefox']],
  ['open -a Firefox.app', ['open', '-a', 'Firefox.app']],
])("a Mac's app is started by open: %j", (text, expected) => {
  expect(commandOf('darwin', text)).toEqual(expected);
  if (!text.startsWith('open')) expect(commandOf('linux', text)?.[0]).not.toBe('open');
});

describe('the commands to try', () => {
  test.each([
    ['linux', ['xdg-open']],
    ['darwin', ['open']],
    ['win32', ['rundll32.exe', 'url.dll,FileProtocolHandler']],
  ] as const)("are the system's opener on %s", (platform, expected) => {
    expect(browserCommands({ platform, env: {} })).toEqual([expected]);
  });

  test.each(['linux', 'darwin', 'win32'] as const)("are the policy's alone on %s", (platform) => {
    const env = { BROWSER: 'firefox:chromium' };
    expect(browserCommands({ platform, env }, 'edge --work')).toEqual([['edge', '--work']]);
  });

  test.each([
    ['linux', 'firefox:chromium --new-window', [['firefox'], ['chromium', '--new-window']]],
    ['darwin', 'firefox::', [['firefox']]],
    ['win32', '"C:\\firefox.exe" --new', [['C:\\firefox.exe', '--new']]],
    ['win32', 'C:\\bin\\firefox.exe --new', [['C:\\bin\\firefox.exe', '--new']]],
    ['linux', '', [['xdg-open']]],
  ] as const)('are those of BROWSER on %s: %j', (platform, BROWSER, expected) => {
    expect(browserCommands({ platform, env: { BROWSER } })).toEqual(expected);
  });
});

describe('opening', () => {
  const ADDRESS = 'http://127.0.0.1:1/open/a?b=c&d=$(touch pwned);e=%s\'"';
  const open = (BROWSER: string, browserCommand?: string) =>
    openBrowser({ platform: 'linux', env: { BROWSER } }, ADDRESS, browserCommand);

  test('gives the address as the last word', async () => {
    expect(await open(`${program('browser')} --new`)).toBe(true);
    expect(noted()).toEqual(['--new', ADDRESS]);
  });

  test.each([
    ['%s', [ADDRESS]],
    ['--url=%s --end', [`--url=${ADDRESS}`, '--end']],
    ['%s %s', [ADDRESS, ADDRESS]],
  ])('puts the address where %j says, and no shell reads it', async (args, expected) => {
    expect(await open(`${program('browser')} ${args}`)).toBe(true);
    expect(noted()).toEqual(expected);
  });

  test('tries the next one of BROWSER when one fails or is missing', async () => {
    const failing = join(folder, 'failing');
    writeFileSync(failing, '#!/bin/sh\nexit 3\n');
    chmodSync(failing, 0o755);
    expect(await open(`/no/such/browser:${failing}:${program('browser')}`)).toBe(true);
    expect(noted()).toEqual([ADDRESS]);
  });

  test('does not fall back to BROWSER when the command of the policy fails', async () => {
    expect(await open(program('browser'), '/no/such/browser')).toBe(false);
    expect(() => noted()).toThrow('ENOENT');
  });

  test.each([
    ['is missing', () => '/no/such/browser'],
    ['fails', () => program('browser', 1)],
    ['is a folder', () => folder],
    ['may not be run', () => plainFile()],
    ['has no format that the system knows', () => plainFile(0o755)],
    ['has a NUL in its name', () => '/bin/true\0x'],
  ])('says no, and does not fail itself, when the command %s', async (_name, command) => {
    expect(await open('', command())).toBe(false);
  });

  function plainFile(mode = 0o644): string {
    const file = join(folder, 'plain');
    writeFileSync(file, '\0\x01 no program');
    chmodSync(file, mode);
    return file;
  }
});
