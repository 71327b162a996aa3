import type { Host } from '../shared/host.ts';
import { type Config, effectiveConfig } from '../shared/policy/config.ts';
import { readSettings } from '../shared/policy/read-settings.ts';
import type { Settings } from '../shared/policy/settings.ts';
import type { Wishes } from '../shared/policy/wishes.ts';

/** What the settings say, and the person's wishes. Throws a Problem (configuration). */
export async function readConfig(host: Host, wishes: Wishes): Promise<Config> {
  return configIn(host, await readSettings(host), wishes);
}

/** The same of settings that are read. */
export function configIn(host: Host, settings: Settings, wishes: Wishes): Config {
  const config = effectiveConfig(settings, host.env, wishes);
  host.log.admit(() => config.logLevel);
  return config;
}

/** Undefined: somebody does, or a profile has credentials. */
export function whyNobodySignsIn(config: Config): string | undefined {
  switch (config.credential().from) {
    case 'identity':
      return undefined;
    case 'settings':
      return 'nothing to sign in to: the settings hold a Bedrock API key';
    case 'gateway':
      return 'nothing to sign in to: the gateway has the AWS credentials';
    case 'app':
      return 'nothing to sign in to here: the app asks for the sign-in itself';
  }
}
