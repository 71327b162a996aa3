import { closeSync, lstatSync, openSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { replaceFile } from '../../shared/files.ts';
import { Problem } from '../../shared/problem.ts';

/** Keeps the text of the config file beside it and in its mode; gives where, undefined when there is no file. */
export async function keepBackup(file: string, text: string): Promise<string | undefined> {
  const mode = modeOf(targetOf(file));
  if (mode === undefined) return undefined;
  const backup = `${file}.bedrock-launcher-backup`;
  await replaceFile(backup, text, true, mode);
  return backup;
}

/**
 * Puts a new text into the config file, whole or not at all; the file keeps its mode, and a link to it stays one. Throws a
 * Problem (storage).
 */
export async function replaceConfig(file: string, text: string): Promise<void> {
  const target = targetOf(file);
  await replaceFile(target, text, true, modeOf(target));
}

/** Links are kept by people who have their settings in a repository; one that leads nowhere yet is followed too. */
const MOST_LINKS = 40;

function targetOf(file: string): string {
  let target = file;
  for (let links = 0; links < MOST_LINKS; links++) {
    const link = attempt(target, () => linkAt(target));
    if (link === undefined) return target;
    target = link;
  }
  throw new Problem('storage', `${file}: a link without an end`, 'put a file there');
}

/** Where a link leads; undefined where there is none. */
function linkAt(file: string): string | undefined {
  if (!lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()) return undefined;
  return resolve(realpathSync(dirname(file)), readlinkSync(file));
}

/** Undefined: there is no file. Who took the right to write away from a file meant it, though its folder would let us. */
function modeOf(file: string): number | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats) return undefined;
  attempt(file, () => closeSync(openSync(file, 'r+')));
  return stats.mode & 0o7777;
}

function attempt<Result>(file: string, act: () => Result): Result {
  try {
    return act();
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    throw new Problem(
      'storage',
      `${file}: can't be written (${code})`,
      'check what it is and who may write it',
      thrown,
    );
  }
}
