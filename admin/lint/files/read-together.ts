import { basename, dirname, extname } from 'node:path';
import type { Reading } from '../place.ts';
import { readFileToLint } from './read-file.ts';

/**
 * Each file by itself, but the app's managed file and ours as one where both are named: they stand side by side on one
 * machine.
 */
export async function readTogether(files: readonly string[], appVersion?: string): Promise<Reading[]> {
  const all = await Promise.all(
    [...new Set(files)].map(async (file) => ({ file, reading: await readFileToLint(file, appVersion) })),
  );
  const machines = Map.groupBy(all, ({ file, reading }) => machineOf(file, reading) ?? Symbol());
  return [...machines.values()].map((parts) => parts.map(({ reading }) => reading).reduce(joined));
}

/** The folder that stands for a machine; undefined for a file that stands for itself. */
function machineOf(file: string, { places: [place] }: Reading): string | undefined {
  if (!place?.owner) return undefined;
  if (basename(file) === 'managed-settings.json') return dirname(dirname(file));
  return extname(file) === '.plist' ? dirname(file) : undefined;
}

/** Two readings as one: their places stand side by side on one machine. */
export function joined(one: Reading, other: Reading): Reading {
  return {
    places: [...one.places, ...other.places],
    shadowed: [...one.shadowed, ...other.shadowed],
    refused: [...one.refused, ...other.refused],
    strays: [...one.strays, ...other.strays],
  };
}
