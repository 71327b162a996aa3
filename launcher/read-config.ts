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

/** What has the credentials where nobody signs in here, and in what words. */
const NOBODY = {
  settings: { by: 'api-key', why: 'the settings hold a Bedrock API key' },
  gateway: { by: 'gateway', why: 'the gateway has the AWS credentials' },
  app: { by: 'app', why: 'the app asks for the sign-in itself' },
} as const;

type Nobody = (typeof NOBODY)[keyof typeof NOBODY];

/** Undefined: somebody does, or a profile has credentials. */
export function nobodySignsIn(config: Config): Nobody | undefined {
  const { from } = config.credential();
  return from === 'identity' ? undefined : NOBODY[from];
}

/** The same as a sentence. */
export function whyNobodySignsIn(config: Config): string | undefined {
  const nobody = nobodySignsIn(config);
  return nobody && inASentence(nobody);
}

export function inASentence({ why }: Nobody): string {
  return `nothing to sign in to: ${why}`;
}
