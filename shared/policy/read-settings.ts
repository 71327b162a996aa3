import type { Host } from '../host.ts';
import { pathOf } from '../path.ts';
import { userConfigDir } from '../places.ts';
import { Problem } from '../problem.ts';
import { readLinuxPolicy } from './linux-policy.ts';
import { readMacosPolicy } from './macos-policy.ts';
import { Settings } from './settings.ts';
import { readSettingsFile } from './settings-file.ts';
import type { PolicyReading, SettingsSource } from './source.ts';
import { readWindowsPolicy } from './windows-policy.ts';

export type SettingsHost = Pick<Host, 'platform' | 'env' | 'home' | 'user' | 'systemConfigDir' | 'registry'>;

/**
 * Managed settings, else the file that BEDROCK_LAUNCHER_CONFIG names, else the person's own. Throws a Problem
 * (configuration) where a place is there but doesn't count: nothing else is read in its stead.
 */
export async function readSettings(host: SettingsHost): Promise<Settings> {
  return settingsOf(host, await readPolicy(host));
}

/** What counts after the managed places were read. Throws as `readSettings` does. */
export function settingsOf(host: SettingsHost, reading: PolicyReading): Settings {
  const { sources, searched, files, registry, refused } = reading;
  if (refused[0]) throw refused[0];
  if (sources.length > 0) return new Settings(sources, searched, { managed: true, files, registry });
  const local = readLocal(host);
  const all = { files: [...files, local.place], registry };
  return new Settings(local.sources, local.named ? [local.place] : [...searched, local.place], all);
}

/** The managed places of this system; `appVersion` stands in for minimumAppVersion. */
export async function readPolicy(host: SettingsHost, appVersion?: string): Promise<PolicyReading> {
  const { platform, systemConfigDir, user, registry } = host;
  switch (platform) {
    case 'linux':
      return readLinuxPolicy(systemConfigDir);
    case 'darwin':
      return readMacosPolicy(systemConfigDir, user());
    case 'win32':
      return readWindowsPolicy(registry, appVersion);
  }
}

function readLocal(host: SettingsHost): { place: string; named: boolean; sources: SettingsSource[] } {
  const named = host.env['BEDROCK_LAUNCHER_CONFIG'];
  const place = named || pathOf(host.platform).join(userConfigDir(host), 'settings.json');
  const values = readSettingsFile(place);
  if (!values && named) throw noNamedFile(named);
  return { place, named: Boolean(named), sources: values ? [{ place, values }] : [] };
}

function noNamedFile(place: string): Problem {
  return new Problem('configuration', `no settings file at ${place}`, 'create it, or correct BEDROCK_LAUNCHER_CONFIG');
}
