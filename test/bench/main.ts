import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type AwsApart, startAwsApart } from './aws-apart.ts';
import { answers, firstWord } from './client.ts';
import { type Desktop, openDesktop } from './desktop.ts';
import { goals } from './goals.ts';
import { measure, type Subject } from './measure.ts';
import { judge, table } from './report.ts';
import { measureStorms } from './storm.ts';
import {
  awsCli,
  cached,
  doubleClick,
  HELLO,
  hello,
  idleRenewal,
  keyringReaders,
  type People,
  policyReaders,
  uncached,
} from './subjects.ts';

const root = dirname(dirname(import.meta.dirname));

async function subjectsOf(
  aws: AwsApart,
  bare: Subject,
  folder: string,
  desktop: Desktop | undefined,
  people: People,
): Promise<Subject[]> {
  const trixie = process.env['TRIXIE'];
  return [
    bare,
    await cached(aws, people),
    ...(await uncached(aws, people)),
    await doubleClick(aws, people),
    await idleRenewal(aws, people),
    ...(await policyReaders(folder, people)),
    ...(desktop ? await keyringReaders(aws, desktop, people) : []),
    ...(trixie && existsSync(trixie) ? [await awsCli(trixie, aws, people)] : []),
  ];
}

/** Each of them takes seconds. */
const LONG_ROUNDS = 3;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '40' },
      'storm-rounds': { type: 'string', default: '7' },
      json: { type: 'string' },
    },
  });
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const aws = await startAwsApart();
  const desktop = await openDesktop(folder);
  const people: People = [];
  const bare = await hello(folder);
  const subjects = await subjectsOf(aws, bare, folder, desktop, people);
  const each = await measure(subjects, Number(values.rounds), 3, () => aws.calls());
  const first = await firstWord(Number(values.rounds), people);
  const storms = await measureStorms(aws, bare, Number(values['storm-rounds']), people);
  const long = await measure(await answers(aws, people), LONG_ROUNDS, 1, () => aws.calls());
  const figures = new Map([...each, first, ...storms, ...long]);
  const verdicts = judge(goals, figures);
  process.stdout.write(table(figures, HELLO, verdicts));
  const report = values.json ?? join(root, 'build', 'bench.json');
  mkdirSync(dirname(report), { recursive: true });
  writeFileSync(report, JSON.stringify({ figures: Object.fromEntries(figures), verdicts }, null, 2));
  await aws.stop();
  await desktop?.leave();
  for (const person of people) person.leave();
  rmSync(folder, { recursive: true, force: true });
  process.exit(verdicts.some(({ met }) => met === false) ? 1 : 0);
}

await main();
