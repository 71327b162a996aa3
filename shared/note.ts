import { readIfThere, replaceFile } from './files.ts';
import type { Host } from './host.ts';
import { problemFields } from './log.ts';
import { Problem } from './problem.ts';

/**
 * Files that only save work or tell others what is going on: one that can't be read or written (a folder or a pipe in its
 * place, a full disk) stops nobody, and the log says it.
 */
type NoteHost = Pick<Host, 'log'>;

/** The note's text; undefined also when it can't be read. */
export async function readNote(host: NoteHost, file: string): Promise<string | undefined> {
  return (await passedOver(host, () => readIfThere(file)))?.toString('utf8');
}

export async function writeNote(host: NoteHost, file: string, text: string): Promise<void> {
  await passedOver(host, () => replaceFile(file, text));
}

async function passedOver<Result>(host: NoteHost, act: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await act();
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    host.log.warn('note', problemFields(thrown));
    return undefined;
  }
}
