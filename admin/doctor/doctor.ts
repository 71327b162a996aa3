import { resolve } from 'node:path';
import { deadline } from '../../shared/deadline.ts';
import type { Host } from '../../shared/host.ts';
import { jsonText } from '../../shared/json-text.ts';
import { wishesIn } from '../../shared/policy/wishes.ts';
import { type ExitName, Problem } from '../../shared/problem.ts';
import { type Arguments, print } from '../../shared/program.ts';
import { isTerminal } from '../../shared/terminal.ts';
import { refuseForeign, writeBundle } from './bundle.ts';
import { checks } from './checks.ts';
import { examine } from './examination.ts';
import { valueOrProblem } from './finding.ts';
import { progress } from './progress.ts';
import { documentOf, type Report, reportOf } from './report.ts';
import { type Order, type Scene, sceneOf } from './scene.ts';
import { textOf } from './text.ts';

/** Nobody on the phone waits longer. */
const LIMIT_S = 14;

/** Examines this machine, from the configuration to Bedrock. */
export async function doctor(host: Host, { values, positionals }: Arguments): Promise<ExitName> {
  const [stray] = positionals;
  if (stray !== undefined) throw new Problem('usage', `doctor takes no "${stray}"`, "see 'bedrock-admin --help'");
  const bundle = bundleIn(values);
  const known = bundle ? refuseForeign(bundle) : undefined;
  const report = await examined(host, { wishes: wishesIn(values), call: values['call'] === true });
  print(values['json'] ? jsonText(documentOf(report), 2) : textOf(report, isColoured(host)));
  if (bundle) {
    await writeBundle(host, bundle, report);
    host.say(`${known?.replaces ? 'replaced the earlier report' : 'wrote the report'}: ${bundle}`);
  }
  return report.verdict.code;
}

function bundleIn({ bundle }: Arguments['values']): string | undefined {
  if (bundle === '') throw new Problem('usage', '--bundle needs a file', 'say --bundle report.zip');
  return typeof bundle === 'string' ? resolve(bundle) : undefined;
}

/** What is found within the limit, whatever hangs. */
export async function examined(host: Host, order: Order, limitSec = LIMIT_S): Promise<Report> {
  const late = new Problem(
    'timeout',
    `not finished within ${limitSec} s`,
    'see in the report which answers took long (ms), then try again',
  );
  const end = deadline(limitSec * 1000, late);
  const { tell, end: clear } = progress();
  const made = new Date(host.wall());
  const scene = sceneOf(host, order, end);
  try {
    const report = reportOf(await examine(checks, scene, end, tell), made);
    await logged(scene, report);
    return report;
  } finally {
    clear();
  }
}

async function logged({ host, config }: Scene, { verdict }: Report): Promise<void> {
  const known = await valueOrProblem(config);
  // A fault in the level itself stops nobody.
  if (!(known instanceof Problem)) host.log.admit(() => known.logLevel);
  host.log.info('diagnosed', { state: verdict.state, finding: verdict.id, code: verdict.code });
}

function isColoured({ env }: Host): boolean {
  return isTerminal(1) && !env['NO_COLOR'];
}
