import { basename, dirname } from 'node:path';
import type { SettingsHost } from '../../shared/policy/read-settings.ts';
import { readSettingsBytes } from '../../shared/policy/settings-file.ts';
import { readBytesToLint } from '../lint/files/read-file.ts';
import { readMachine } from '../lint/machine.ts';
import { valuesRead } from '../setup/reading-values.ts';
import type { Opened } from './draft.ts';

/** What a page has sent: a file by its name, which is no path here. Throws a Problem (configuration). */
export async function openContent(name: string, content: Buffer): Promise<Opened> {
  const shown = basename(name.replaceAll('\\', '/')) || 'the file';
  return { ...valuesRead(await readBytesToLint(shown, content)), from: shown };
}

/** Undefined: there is no such file yet. Throws a Problem (configuration). */
export async function openFile(file: string): Promise<Opened | undefined> {
  const bytes = readSettingsBytes(file);
  return bytes && { ...valuesRead(await readBytesToLint(file, bytes)), from: file };
}

/** What counts on this machine. Throws a Problem (configuration) where nothing does. */
export async function openDevice(host: SettingsHost): Promise<Opened> {
  const reading = await readMachine(host);
  return { ...valuesRead(reading), from: reading.places.map(({ name }) => name).join(', ') };
}

/** Whether a file is one of those that hold the keys of one owner alone: those of the other would void it. */
export function isOfOneOwner(file: string): boolean {
  return basename(file) === 'managed-settings.json' || dirname(file).endsWith('Managed Preferences');
}
