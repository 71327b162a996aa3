import type { Host } from '../../shared/host.ts';
import type { Config } from '../../shared/policy/config.ts';
import { readMark } from './mark.ts';

/**
 * Brings this person's renewal in line with the settings, once the client is open: it makes nobody wait, and no failure of
 * it is one of the launch. Where all is as it should be, it reads one file. A program that has moved, or that would be run
 * in another way than when it was installed, is installed anew.
 */
export async function settleBackground(host: Host, config: Pick<Config, 'renewInBackground'>): Promise<void> {
  try {
    const wanted = config.renewInBackground;
    const mark = await readMark(host);
    if (wanted ? mark === (await fingerprint(host)) : mark === undefined) return;
    const { turnOff, turnOn } = await import('./switch.ts');
    const left = wanted ? [] : await turnOff(host);
    if (wanted) await turnOn(host);
    host.log.info('background renewal', { installed: wanted, left: left.join() || undefined });
  } catch (thrown) {
    const { asProblem } = await import('../../shared/program.ts');
    const { problemFields } = await import('../../shared/log.ts');
    host.log.warn('background renewal', { installed: false, ...problemFields(asProblem(thrown)) });
  }
}

async function fingerprint(host: Host): Promise<string> {
  const { ownFingerprint } = await import('./places.ts');
  return ownFingerprint(host);
}
