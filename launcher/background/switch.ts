import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { replaceFile } from '../../shared/files.ts';
import type { Host } from '../../shared/host.ts';
import { programPath } from '../../shared/places.ts';
import { type ExitName, Problem } from '../../shared/problem.ts';
import { readConfig } from '../read-config.ts';
import { dueFile } from './due.ts';
import { markFile } from './mark.ts';
import { type OwnFile, ownFiles, ownFingerprint, type PlaceHost } from './places.ts';
import { SCHEDULERS, type Scheduler, schedulerOf } from './scheduler.ts';

/** `--background on | off | resident`. */
export async function switchBackground(host: Host, word: string | boolean | undefined): Promise<ExitName> {
  switch (word) {
    case 'on': {
      const atOnce = await turnOn(host);
      host.say(`the renewal in the background is on${atOnce ? '' : ', from your next login to a desktop'}`);
      await warnUnless(host, true);
      return 'done';
    }
    case 'off': {
      const left = await turnOff(host);
      for (const what of left) host.say(`warning: ${what}`);
      if (left.length === 0) host.say('the renewal in the background is off');
      await warnUnless(host, false);
      return 'done';
    }
    case 'resident': {
      const { reside } = await import('./resident.ts');
      return reside(host);
    }
    default:
      throw new Problem('usage', '--background takes on or off', 'say --background on, or --background off');
  }
}

/** Each launch brings the renewal in line with the settings, whatever was said by hand. */
async function warnUnless(host: Host, wanted: boolean): Promise<void> {
  try {
    if ((await readConfig(host, {})).renewInBackground === wanted) return;
    const next = wanted
      ? 'the next launch turns it off, and no run renews anything'
      : 'the next launch turns it on again';
    host.say(`warning: the setting renewInBackground is ${wanted ? 'not ' : ''}true: ${next}`);
    host.say(`hint: set renewInBackground to ${wanted}`);
  } catch (thrown) {
    // It was switched all the same: an uninstaller must not fail for it.
    if (!(thrown instanceof Problem)) throw thrown;
    host.say(`warning: ${thrown.message}`);
    host.say(`hint: ${thrown.hint}`);
  }
}

/**
 * Has this person's renewal run from now on; where it does already, as it would be set up today. False: from their next login
 * on. Throws a Problem.
 */
export async function turnOn(host: PlaceHost): Promise<boolean> {
  const program = programPath(host, 'bedrock-launcher');
  if (!existsSync(program))
    throw new Problem('configuration', `there is no ${program} to be run`, 'install the toolkit');
  const scheduler = await schedulerOf(host);
  const files = filesOf(host, scheduler);
  const atOnce = await placedAndStarted(host, scheduler, files);
  await rm(dueFile(host), { force: true });
  await replaceFile(markFile(host), ownFingerprint(host));
  return atOnce;
}

async function placedAndStarted(host: PlaceHost, scheduler: Scheduler, files: OwnFile[]): Promise<boolean> {
  try {
    for (const { path, content } of files) await replaceFile(path, content());
    return await scheduler.start(host, files);
  } catch (thrown) {
    await taken(host, scheduler).catch(() => {});
    throw thrown;
  }
}

/**
 * Removes what `turnOn` made, and nothing else. What goes on all the same, as a person is told it. Throws a Problem, and
 * then leaves it as it is.
 */
export async function turnOff(host: PlaceHost): Promise<string[]> {
  const left: (string | undefined)[] = [];
  for (const scheduler of SCHEDULERS[host.platform]) {
    if (!filesOf(host, scheduler).some(({ path }) => existsSync(path))) continue;
    left.push(await scheduler.stop(host));
    await taken(host, scheduler);
  }
  await rm(markFile(host), { force: true });
  return left.filter((what) => what !== undefined);
}

async function taken(host: PlaceHost, scheduler: Scheduler): Promise<void> {
  for (const { path } of filesOf(host, scheduler)) await rm(path, { force: true });
  await scheduler.forget?.(host);
}

function filesOf(host: PlaceHost, { kinds }: Scheduler): OwnFile[] {
  return ownFiles(host).filter(({ kind }) => kinds.includes(kind));
}
