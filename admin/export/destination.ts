import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { replaceFile } from '../../shared/files.ts';
import { Problem } from '../../shared/problem.ts';
import { writeWhole } from '../../shared/program.ts';
import { isTerminal } from '../../shared/terminal.ts';
import type { ExportedFile } from './format.ts';

const STDOUT = 1;
const FOR_ALL = 0o644;

/** A file, and where it goes. */
interface Placed extends ExportedFile {
  path: string;
}

/**
 * Where each file of an export goes: one alone to the file that is named, or into the folder where one is there or the name
 * ends like one; several into the folder. Throws a Problem (usage) before anything is written.
 */
export function placed(out: string, files: readonly ExportedFile[], inputs: readonly string[]): Placed[] {
  const isFolder = files.length !== 1 || /[\\/]$/.test(out) || isThere(out, 'folder');
  if (isFolder && isThere(out, 'file'))
    throw new Problem('usage', `${out} is a file, but the export has ${files.length} files`, 'name a folder by --out');
  const all = files.map((file) => ({ ...file, path: isFolder ? join(out, ...file.name.split('/')) : out }));
  const read = inputs.map((input) => resolve(input));
  const own = all.find(({ path }) => read.includes(resolve(path)));
  if (!own) return all;
  throw new Problem('usage', `${own.path} is what the export is made from`, 'name another file by --out');
}

/** Each whole or not at all. */
export async function write(files: readonly Placed[]): Promise<void> {
  for (const { path, content, mode = FOR_ALL } of files) await replaceFile(path, content, true, mode);
}

/** One file, to stdout. Throws a Problem (usage) where a terminal would show a secret, or what is no text for it. */
export function print(files: readonly ExportedFile[]): void {
  const [only] = files;
  if (!only || files.length > 1) {
    const names = files.map(({ name }) => name).join(', ');
    throw new Problem('usage', `the export has ${files.length} files: ${names}`, 'name a folder by --out FOLDER');
  }
  const { content, mode = FOR_ALL } = only;
  const why = mode & 0o044 ? content.includes(0) && 'is no text for a terminal' : 'holds a secret';
  if (why && isTerminal(STDOUT)) throw new Problem('usage', `${only.name} ${why}`, 'name a file by --out FILE');
  writeWhole(content);
}

/** Whoever writes there says why it can't be. */
function isThere(path: string, kind: 'file' | 'folder'): boolean {
  try {
    const stats = statSync(path);
    return kind === 'file' ? stats.isFile() : stats.isDirectory();
  } catch {
    return false;
  }
}
