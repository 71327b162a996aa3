import { posix } from 'node:path';
import { Problem } from '../problem.ts';
import { readSettingsBytes } from './settings-file.ts';
import type { Owner, PolicyReading, SettingsSource } from './source.ts';

/** The preference domains. */
export const DOMAINS = {
  app: 'com.anthropic.claudefordesktop',
  toolkit: 'io.github.bedrock-launcher',
} as const satisfies Record<Owner, string>;

/**
 * The managed settings of macOS: per domain one file for the machine and one for the person, merged key by key, the
 * person's winning. Only root can write there, and MDM does; `folder` is /Library/Managed Preferences.
 */
export async function readMacosPolicy(folder: string, user: string): Promise<PolicyReading> {
  const reading: PolicyReading = { sources: [], searched: [], refused: [], shadowed: [], files: [] };
  for (const owner of ['app', 'toolkit'] as const) {
    const machines = posix.join(folder, `${DOMAINS[owner]}.plist`);
    const persons = posix.join(folder, user, `${DOMAINS[owner]}.plist`);
    reading.searched.push(persons, machines);
    for (const place of [machines, persons]) {
      reading.files.push(place);
      const found = await sourceAt(place, owner);
      if (found instanceof Problem) reading.refused.push(found);
      else if (found) reading.sources.push(found);
    }
  }
  return reading;
}

async function sourceAt(place: string, owner: Owner): Promise<SettingsSource | Problem | undefined> {
  try {
    const bytes = readSettingsBytes(place);
    if (!bytes) return undefined;
    const { readPlist } = await import('./plist.ts');
    return { place, owner, values: readPlist(place, bytes), encoding: 'preferences' };
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown;
    throw thrown;
  }
}
