import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type AwsApart, startAwsApart } from './aws-apart.ts';
import { type Desktop, openDesktop } from './desktop.ts';
import { measure, type Subject } from './measure.ts';
import { type Goal, judge, table } from './report.ts';
import { measureStorms, stormGoals } from './storm.ts';
import {
  awsCli,
  CACHED,
  CLI,
  cached,
  HELLO,
  hello,
  KEYRING,
  keyringReaders,
  LAUNCHER,
  type People,
  SECRET_SERVICE,
  UNCACHED,
  uncached,
} from './subjects.ts';

const root = dirname(dirname(import.meta.dirname));

const KEYRING_NEEDS = 'install gnome-keyring, dbus and golang-docker-credential-helpers';

const goals: Goal[] = [
  { name: 'helper against hello', subject: UNCACHED, measured: { against: HELLO }, atMost: 5 },
  { name: 'helper with a cached token against hello', subject: CACHED, measured: { against: HELLO }, atMost: 1.5 },
  {
    name: 'helper with a cached token and a keyring against docker-credential-secretservice',
    subject: KEYRING,
    measured: { against: SECRET_SERVICE },
    atMost: 1.2,
    needs: KEYRING_NEEDS,
  },
  {
    name: 'GetRoleCredentials with a cached token',
    subject: CACHED,
    measured: { calls: 'GetRoleCredentials' },
    atMost: 0,
  },
  {
    name: 'GetRoleCredentials with a cached token and a keyring',
    subject: KEYRING,
    measured: { calls: 'GetRoleCredentials' },
    atMost: 0,
    needs: KEYRING_NEEDS,
  },
  // Else the row of an uncached run would measure the cache.
  {
    name: 'GetRoleCredentials without one',
    subject: UNCACHED,
    measured: { calls: 'GetRoleCredentials' },
    atLeast: 1,
  },
  { name: 'launcher against hello', subject: LAUNCHER, measured: { against: HELLO }, atMost: 6 },
  {
    name: 'AWS CLI v2 against helper',
    subject: CLI,
    measured: { against: UNCACHED },
    atLeast: 15,
    needs: 'set TRIXIE',
  },
  { name: 'peak memory of the helper (MB)', subject: UNCACHED, measured: 'peakMb', atMost: 60 },
  ...stormGoals,
];

async function subjectsOf(
  aws: AwsApart,
  bare: Subject,
  desktop: Desktop | undefined,
  people: People,
): Promise<Subject[]> {
  const trixie = process.env['TRIXIE'];
  return [
    bare,
    await cached(aws, people),
    ...(await uncached(aws, people)),
    ...(desktop ? await keyringReaders(aws, desktop, people) : []),
    ...(trixie && existsSync(trixie) ? [await awsCli(trixie, aws, people)] : []),
  ];
}

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
  const subjects = await subjectsOf(aws, bare, desktop, people);
  const each = await measure(subjects, Number(values.rounds), 3, () => aws.calls());
  const storms = await measureStorms(aws, bare, Number(values['storm-rounds']), people);
  const figures = new Map([...each, ...storms]);
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
