import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';

const root = dirname(dirname(import.meta.dirname));

/** The Debian trixie folder that `.ci/trixie` builds, where AWS CLI v2, boto3 and Wine 10 are; TRIXIE names it. */
export const trixie = process.env['TRIXIE'] ?? '';

/** Describes what needs the folder; a machine without it skips by name. */
export const describeWithTrixie = existsSync(trixie) ? describe : describe.skip;

export const pythonBrowser = join(root, 'test', 'fixtures', 'browser.py');

export interface Done {
  exitCode: number | undefined;
  stdout: string;
  stderr: string;
}

/** Runs a program of the folder; the temporary folder has the same path inside. */
export async function inTrixie(command: string[], env: Record<string, string>): Promise<Done> {
  const done = await execa(join(root, '.ci', 'trixie'), [trixie, ...command], {
    env: { PATH: process.env['PATH'] ?? '', ...env, BROWSER: pythonBrowser },
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    timeout: 50_000,
  });
  return { exitCode: done.exitCode, stdout: String(done.stdout), stderr: String(done.stderr) };
}
