import type { Host } from '../../shared/host.ts';
import { checkValue } from '../../shared/policy/keys.ts';
import { type ExitName, Problem } from '../../shared/problem.ts';
import { type Arguments, print } from '../../shared/program.ts';
import { isTerminal } from '../../shared/terminal.ts';
import { readTogether } from './files/read-together.ts';
import { readMachine } from './machine.ts';
import { asJson } from './report/json.ts';
import type { Result } from './report/result.ts';
import { asSarif } from './report/sarif.ts';
import { asTable, type Screen } from './report/table.ts';
import { findingsIn } from './rules.ts';
import { Subject } from './subject.ts';

/** Finds mistakes in the effective policy of this machine, or in files. */
export async function lint(host: Host, given: Arguments): Promise<ExitName> {
  const report = reportIn(host, given.values);
  const result = await examined(host, given.positionals, versionIn(given.values));
  print(report(result));
  return result.findings.length > 0 ? 'configuration' : 'done';
}

/** Throws a Problem (configuration) when a file can't be read, or when this machine has no settings. */
export async function examined(host: Host, files: readonly string[], appVersion?: string): Promise<Result> {
  const readings = files.length > 0 ? await readTogether(files, appVersion) : [await readMachine(host, appVersion)];
  const subjects = readings.map((reading) => new Subject(reading, { now: host.now(), appVersion }));
  return { subjects, findings: subjects.flatMap(findingsIn) };
}

function reportIn(host: Host, { json, sarif }: Arguments['values']): (result: Result) => string {
  if (json && sarif) throw new Problem('usage', '--json and --sarif exclude each other', 'choose one of them');
  if (json) return asJson;
  return sarif ? asSarif : (result) => asTable(result, screenOf(host));
}

function versionIn({ 'app-version': version }: Arguments['values']): string | undefined {
  if (typeof version !== 'string') return undefined;
  const checked = checkValue('minimumAppVersion', version);
  if ('value' in checked) return version;
  throw new Problem('usage', `--app-version ${checked.rule}`, 'take it from the About window of the app');
}

const WIDTH = 100;
const STDOUT = 1;

/** https://no-color.org */
function screenOf({ env }: Host): Screen {
  const terminal = isTerminal(STDOUT);
  const width = (terminal && process.stdout.columns) || WIDTH;
  return { width: Math.min(Math.max(width, 40), 120), colour: terminal && !env['NO_COLOR'] };
}
