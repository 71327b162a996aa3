import { existsSync } from 'node:fs';
import { runBounded } from '../../shared/bounded-run.ts';
import { deadline } from '../../shared/deadline.ts';
import type { Host } from '../../shared/host.ts';
import { programPath } from '../../shared/places.ts';
import { type ExitName, Problem } from '../../shared/problem.ts';
import { withLock } from '../../shared/vault/lock.ts';
import { UNIT } from './definitions.ts';
import { type Stamps, stampsOf } from './due.ts';
import { ownFiles } from './places.ts';
import { EVERY_MINUTES, JITTER_MINUTES } from './rhythm.ts';
import { timerRuns } from './scheduler.ts';
import { isListening, liveBus } from './session-bus.ts';

const MINUTE_MS = 60_000;
/** As long as an earlier resident takes to see that it is no longer wanted; one that stays makes the second one needless. */
const PATIENCE_MS = 2 * MINUTE_MS;
const FOR_ALL = `/etc/xdg/autostart/${UNIT}.desktop`;

/** Stands in for a timer where there is none: sleeps, has a process of its own renew, and sleeps again. */
export async function reside(host: Host): Promise<ExitName> {
  if (host.platform !== 'linux') throw new Problem('usage', 'only Linux has a resident', 'say --background on');
  if (await timerRuns(host)) return 'done';
  const taken = new Problem('timeout', 'another resident is there', 'leave it alone');
  try {
    await withLock(host, 'resident', deadline(PATIENCE_MS, taken), () => renewNowAndThen(host));
  } catch (thrown) {
    if (thrown !== taken) throw thrown;
  }
  return 'done';
}

/** Until nothing asks for it any more, or the desktop session has ended that it was started in. */
async function renewNowAndThen(host: Host): Promise<void> {
  const program = programPath(host, 'bedrock-launcher');
  const entries = stampsOf([
    FOR_ALL,
    ...ownFiles(host).flatMap(({ kind, path }) => (kind === 'autostart' ? path : [])),
  ]);
  const bus = await liveBus(host.env);
  // Looked at each minute: whoever comes after this one waits no longer.
  const isWanted = async () => existsSync(program) && isAskedFor(entries) && (!bus || (await isListening(bus)));
  const bounds = { milliseconds: EVERY_MINUTES * MINUTE_MS, characters: 4_096 };
  while (await isWanted()) {
    await runBounded([program, '--renew'], host.env, bounds, () => {});
    for (let left = EVERY_MINUTES + Math.random() * JITTER_MINUTES; left > 0 && (await isWanted()); left--)
      await host.pause(Math.min(left, 1) * MINUTE_MS);
  }
}

/** An entry that has been written anew has a resident of its own, which waits for the end of this one. */
function isAskedFor(entries: Stamps): boolean {
  const there = Object.keys(entries).filter((entry) => existsSync(entry));
  const stamps = stampsOf(there);
  return there.length > 0 && there.every((entry) => stamps[entry] === entries[entry]);
}
