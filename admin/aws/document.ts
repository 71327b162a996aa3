import { resolve } from 'node:path';
import { readIfThere, replaceFile } from '../../shared/files.ts';
import type { Host } from '../../shared/host.ts';
import { Problem } from '../../shared/problem.ts';
import { type Arguments, print } from '../../shared/program.ts';

/** For everybody to read: there is no secret in it. */
const MODE = 0o644;

/** Prints a document, or puts it into the file that --out names. What is there already is replaced only with --force. */
export async function deliver(host: Host, { out, force }: Arguments['values'], text: string): Promise<void> {
  if (typeof out !== 'string') return print(text);
  const file = fileIn(out);
  const old = (await readIfThere(file))?.toString('utf8');
  const content = `${text}\n`;
  if (old !== undefined && old !== content && !force) {
    throw new Problem('usage', `${file} is there already, with other content`, 'name another file, or say --force');
  }
  await replaceFile(file, content, true, MODE);
  host.say(`${old === undefined ? 'wrote' : 'replaced'} ${file}`);
}

export function fileIn(out: string): string {
  if (out === '') throw new Problem('usage', '--out needs a file', 'name the file to write');
  return resolve(out);
}
