import { basename } from 'node:path';
import { DOMAINS } from '../../../shared/policy/macos-policy.ts';
import { readPlist } from '../../../shared/policy/plist.ts';
import { textOf } from '../../../shared/policy/settings-file.ts';
import type { Owner } from '../../../shared/policy/source.ts';
import { type Place, type Reading, readingOf, type Stray } from '../place.ts';
import { meaningOf } from '../spelling.ts';
import { plistKeyLines } from './key-lines.ts';

type Dict = Record<string, unknown>;

/** A configuration profile, or a preference file whose domain its name tells. */
export function readPlistPlaces(file: string, bytes: Buffer): Reading {
  const root = readPlist(file, bytes);
  const lines = plistKeyLines(textOf(bytes));
  if (!Array.isArray(root['PayloadContent'])) {
    return readingOf([placeIn(file, file, ownerOf(basename(file, '.plist')), root, lines)]);
  }
  const payloads = root['PayloadContent'].filter(isDict);
  const found = payloads.flatMap(preferencesIn).flatMap(({ domain, values }) => {
    const owner = ownerOf(domain);
    return owner ? [placeIn(`${file}: ${domain}`, file, owner, values, lines)] : [];
  });
  return readingOf(found, found.length > 0 ? [] : payloads.flatMap((payload) => strayIn(file, payload)));
}

export function placeIn(
  name: string,
  file: string | undefined,
  owner: Owner | undefined,
  values: Dict,
  lines: ReadonlyMap<string, number> = new Map(),
): Place {
  const own = Object.entries(values).filter(([key]) => !ENVELOPE.test(key));
  const entries = own.map(([key, raw]) => ({ name: key, raw, line: lines.get(key) }));
  return { name, file, owner, system: 'darwin', encoding: 'preferences', managed: true, entries };
}

/** What a payload says of itself. */
const ENVELOPE = /^Payload[A-Z]/;

/** A payload of a domain's own type, or the older wrapping, which names the domain inside. */
function preferencesIn(payload: Dict): { domain: string; values: Dict }[] {
  if (payload['PayloadType'] !== 'com.apple.ManagedClient.preferences') {
    return [{ domain: String(payload['PayloadType']), values: payload }];
  }
  const domains = isDict(payload['PayloadContent']) ? payload['PayloadContent'] : {};
  return Object.entries(domains).flatMap(([domain, content]) => {
    const forced = isDict(content) && Array.isArray(content['Forced']) ? content['Forced'].filter(isDict) : [];
    return forced
      .map((one) => one['mcx_preference_settings'])
      .filter(isDict)
      .map((values) => ({ domain, values }));
  });
}

/** A payload with keys of the app or of ours, of a type that nobody reads. */
function strayIn(file: string, payload: Dict): Stray[] {
  // Claude Code has a domain of its own, with other keys.
  if (!Object.keys(payload).some((name) => meaningOf(name))) return [];
  const domain = /launcher/i.test(String(payload['PayloadType'])) ? DOMAINS.toolkit : DOMAINS.app;
  const message = 'the PayloadType is of a domain that nobody reads';
  return [{ place: file, file, message, hint: `write ${domain} as the PayloadType` }];
}

function ownerOf(domain: string): Owner | undefined {
  if (domain === DOMAINS.app) return 'app';
  return domain === DOMAINS.toolkit ? 'toolkit' : undefined;
}

function isDict(value: unknown): value is Dict {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
