import { build, type PlistValue } from 'plist';
import { type KeyName, keyNames, keyOf } from '../../shared/policy/keys.ts';
import { DOMAINS } from '../../shared/policy/macos-policy.ts';
import type { Owner } from '../../shared/policy/source.ts';
import type { Normalized } from '../setup/normalized.ts';
import { type ExportedFile, type Format, textFile } from './format.ts';
import { keyHelp } from './key-help.ts';
import { suggestion } from './suggestion.ts';
import { textSchema } from './text-schema.ts';
import { TITLES } from './titles.ts';

/** https://github.com/ProfileManifests/ProfileManifests/wiki/Manifest-Format */
export const profileManifest: Format = {
  name: 'profile-manifest',
  title: 'profile manifests of macOS (ProfileCreator, iMazing and others)',
  target: 'darwin',
  template: true,
  secrets: false,
  next: 'put both into the folder of manifests of your profile editor',
  files: (setup) => [manifest('app', setup), manifest('toolkit', setup)],
};

/** The same whenever it is written: a manifest is newer where its version is. */
const LAST_MODIFIED = new Date('2026-01-01T00:00:00Z');

function manifest(owner: Owner, setup: Normalized): ExportedFile {
  const names = keyNames.filter((name) => keyOf(name).owner === owner);
  const text = build({
    pfm_domain: DOMAINS[owner],
    pfm_title: TITLES[owner],
    pfm_description: `${TITLES[owner]}: managed settings`,
    pfm_format_version: 1,
    pfm_interaction: 'undefined',
    pfm_last_modified: LAST_MODIFIED,
    pfm_platforms: ['macOS'],
    pfm_targets: ['system', 'user'],
    pfm_unique: true,
    pfm_version: 1,
    pfm_subkeys: [...envelope(owner), ...names.map((name) => subkey(name, setup))] as PlistValue,
  });
  return textFile(`${DOMAINS[owner]}.plist`, `${text}\n`);
}

function subkey(name: KeyName, setup: Normalized): PlistValue {
  const { enum: options, pattern } = textSchema(name);
  const value = suggestion(setup, name);
  return {
    pfm_name: name,
    pfm_title: name,
    pfm_description: keyHelp(name),
    pfm_type: 'string',
    ...(Array.isArray(options) ? { pfm_range_list: options } : {}),
    ...(pattern ? { pfm_format: String(pattern) } : {}),
    ...(value === undefined ? {} : { pfm_default: value }),
    ...(keyOf(name).secret ? { pfm_sensitive: true } : {}),
  };
}

/** What every payload says of itself; an editor makes the identifiers. */
function envelope(owner: Owner): PlistValue[] {
  const texts = [
    ['PayloadType', DOMAINS[owner]],
    ['PayloadDisplayName', TITLES[owner]],
    ['PayloadDescription', `${TITLES[owner]}: managed settings`],
    ['PayloadIdentifier', DOMAINS[owner]],
    ['PayloadUUID', ''],
    ['PayloadOrganization', ''],
  ] as const;
  const version = {
    pfm_name: 'PayloadVersion',
    pfm_title: 'PayloadVersion',
    pfm_description: 'The version of the payload.',
    pfm_type: 'integer',
    pfm_default: 1,
    pfm_require: 'always',
  };
  return [...texts.map(([name, text]) => envelopeKey(name, text)), version];
}

function envelopeKey(name: string, text: string): PlistValue {
  const isOptional = name === 'PayloadOrganization' || name === 'PayloadDescription';
  return {
    pfm_name: name,
    pfm_title: name,
    pfm_description: 'Part of every payload.',
    pfm_type: 'string',
    ...(text ? { pfm_default: text } : {}),
    ...(isOptional ? {} : { pfm_require: 'always' }),
  };
}
