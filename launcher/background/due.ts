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
  /** When each file was changed; 0 for one that is not there. */
  files: Record<string, number>;
}

type NoteHost = Pick<BareHost, 'platform' | 'env' | 'home' | 'wall'>;

/** Whatever a note can't see (managed settings of Windows) is seen after so long. */
const LONGEST_REST_MS = 60 * 60_000;

export function dueFile(host: Pick<NoteHost, 'platform' | 'env' | 'home'>): string {
  return within(host.platform, stateDir(host), 'renewal-due.json');
}

/** Whether `--renew` has nothing to do yet. This is part of the image's entry. */
export async function restsStill(host: NoteHost, args: readonly string[]): Promise<boolean> {
  if (!isTimersCall(args)) return false;
  try {
    const { from, due, files } = (await Bun.file(dueFile(host)).json()) as Note;
    const now = host.wall();
    return now >= from && now < due && Object.entries(files).every(([file, changed]) => changedAt(file) === changed);
  } catch {
    return false;
  }
}

/** `--renew`, perhaps with `--jitter N`, and nothing else. */
function isTimersCall(args: readonly string[]): boolean {
  return args[0] === '--renew' && (args.length === 1 || (args.length === 3 && args[1] === '--jitter'));
}

/** Lets the next runs end at once until then, in milliseconds from now. */
export async function rest(host: NoteHost, milliseconds: number, files: readonly string[]): Promise<void> {
  const from = host.wall();
  const due = from + Math.min(milliseconds, LONGEST_REST_MS);
  const note: Note = { from, due, files: Object.fromEntries(files.map((file) => [file, changedAt(file)])) };
  const { replaceFile } = await import('../../shared/files.ts');
  await replaceFile(dueFile(host), JSON.stringify(note), false).catch(() => {});
}

function changedAt(file: string): number {
  return Bun.file(file).lastModified || 0;
}
