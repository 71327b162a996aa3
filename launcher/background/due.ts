import type { BareHost } from '../../shared/bare-host.ts';
import { stateDir, within } from '../../shared/places.ts';

/**
 * A note of the last run about when there is something to do again, so that most runs end before they have loaded
 * anything: no policy, no session, no log. It holds as long as the files that it was made from are as they were.
 */
interface Note {
  /** Epoch milliseconds of this machine's own clock. */
  from: number;
  due: number;
  files: Stamps;
}

/** When each file was changed; for one that is not there a number of Bun's own. */
export type Stamps = Record<string, number>;

type NoteHost = Pick<BareHost, 'platform' | 'env' | 'home' | 'wall'>;

/** Whatever a note can't see (managed settings of Windows) is seen after so long. */
const LONGEST_REST_MS = 60 * 60_000;
/** In bytes. A pipe, which would keep us waiting for ever, has an infinite size. */
const LARGEST_NOTE = 1024 * 1024;

export function dueFile(host: Pick<NoteHost, 'platform' | 'env' | 'home'>): string {
  return within(host.platform, stateDir(host), 'renewal-due.json');
}

/** Whether `--renew` has nothing to do yet. This is part of the image's entry. */
export async function restsStill(host: NoteHost, args: readonly string[]): Promise<boolean> {
  if (!isTimersCall(args)) return false;
  try {
    const note = Bun.file(dueFile(host));
    if (note.size > LARGEST_NOTE) return false;
    const { from, due, files } = (await note.json()) as Note;
    const now = host.wall();
    const holds = now >= from && now < due && due - from <= LONGEST_REST_MS;
    return holds && Object.entries(files).every(([file, stamp]) => stampOf(file) === stamp);
  } catch {
    return false;
  }
}

/** `--renew`, perhaps with `--jitter N`, and nothing else. */
function isTimersCall(args: readonly string[]): boolean {
  return args[0] === '--renew' && (args.length === 1 || (args.length === 3 && args[1] === '--jitter'));
}

/** Of files as they are now: to be taken before they are read, so that no change between the two is missed. */
export function stampsOf(files: readonly string[]): Stamps {
  return Object.fromEntries(files.map((file) => [file, stampOf(file)]));
}

function stampOf(file: string): number {
  return Bun.file(file).lastModified;
}

/** Lets the next runs end at once until then, in milliseconds from now, or until one of the files changes. */
export async function rest(host: NoteHost, milliseconds: number, files: Stamps): Promise<void> {
  const from = host.wall();
  const note: Note = { from, due: from + Math.min(milliseconds, LONGEST_REST_MS), files };
  const { replaceFile } = await import('../../shared/files.ts');
  await replaceFile(dueFile(host), JSON.stringify(note), false).catch(() => {});
}
