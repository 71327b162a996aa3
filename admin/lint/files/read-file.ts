import { readSettingsBytes, textOf } from '../../../shared/policy/settings-file.ts';
import { Problem } from '../../../shared/problem.ts';
import type { Reading } from '../place.ts';
import { readJsonPlaces } from './json-places.ts';
import { readPlistPlaces } from './plist-places.ts';
import { readRegistryPlaces } from './registry-places.ts';
import { isSigned, unwrapped } from './signed-profile.ts';
import { withoutWrapped } from './strays.ts';

type Format = 'json' | 'registry' | 'plist' | 'signed';

/** What a file says. Throws a Problem (configuration) that names it and quotes nothing. */
export async function readFileToLint(file: string, appVersion?: string): Promise<Reading> {
  const bytes = readSettingsBytes(file);
  if (!bytes) throw new Problem('configuration', `no file at ${file}`, 'check the name');
  return readBytesToLint(file, bytes, appVersion);
}

/** The same of what was read already; `file` is what it is called. */
export async function readBytesToLint(file: string, bytes: Buffer, appVersion?: string): Promise<Reading> {
  const reading = withoutWrapped(await readAs(formatOf(file, bytes), file, bytes, appVersion));
  if (reading.places.length > 0 || reading.strays.length > 0) return reading;
  return { ...reading, strays: [nothingIn(file)] };
}

async function readAs(format: Format, file: string, bytes: Buffer, appVersion?: string): Promise<Reading> {
  switch (format) {
    case 'json':
      return readJsonPlaces(file, textOf(bytes));
    case 'registry':
      return readRegistryPlaces(file, registryText(bytes), appVersion);
    case 'plist':
      return readPlistPlaces(file, bytes);
    case 'signed':
      return readPlistPlaces(file, unwrapped(file, bytes));
  }
}

const EXTENSIONS: [RegExp, Format][] = [
  [/\.json$/i, 'json'],
  [/\.reg$/i, 'registry'],
  [/\.(plist|mobileconfig)$/i, 'plist'],
];

const BEGINNINGS: [RegExp, Format][] = [
  [/^\s*[{[]/, 'json'],
  [/^\s*(Windows Registry Editor|REGEDIT4)/, 'registry'],
  [/^\s*(bplist|<\?xml|<!DOCTYPE plist|<plist)/, 'plist'],
];

/** By the extension, else by how the content begins. */
function formatOf(file: string, bytes: Buffer): Format {
  const named = EXTENSIONS.find(([pattern]) => pattern.test(file))?.[1];
  if ((named === 'plist' || !named) && isSigned(bytes)) return 'signed';
  const beginning = registryText(bytes.subarray(0, 200));
  const found = named ?? BEGINNINGS.find(([pattern]) => pattern.test(beginning))?.[1];
  if (found) return found;
  throw new Problem(
    'configuration',
    `${file}: neither JSON nor a registry file nor a property list`,
    'name a .json, .reg, .mobileconfig or .plist file',
  );
}

/** Some tools write UTF-16 and forget to say so. */
function registryText(bytes: Buffer): string {
  return bytes[0] && bytes[1] === 0 ? bytes.toString('utf16le') : textOf(bytes);
}

function nothingIn(file: string): Reading['strays'][number] {
  const message = 'nothing in it is for Claude Desktop or for this toolkit';
  return { place: file, file, message, hint: 'check that it is the right file, and where it puts its values' };
}
