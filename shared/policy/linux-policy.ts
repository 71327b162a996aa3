import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../problem.ts';
import { readSettingsFile } from './settings-file.ts';
import type { Owner, PolicyReading } from './source.ts';

/** The folders under /etc. */
export const LINUX_FOLDERS = {
  app: 'claude-desktop',
  toolkit: 'bedrock-launcher',
} as const satisfies Record<Owner, string>;

const FILES = (['app', 'toolkit'] as const).map((owner) => ({ owner, folder: LINUX_FOLDERS[owner] }));

/**
 * The managed settings of Linux: one file per owner under /etc. As with the app, a file that someone other than root
 * could have written is refused, and then nothing else is read in its place.
 */
export function readLinuxPolicy(etc: string): PolicyReading {
  const places = FILES.map(({ folder }) => join(etc, folder, 'managed-settings.json'));
  const reading: PolicyReading = { sources: [], searched: places, refused: [], shadowed: [], files: places };
  for (const { folder, owner } of FILES) {
    const place = join(etc, folder, 'managed-settings.json');
    try {
      const values = isThere(place) ? readTrusted(place, join(etc, folder)) : undefined;
      if (values) reading.sources.push({ place, owner, values });
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
      reading.refused.push(thrown);
    }
  }
  return reading;
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    if (code === 'ENOTDIR') return false;
    throw new Problem('configuration', `${path}: can't be read (${code})`, 'check who may read it', thrown);
  }
}

function readTrusted(file: string, folder: string): Record<string, unknown> | undefined {
  for (const path of [folder, file]) refuseForeign(path);
  return readSettingsFile(file);
}

function refuseForeign(path: string): void {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink())
    throw new Problem(
      'configuration',
      `${path} is a symbolic link`,
      'put the file itself there, in a folder of its own',
    );
  const fault = foreignOwner(stats.uid, stats.mode);
  if (fault)
    throw new Problem(
      'configuration',
      `${path} ${fault}`,
      `make it root's own: chown root: ${path}; chmod go-w ${path}`,
    );
}

function foreignOwner(uid: number, mode: number): string | undefined {
  if (uid !== 0) return "isn't owned by root";
  return mode & 0o022 ? 'can be written by others than root' : undefined;
}
