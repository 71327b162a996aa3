import type { Host } from '../../shared/host.ts';
import { type ExitName, Problem } from '../../shared/problem.ts';
import type { Arguments } from '../../shared/program.ts';
import { sayNotes } from '../setup/note.ts';
import { readSetup } from '../setup/read.ts';
import { placed, print, write } from './destination.ts';
import type { ExportedFile } from './format.ts';
import { type Made, made } from './made.ts';
import { formatsIn, listIn, optionsIn, roleSessionIn } from './options.ts';
import { distinct } from './result-lint.ts';
import { secretNotes } from './secret-notes.ts';

/** Writes a setup down in the form that a fleet takes it in, and says what its administrator should know. */
export async function exportSetup(host: Host, { values, positionals: files }: Arguments): Promise<ExitName> {
  const order = { formats: formatsIn(values), options: optionsIn(values), roleSessionSec: roleSessionIn(values) };
  const out = outIn(values);
  const found = await readSetup(host, {
    files,
    sets: listIn(values, 'set'),
    secrets: listIn(values, 'secret-from'),
    optional: order.formats.every(({ template }) => template),
  });
  if (files.length === 0 && found.places.length > 0)
    host.say(`exporting what counts on this machine: ${found.places.join(', ')}`);
  const { all, notes } = await made(host, found.setup, order);
  await deliver(host, all, out, files);
  sayNotes(host, [...found.notes, ...notes, ...all.flatMap(({ setup }) => setup.notes), ...secretNotes(all)]);
  return lintVerdict(host, all);
}

function outIn({ out }: Arguments['values']): string | undefined {
  if (out === '') throw new Problem('usage', '--out needs a name', 'name a folder, or a file for one file');
  return typeof out === 'string' ? out : undefined;
}

async function deliver(
  host: Pick<Host, 'say'>,
  all: readonly Made[],
  out: string | undefined,
  read: readonly string[],
) {
  const files = all.flatMap((one) => filesOf(one, all.length > 1));
  if (out === undefined) return print(files);
  const written = placed(out, files, read);
  await write(written);
  for (const { path } of written) host.say(`wrote ${path}`);
  for (const { format } of all) host.say(`next: ${format.name}: ${format.next}`);
}

/** Several formats have a folder each. */
function filesOf({ format, files }: Made, several: boolean): ExportedFile[] {
  return several ? files.map((file) => ({ ...file, name: `${format.name}/${file.name}` })) : files;
}

/** The export stands; whether it can work is another matter. */
function lintVerdict({ say }: Pick<Host, 'say'>, all: readonly Made[]): ExitName {
  const findings = distinct(all.flatMap((one) => one.findings));
  for (const { level, key, message, hint, rule } of findings) {
    say(`${level}: ${key ? `${key} ` : ''}${message} [${rule}]`);
    say(`hint: ${hint}`);
  }
  return findings.some(({ level }) => level === 'error') ? 'configuration' : 'done';
}
