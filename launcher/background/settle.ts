import { existsSync } from 'node:fs';
import type { Host } from '../../shared/host.ts';
import type { Config } from '../../shared/policy/config.ts';
import { installedMark } from './places.ts';

/**
 * Brings this person's renewal in line with the settings, once the client is open: it makes nobody wait, and no failure of
 * it is one of the launch. Where all is as it should be, it looks for one file.
 */
export async function settleBackground(host: Host, config: Pick<Config, 'renewInBackground'>): Promise<void> {
  try {
    const wanted = config.renewInBackground;
    if (existsSync(installedMark(host)) === wanted) return;
    const { turnOff, turnOn } = await import('./switch.ts');
    await (wanted ? turnOn(host) : turnOff(host));
    host.log.info('background renewal', { installed: wanted });
  } catch (thrown) {
    const { asProblem } = await import('../../shared/program.ts');
    const { problemFields } = await import('../../shared/log.ts');
    host.log.warn('background renewal', { installed: false, ...problemFields(asProblem(thrown)) });
  }
}
