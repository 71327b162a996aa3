import { statSync } from 'node:fs';
import { access, constants, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Problem } from './problem.ts';

/** More than any file that we read; who names a disk image by mistake gets an error, not a full memory. */
const LARGEST = 1024 * 1024;

/** A pipe or a device would keep us waiting for ever. Throws ENOENT and the like as they are. */
export function refuseStrange(path: string, largest = LARGEST): void {
  const stats = statSync(path);
  if (!stats.isFile())
    throw new Problem('configuration', `${path}: not a regular file`, 'put a file there, or name another');
  if (stats.size > largest)
    throw new Problem('configuration', `${path}: larger than ${largest / LARGEST} MiB`, 'name the right file');
}

/** The file's bytes, or undefined when there is no such file. Throws a Problem (storage) when it can't be read. */
export async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    refuseStrange(file);
    return await patiently(() => readFile(file));
  } catch (thrown) {
    if (thrown instanceof Problem) throw new Problem('storage', thrown.message, thrown.hint);
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

/**
 * Puts a file in place whole or not at all, readable by the person alone unless `mode` says otherwise; makes its folder when
 * needed. `durable`: it must outlive a power failure right after, which costs a wait for the disk.
 */
export async function replaceFile(file: string, content: string | Buffer, durable = true, mode = 0o600): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic');
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    // Without a wait for the disk, the calls themselves take a third of the time that their hand-over to threads does.
    const write = durable ? writeFileAtomic : writeFileAtomic.sync;
    await patiently(async () => write(file, content, { mode, fsync: durable }));
  } catch (thrown) {
    throw unwritable(file, thrown);
  }
}

const TRIES = 40;
const BETWEEN_TRIES_MS = 25;

/** On Windows a file that another process has open, if only for a moment, can be neither replaced nor always read. */
async function patiently<Result>(act: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act();
    } catch (thrown) {
      const busy = /^(EPERM|EBUSY)$/.test((thrown as NodeJS.ErrnoException).code ?? '');
      if (!busy || attempt === TRIES) throw thrown;
      await Bun.sleep(BETWEEN_TRIES_MS);
    }
  }
}

function unwritable(place: string, cause: unknown): Problem {
  const code = (cause as NodeJS.ErrnoException).code;
  const hint = 'check the folder, its owner and the free space';
  return new Problem('storage', `${place}: can't be written (${code})`, hint, cause);
}
