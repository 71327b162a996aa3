import { statfsSync } from 'node:fs';

/** A few files of ours. */
const LEAST_BYTES = 128 * 1024;

type Space = Record<'blocks' | 'bavail' | 'bsize', number>;

/** Whether the disk of that folder is full, where the system says so: some file systems count nothing. */
export function isFull(folder: string, spaceOf: (folder: string) => Space = (path) => statfsSync(path)): boolean {
  try {
    const { blocks, bavail, bsize } = spaceOf(folder);
    return blocks > 0 && bavail * bsize < LEAST_BYTES;
  } catch {
    return false;
  }
}
