import { Problem } from '../../shared/problem.ts';
import type { Arguments } from '../../shared/program.ts';
import type { ExportOptions, Format } from './format.ts';
import { formats } from './formats.ts';

type Given = Arguments['values'];

const ALL = 'all';

/** The formats that --format names. Throws a Problem (usage). */
export function formatsIn({ format }: Given): readonly Format[] {
  const found = format === ALL ? formats : formats.filter(({ name }) => name === format);
  if (found.length > 0) return found;
  const names = [...formats.map(({ name }) => name), ALL].join(', ');
  const what = typeof format === 'string' ? `there is no format ${JSON.stringify(format)}` : '--format is missing';
  throw new Problem('usage', what, `write --format and one of ${names}`);
}

/** Throws a Problem (usage). */
export function optionsIn({ hive = 'HKLM', organization }: Given): ExportOptions {
  if (hive !== 'HKLM' && hive !== 'HKCU')
    throw new Problem('usage', '--hive is neither HKLM nor HKCU', 'write HKLM for all persons of a machine');
  const name = typeof organization === 'string' ? organization.trim() : undefined;
  if (name !== undefined && !/^[^\p{Cc}\ufffe\uffff]{1,100}$/u.test(name))
    throw new Problem('usage', '--organization needs the name of the company, in one line', 'write it in quotes');
  return { hive, organization: name };
}

/** In seconds. Throws a Problem (usage). */
export function roleSessionIn({ 'role-session': hours }: Given): number | undefined {
  if (hours === undefined) return undefined;
  if (typeof hours === 'string' && /^(?:[1-9]|1[0-2])$/.test(hours)) return Number(hours) * 3_600;
  throw new Problem(
    'usage',
    '--role-session is no whole number of hours from 1 to 12',
    'write the session duration of the permission set, such as 8',
  );
}

/** All values of an option that may come more than once. */
export function listIn(values: Given, name: string): string[] {
  const value = values[name];
  return Array.isArray(value) ? value : [];
}
