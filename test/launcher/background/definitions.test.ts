import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DOMParser } from '@xmldom/xmldom';
import { parse } from 'plist';
import { definitionsOf } from '../../../launcher/background/definitions.ts';
import { taskName } from '../../../launcher/background/scheduled-task.ts';
import { problemOf } from '../../shared/world.ts';

/** Paths that mean something to those who read them. */
const PATHS = [
  '/opt/bedrock-launcher/bedrock-launcher',
  '/home/ana maria/b/bedrock-launcher',
  '/home/50% & <b> $HOME `id` %h/bedrock-launcher',
  `/home/"double" 'single' back\\slash\\n/bedrock-launcher`,
  '/home/größe 模型 😀; rm/bedrock-launcher',
  `/home/%% $$ \${HOME} \\" \\\\/bedrock-launcher`,
  '/home/]]> &amp; &#10; a=b/bedrock-launcher',
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'definitions-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function contentOf(platform: 'linux' | 'darwin' | 'win32', kind: string, programPath: string, user?: string) {
  const found = definitionsOf(platform, { programPath, user }).find((definition) => definition.kind === kind);
  if (!found) throw new Error(`no ${kind}`);
  const content = found.content();
  return { name: found.name, content, text: Buffer.isBuffer(content) ? content.toString('utf16le') : content };
}

