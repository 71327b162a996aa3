import { basename } from 'node:path';
import { DOMAINS } from '../../../shared/policy/macos-policy.ts';
import { readPlist } from '../../../shared/policy/plist.ts';
import { textOf } from '../../../shared/policy/settings-file.ts';
import type { Owner } from '../../../shared/policy/source.ts';
import { type Place, type Reading, readingOf, type Stray } from '../place.ts';
import { plistKeyLines } from './key-lines.ts';
import { isDict, looksMeant } from './strays.ts';

type Dict = Record<string, unknown>;

/** A configuration profile, or a preference file whose domain its name tells. */
export function readPlistPlaces(file: string, bytes: Buffer): Reading {
  const root = readPlist(file, bytes);
  const lines = plistKeyLines(textOf(bytes));
  if (!Array.isArray(root['PayloadContent'])) {
    if (/\.mobileconfig$/i.test(file) || isDict(root['PayloadContent'])) return readingOf([], [noProfile(file, root)]);
    return readingOf([placeIn(file, file, ownerOf(basename(file, '.plist')), root, lines)]);
  }
  const payloads = root['PayloadContent'].filter(isDict);
  const all = payloads.flatMap(preferencesIn);
  const found = all.flatMap(({ domain, values }) => {
    const owner = ownerOf(domain);
    return owner ? [placeIn(`${file}: ${domain}`, file, owner, values, lines)] : [];
  });
  const others = all.filter(({ domain }) => !ownerOf(domain));
  return readingOf(
    found,
    others.flatMap(({ domain, values }) => strayIn(file, domain, values)),
  );
}

export function placeIn(
  name: string,
  file: string | undefined,
  owner: Owner | undefined,
  values: Dict,
  lines: ReadonlyMap<string, number> = new Map(),
): Place {
  // A payload has no other inside, but people put one there.
  const isInner = (key: string, raw: unknown) => key === 'PayloadContent' && isDict(raw);
  const own = Object.entries(values).filter(([key, raw]) => !ENVELOPE.test(key) || isInner(key, raw));
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
function strayIn(file: string, type: string, values: Dict): Stray[] {
  // Claude Code has a domain of its own, with other keys.
  if (!looksMeant(type, Object.keys(values))) return [];
  const domain = /launcher/i.test(type) ? DOMAINS.toolkit : DOMAINS.app;
  const message = 'the PayloadType is of a domain that nobody reads';
  return [{ place: file, file, message, hint: `write ${domain} as the PayloadType` }];
}

function ownerOf(domain: string): Owner | undefined {
  if (domain === DOMAINS.app) return 'app';
  return domain === DOMAINS.toolkit ? 'toolkit' : undefined;
}

function noProfile(file: string, root: Dict): Stray {
  const message = isDict(root['PayloadContent'])
    ? 'PayloadContent is a dictionary, but a configuration profile has a list of payloads there'
    : 'this is no configuration profile, and no device takes it: PayloadContent is missing';
  const hint = 'write PayloadContent as an <array> with one <dict>, which has its PayloadType and the keys';
  return { place: file, file, message, hint };
}
