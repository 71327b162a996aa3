import { accessSync, constants, type Stats, statSync } from 'node:fs';
import { pathOf } from '../../../shared/path.ts';
import { logDir, stateDir } from '../../../shared/places.ts';
import { Problem } from '../../../shared/problem.ts';
import { vaultDir } from '../../../shared/vault/key.ts';
import type { Check } from '../examination.ts';
import { type Finding, failure, ok, valueOrProblem } from '../finding.ts';
import { isFull } from '../full-disk.ts';
import type { Scene } from '../scene.ts';

/** The folders that a sign-in writes to. Nothing is written to find out. */
export const folders: Check<Scene> = {
  id: 'folders',
  section: 'Storage',
  what: 'folders',
  async find(scene) {
    const { host } = scene;
    const subject = await valueOrProblem(() => scene.subject());
    const session = subject instanceof Problem ? undefined : subject?.identity.session;
    const { dirname } = pathOf(host.platform);
    const needed = [stateDir(host), vaultDir(host), ...(session ? [dirname(session.store.file)] : [])];
    const details = { state: stateDir(host), log: logDir(host), ...(session ? { session: session.store.file } : {}) };
    const faults = needed.map((folder) => faultOf(host.platform, folder)).filter((fault) => fault !== undefined);
    const [first] = faults;
    return [first ? { ...first, details } : ok('folders', 'folders', 'can be written', details)];
  },
};

/** Of the folder, or of the nearest one above it that is there. */
function faultOf(platform: Scene['host']['platform'], folder: string): Finding | undefined {
  const stats = statsOf(folder);
  const { dirname } = pathOf(platform);
  if (!stats && dirname(folder) !== folder) return faultOf(platform, dirname(folder));
  if (stats && !stats.isDirectory()) return unwritable(folder, 'it is no folder', 'move that file away');
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return isFull(folder) ? unwritable(folder, 'its disk is full', 'make room on that disk') : undefined;
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    return unwritable(folder, `${code}`, 'check its owner, its modes and the disk; it must belong to the person');
  }
}

/** Undefined also below what is no folder. */
function statsOf(folder: string): Stats | undefined {
  try {
    return statSync(folder);
  } catch {
    return undefined;
  }
}

function unwritable(folder: string, why: string, hint: string): Finding {
  return failure('folders', 'folders', new Problem('storage', `${folder}: can't be written (${why})`, hint));
}