/** Writes it as a file for a program of the system to judge. */
function written(platform: 'linux' | 'darwin', kind: string, programPath: string): string {
  const { name, text } = contentOf(platform, kind, programPath);
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** A program at that path below the folder, which notes its arguments there. */
function installed(path: string): string {
  const program = join(folder, path);
  mkdirSync(dirname(program), { recursive: true });
  writeFileSync(program, '#!/bin/sh\nprintf "%s" "$0 $*" >"$NOTED"\n');
  chmodSync(program, 0o755);
  return program;
}

const withProgram = (name: string) => (Bun.which(name) ? describe : describe.skip);

describe('macOS: a LaunchAgent', () => {
  test.each(PATHS)('starts %s', (path) => {
    const agent = contentOf('darwin', 'agent', path);
    expect(agent.name).toBe('io.github.bedrock-launcher.renew.plist');
    expect(parse(agent.text)).toMatchObject({
      Label: 'io.github.bedrock-launcher.renew',
      ProgramArguments: [path, '--renew', '--jitter', '180'],
      StartInterval: 900,
      ProcessType: 'Background',
      AbandonProcessGroup: true,
    });
  });
});

withProgram('plistutil')('plistutil', () => {
  test.each(PATHS)('accepts the agent of %s', (path) => {
    const binary = join(folder, 'binary');
    execFileSync('plistutil', ['-i', written('darwin', 'agent', path), '-o', binary, '-f', 'bin']);
    const json = execFileSync('python3', [
      ...['-c', 'import json,plistlib,sys; print(json.dumps(plistlib.load(open(sys.argv[1], "rb"))))', binary],
    ]);
    expect(JSON.parse(json.toString()).ProgramArguments[0]).toBe(path);
  });
});

describe('Linux: a timer and its service, or an entry of the autostart', () => {
  test('the timer runs each quarter of an hour, each machine at a moment of its own', () => {
    const { text, name } = contentOf('linux', 'timer', '/opt/b/bedrock-launcher');
    expect(name).toBe('bedrock-launcher-renew.timer');
    expect(text).toContain('OnCalendar=*:0/15');
    expect(text).toContain('RandomizedDelaySec=3min');
    expect(text).toContain('WantedBy=timers.target');
  });

  test('the journal is told what the launcher says, not that it has run', () => {
    const { text } = contentOf('linux', 'service', '/opt/b/bedrock-launcher');
    expect(text).toContain('\nLogLevelMax=notice\nSyslogLevel=notice\n');
  });

  test.each([
    ['/opt/b/bedrock-launcher', '"/opt/b/bedrock-launcher" --renew'],
    ['/a b/100%/$x', '"/a b/100%%/$x" --renew'],
    [`/it's/$x`, `/bin/sh -c "exec \\"$$0\\" --renew" "/it's/$$x"`],
  ])('the service starts %s', (path, command) => {
    expect(contentOf('linux', 'service', path).text).toContain(`\nExecStart=${command}\n`);
  });

  test.each([
    ['/opt/b/bedrock-launcher', '"/opt/b/bedrock-launcher"'],
    ['/$x/`y`/"z"/\\', '"/\\\\$x/\\\\`y\\\\`/\\\\"z\\\\"/\\\\\\\\"'],
  ])('the entry starts %s', (path, word) => {
    expect(contentOf('linux', 'autostart', path).text).toContain(`\nExec=${word} --background resident\n`);
  });

  test('an entry of GLib may not begin with a percent sign in the path', () => {
    const { text } = contentOf('linux', 'autostart', '/a=b/100%');
    expect(text).toContain('\nExec=/bin/sh -c "exec \\\\"\\\\$0\\\\" --background resident" "/a=b/100%%"\n');
  });
});

withProgram('desktop-file-validate')('desktop-file-validate', () => {
  test.each(PATHS)('accepts the entry of %s', (path) => {
    expect(execFileSync('desktop-file-validate', [written('linux', 'autostart', path)]).toString()).toBe('');
  });
});

withProgram('gio')('GLib', () => {
  test.each(PATHS)('starts the entry of %s', async (path) => {
    const program = installed(path);
    const noted = join(folder, 'noted');
    const env = { PATH: process.env['PATH'] ?? '', HOME: folder, NOTED: noted };
    Bun.spawnSync(['gio', 'launch', written('linux', 'autostart', program)], { env });
    for (let tries = 0; tries < 100 && !existsSync(noted); tries++) await Bun.sleep(20);
    expect(readFileSync(noted, 'utf8').trim()).toBe(`${program} --background resident`);
  });
});

withProgram('systemd-analyze')('systemd-analyze (package systemd)', () => {
  function verdict(program: string): { exitCode: number; words: string } {
    const files = [written('linux', 'timer', program), written('linux', 'service', program)];
    const env = { PATH: process.env['PATH'] ?? '', HOME: folder, XDG_RUNTIME_DIR: folder };
    const { exitCode, stderr } = Bun.spawnSync(['systemd-analyze', '--user', '--man=no', 'verify', ...files], { env });
    return { exitCode, words: stderr.toString() };
  }

  test.each(PATHS)('accepts timer and service of %s', (path) => {
    expect(verdict(installed(path))).toEqual({ exitCode: 0, words: '' });
  });

  test('looks for the program', () => {
    expect(verdict(join(folder, 'nowhere')).exitCode).not.toBe(0);
  });
});

describe('Windows: a scheduled task', () => {
  const WINDOWS = [
    'C:\\Program Files\\Bedrock & Co\\bedrock-launcher.exe',
    "C:\\it's 100% <x> 模型\\bedrock-launcher.exe",
  ];

  function task(path: string, user?: string) {
    const { text } = contentOf('win32', 'task', path, user);
    const document = new DOMParser().parseFromString(text.slice(1), 'text/xml');
    return (name: string) => document.getElementsByTagName(name)[0]?.textContent?.trim();
  }

  test.each(WINDOWS)('starts %s', (path) => {
    expect(task(path, 'CORP\\ana & <co>')('Command')).toBe(path);
    expect(task(path, 'CORP\\ana & <co>')('UserId')).toBe('CORP\\ana & <co>');
  });

  test('runs hidden, with few rights, once at a time, on batteries too, and not for ever', () => {
    const of = task('C:\\b\\bedrock-launcher.exe', 'CORP\\ana');
    const wanted = {
      Arguments: '--renew',
      Interval: 'PT15M',
      RandomDelay: 'PT3M',
      LogonType: 'InteractiveToken',
      RunLevel: 'LeastPrivilege',
      Hidden: 'true',
      MultipleInstancesPolicy: 'IgnoreNew',
      StartWhenAvailable: 'true',
      DisallowStartIfOnBatteries: 'false',
      StopIfGoingOnBatteries: 'false',
      ExecutionTimeLimit: 'PT14M',
    };
    expect(Object.fromEntries(Object.keys(wanted).map((name) => [name, of(name)]))).toEqual(wanted);
  });

  test('is written in UTF-16 with a byte order mark', () => {
    const { content } = contentOf('win32', 'task', 'C:\\b\\bedrock-launcher.exe', 'ana');
    expect([...(content as Buffer).subarray(0, 4)]).toEqual([0xff, 0xfe, 0x3c, 0]);
  });

  test('without a user it is that of everybody who logs on', () => {
    const of = task('C:\\b\\bedrock-launcher.exe');
    expect([of('GroupId'), of('UserId'), of('LogonType')]).toEqual(['S-1-5-32-545', undefined, undefined]);
    // The run of one person keeps no other one's from beginning.
    expect(of('MultipleInstancesPolicy')).toBe('Parallel');
  });

  test.each(['C:\\%TEMP%\\b.exe', 'C:\\5% and 10%\\b.exe', 'C:\\$(Arg0)\\b.exe'])('no task starts %s', async (path) => {
    const { code, message } = await problemOf(() => contentOf('win32', 'task', path));
    expect([code, message]).toEqual(['configuration', expect.stringContaining(path)]);
  });

  test('each person has a task of their own, however they type their name, and all together have one', () => {
    const names = ['CORP\\ana', 'corp\\Ana', 'PC\\ana', 'CORP\\bob', undefined].map(taskName);
    expect(names[0]).toBe(names[1]);
    expect(new Set(names).size).toBe(4);
    expect(names.at(-1)).toBe('Bedrock Launcher Renewal');
    for (const name of names) expect(name).toMatch(/^Bedrock Launcher Renewal( [0-9a-f]{8})?$/);
  });
});
