import type { SettingsHost } from '../../shared/policy/read-settings.ts';
import { readSettingsBytes, textOf } from '../../shared/policy/settings-file.ts';
import { Problem } from '../../shared/problem.ts';
import { readBytesToLint } from '../lint/files/read-file.ts';
import { readMachine } from '../lint/machine.ts';
import type { Reading } from '../lint/place.ts';
import { type Assignment, assign, assignment, secretSource, secretValue } from './assignments.ts';
import type { Note } from './note.ts';
import { valuesRead } from './reading-values.ts';
import { type Setup, setupOf } from './setup.ts';
import { readStdin } from './stdin.ts';

/** Where a setup comes from, as the command line has it. */
export interface Asked {
  /** `-` is stdin. With none, what counts on this machine. */
  files: readonly string[];
  /** KEY=VALUE. */
  sets: readonly string[];
  /** KEY=FILE. */
  secrets: readonly string[];
  /** Whether there may be nothing at all. */
  optional?: boolean;
}

export interface Found {
  setup: Setup;
  notes: Note[];
  /** Where it came from, for people. */
  places: string[];
}

export type SetupHost = SettingsHost & { stdin?: () => Promise<Buffer> };

/** What is said later wins: the files in their order, then --set, then --secret-from. Throws a Problem. */
export async function readSetup(host: SetupHost, { files, sets, secrets, optional = false }: Asked): Promise<Found> {
  // Before anything is read: what is wrong on the command line is the person's first concern.
  const assignments = sets.map(assignment);
  const sources = secrets.map(secretSource);
  refuseTwice([...files, ...sources.map(([, file]) => file)]);
  const stdin = host.stdin ?? readStdin;
  const readings = files.length > 0 ? await Promise.all(files.map((file) => readFrom(file, stdin))) : [];
  if (files.length === 0) readings.push(...(await machineReading(host, optional || sets.length + secrets.length > 0)));
  const read = readings.map(valuesRead);
  const kept = await Promise.all(sources.map(([name, file]) => readSecret(name, file, stdin)));
  const values = assign(Object.assign({}, ...read.map((one) => one.values)), [...assignments, ...kept]);
  return {
    setup: setupOf(values),
    notes: read.flatMap(({ notes }) => notes),
    places: readings.flatMap(({ places }) => places.map(({ name }) => name)),
  };
}

async function readFrom(file: string, stdin: () => Promise<Buffer>): Promise<Reading> {
  return readBytesToLint(file === '-' ? 'stdin' : file, file === '-' ? await stdin() : bytesOf(file));
}

/** Where nothing counts here, the command line may still say it all. */
async function machineReading(host: SettingsHost, mayBeNone: boolean): Promise<Reading[]> {
  try {
    return [await readMachine(host)];
  } catch (thrown) {
    if (mayBeNone && thrown instanceof Problem && thrown.reason === 'no-configuration') return [];
    throw thrown;
  }
}

async function readSecret(name: Assignment[0], file: string, stdin: () => Promise<Buffer>): Promise<Assignment> {
  const bytes = file === '-' ? await stdin() : bytesOf(file);
  return [name, secretValue(name, file === '-' ? 'stdin' : file, textOf(bytes))];
}

function bytesOf(file: string): Buffer {
  const bytes = readSettingsBytes(file);
  if (bytes) return bytes;
  throw new Problem('configuration', `no file at ${file}`, 'check the name');
}

function refuseTwice(names: readonly string[]): void {
  if (names.filter((name) => name === '-').length < 2) return;
  throw new Problem('usage', 'stdin can be read only once, but "-" stands twice', 'name a file for one of them');
}
