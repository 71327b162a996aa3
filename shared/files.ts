import { lstatSync, type Stats, statSync } from 'node:fs';
import { access, constants, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
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
  refuseDevice(file);
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    // Without a wait for the disk, the calls themselves take a third of the time that their hand-over to threads does.
    const write = durable ? writeFileAtomic : writeFileAtomic.sync;
    await patiently(async () => write(file, content, { mode, fsync: durable }));
  } catch (thrown) {
    throw unwritable(file, thrown);
  }
}

/**
 * The file would be put in the place of whatever a link leads to: for root that may be /dev/null. A pipe or a socket that
 * stands there itself gives way. Throws a Problem (storage).
 */
function refuseDevice(file: string): void {
  const [itself, target] = [lstatSync, statSync].map((look) => statsOrNone(() => look(file)));
  if (!itself || !target || target.isFile() || target.isDirectory()) return;
  if (itself.isFIFO() || itself.isSocket()) return;
  throw new Problem('storage', `${file}: not a regular file`, 'put a file there, or name another');
}

function statsOrNone(look: () => Stats): Stats | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

/** What is written beside it and then put in its place takes less than this. */
const WRITING_MS = 60_000;

/** The same for a file that holds a secret: what a writer that was killed half-way has left beside it goes too. */
export async function replaceSecret(file: string, content: string | Buffer, durable = true): Promise<void> {
  // Side by side: it stands on the way of every credential.
  await Promise.all([replaceFile(file, content, durable), removeLeftovers(file, WRITING_MS).catch(() => {})]);
}

/** Removes it and what writers of it have left. Throws a Problem (storage). */
export async function removeSecret(file: string): Promise<void> {
  await removeIfThere(file);
  await removeLeftovers(file, 0);
}

/** Removes a file, or a folder with all that is in it. Throws a Problem (storage) that names what stays. */
export async function removeIfThere(path: string, kind: 'file' | 'folder' = 'file'): Promise<void> {
  try {
    await patiently(() => rm(path, { recursive: kind === 'folder', force: true }));
  } catch (thrown) {
    const { code, path: place = path } = thrown as NodeJS.ErrnoException;
    throw new Problem('storage', `${place}: can't be removed (${code})`, 'check its folder and its owner', thrown);
  }
}

/** write-file-atomic puts a number behind the name. */
async function removeLeftovers(file: string, olderThanMs: number): Promise<void> {
  const folder = dirname(file);
  const begin = `${basename(file)}.`;
  const names = await readdir(folder).catch(() => []);
  const ours = names.filter((name) => name.startsWith(begin) && /^\d{1,10}$/.test(name.slice(begin.length)));
  for (const left of ours.map((name) => join(folder, name))) {
    const stats = lstatSync(left, { throwIfNoEntry: false });
    if (stats?.isFile() && Date.now() - stats.mtimeMs >= olderThanMs) await removeIfThere(left);
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
