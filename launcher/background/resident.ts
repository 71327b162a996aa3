import { existsSync } from 'node:fs';
import { runBounded } from '../../shared/bounded-run.ts';
import { deadline } from '../../shared/deadline.ts';
import type { Host } from '../../shared/host.ts';
import { programPath } from '../../shared/places.ts';
import { type ExitName, Problem } from '../../shared/problem.ts';
import { withLock } from '../../shared/vault/lock.ts';
import { EVERY_MINUTES, JITTER_MINUTES, UNIT } from './definitions.ts';
import { ownFiles } from './places.ts';
import { timerRuns } from './scheduler.ts';

const MINUTE_MS = 60_000;
/** The second resident of a person has nothing to do. */
const PATIENCE_MS = 500;
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

/** Until nothing asks for it any more. */
async function renewNowAndThen(host: Host): Promise<void> {
  const entries = [FOR_ALL, ...ownFiles(host).flatMap(({ kind, path }) => (kind === 'autostart' ? [path] : []))];
  const command = [programPath(host, 'bedrock-launcher'), '--renew'] as const;
  while (entries.some((entry) => existsSync(entry))) {
    await runBounded(command, host.env, { milliseconds: EVERY_MINUTES * MINUTE_MS, characters: 4_096 }, () => {});
    await host.pause((EVERY_MINUTES + Math.random() * JITTER_MINUTES) * MINUTE_MS);
  }
}
