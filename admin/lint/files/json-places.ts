import { basename, dirname } from 'node:path';
import { LINUX_FOLDERS } from '../../../shared/policy/linux-policy.ts';
import { readSettingsText } from '../../../shared/policy/settings-file.ts';
import type { Owner } from '../../../shared/policy/source.ts';
import { type Place, type Reading, readingOf } from '../place.ts';
import { jsonKeyLines } from './key-lines.ts';

/** The folders under /etc that hold managed settings. */
const FOLDERS: Record<string, Owner> = { [LINUX_FOLDERS.app]: 'app', [LINUX_FOLDERS.toolkit]: 'toolkit' };

/** A settings file; by its name and folder it may be a managed one of Linux. */
export function readJsonPlaces(file: string, text: string): Reading {
  const owner = basename(file) === 'managed-settings.json' ? FOLDERS[basename(dirname(file))] : undefined;
  return readingOf([jsonPlace({ name: file, owner, system: owner && 'linux', managed: owner !== undefined }, text)]);
}

/** Throws a Problem that names the place when the text is no JSON object. */
export function jsonPlace(about: Pick<Place, 'name' | 'owner' | 'system' | 'managed'>, text: string): Place {
  const values = readSettingsText(about.name, text);
  const entries = jsonKeyLines(text).map(({ name, line }) => ({ name, line, raw: values[name] }));
  return { ...about, file: about.name, encoding: 'json', entries };
}
