import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../problem.ts';
import type { SettingsSource } from './settings.ts';
import { readSettingsFile } from './settings-file.ts';

const FILES = [
  { folder: 'claude-desktop', owner: 'app' },
  { folder: 'bedrock-launcher', owner: 'toolkit' },
] as const;

/**
 * The managed settings of Linux: one file per owner under /etc. As with the app, a file that someone other than root
 * could have written is refused, and then nothing else is read in its place.
 */
export function readLinuxPolicy(etc: string): { sources: SettingsSource[]; searched: string[] } {
  const found = FILES.map(({ folder, owner }) => {
    const place = join(etc, folder, 'managed-settings.json');
    const values = isThere(place) ? readTrusted(place, join(etc, folder)) : undefined;
    return { place, owner, values };
  });
  return {
    sources: found.flatMap(({ place, owner, values }) => (values ? [{ place, owner, values }] : [])),
    searched: found.map(({ place }) => place),
  };
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
  const fault = stats.isSymbolicLink() ? 'is a symbolic link' : foreignOwner(stats.uid, stats.mode);
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
