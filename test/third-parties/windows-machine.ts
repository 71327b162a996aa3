import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import type { ProgramName } from '../person.ts';
import { type Done, pythonBrowser, trixie } from './trixie.ts';

const root = dirname(dirname(import.meta.dirname));

const image = join(root, 'dist', 'windows-x64', 'bedrock-launcher.exe');

/** For tests that need the trixie folder and the windows-x64 build. */
export const describeWithWine = existsSync(trixie) && existsSync(image) ? describe : describe.skip;

/** A Windows machine of its own under Wine: drive C:, registry and Credential Manager live in one folder. */
export interface WindowsMachine {
  /** Writes a file of the person's profile; gives its Windows path. */
  write(path: string, content: string | Buffer): string;
  read(path: string): string;
  bytes(path: string): Buffer;
  /** The names in a folder of the person's profile. */
  list(path: string): string[];
  run(program: ProgramName, args: string[], env: Record<string, string>): Promise<Done>;
  /** Sets a value of the person's registry. */
  set(key: string, name: string, type: 'REG_SZ' | 'REG_BINARY', value: string): Promise<Done>;
  /** Runs commands of Windows' shell, one after the other. */
  shell(commands: readonly string[]): Promise<Done>;
  opened(): string[];
  leave(): Promise<void>;
}

export async function windowsMachine(): Promise<WindowsMachine> {
  const folder = mkdtempSync(join(tmpdir(), 'windows-'));
  const prefix = join(folder, 'machine');
  const profile = join(prefix, 'drive_c', 'users', 'user');
  const log = join(folder, 'browser.log');
  let runs = 0;

  const wine = async (command: string[], env: Record<string, string> = {}): Promise<Done> => {
    // Whatever a program leaves running keeps its stderr open, so that goes to a file.
    const stderr = join(folder, `stderr-${runs++}`);
    const done = await execa(join(root, '.ci', 'wine'), [trixie, ...command], {
      env: { PATH: process.env['PATH'] ?? '', WINEPREFIX: prefix, ...env },
      extendEnv: false,
      stdin: 'ignore',
      stderr: { file: stderr },
      reject: false,
      timeout: 100_000,
    });
    return { exitCode: done.exitCode, stdout: String(done.stdout), stderr: readFileSync(stderr, 'utf8') };
  };

  await wine(['wineserver', '--wait']);
  const write = (path: string, content: string | Buffer): string => {
    mkdirSync(dirname(join(profile, path)), { recursive: true });
    writeFileSync(join(profile, path), content);
    return `C:\\users\\user\\${path.replaceAll('/', '\\')}`;
  };
  return {
    write,
    list: (path) => readdirSync(join(profile, path)),
    bytes: (path) => readFileSync(join(profile, path)),
    read: (path) => readFileSync(join(profile, path), 'utf8'),
    run: (program, args, env) =>
      wine([join(root, 'dist', 'windows-x64', `${program}.exe`), ...args], {
        WINE_BROWSER: pythonBrowser,
        TEST_BROWSER_LOG: log,
        ...env,
      }),
    set: (key, name, type, value) => wine(['reg', 'add', `HKCU\\${key}`, '/v', name, '/t', type, '/d', value, '/f']),
    shell: (commands) => wine(['cmd', '/c', write('commands.bat', ['@echo off', ...commands, ''].join('\r\n'))]),
    opened: () => {
      try {
        return readFileSync(log, 'utf8').trim().split('\n');
      } catch {
        return [];
      }
    },
    async leave() {
      await wine(['wineserver', '--kill']);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
