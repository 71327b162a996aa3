import { access, constants, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Problem } from './problem.ts';

/** The file's bytes, or undefined when there is no such file. Throws a Problem (storage) when it can't be read. */
export async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new Problem('storage', `${file}: can't be read (${code})`, 'check what it is and who may read it', thrown);
  }
}

/** Makes a folder that only the person can enter, and sees that files can be made there. */
export async function prepareFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK);
  } catch (thrown) {
    throw unwritable(folder, thrown);
  }
}

/** Puts a file in place whole or not at all, readable by the person alone; makes its folder when needed. */
export async function replaceFile(file: string, content: string | Buffer): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic');
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFileAtomic(file, content, { mode: 0o600 });
  } catch (thrown) {
    throw unwritable(file, thrown);
  }
}

function unwritable(place: string, cause: unknown): Problem {
  const code = (cause as NodeJS.ErrnoException).code;
  const hint = 'check the folder, its owner and the free space';
  return new Problem('storage', `${place}: can't be written (${code})`, hint, cause);
}
