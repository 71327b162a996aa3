import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type FakeAws, startFakeAws } from '../fake-aws/server.ts';
import { newPerson, type Person, programFile, signedIn } from '../person.ts';
import { measure, type Subject } from './measure.ts';
import { type Goal, judge, table } from './report.ts';

const root = dirname(dirname(import.meta.dirname));

const HELLO = 'bare compiled hello';
const HELPER = 'helper, live session';
const LAUNCHER = 'launcher --no-open, live session';
const CLI = 'aws configure export-credentials';

const goals: Goal[] = [
  { name: 'helper against hello', subject: HELPER, unit: HELLO, atMost: 5 },
  { name: 'launcher against hello', subject: LAUNCHER, unit: HELLO, atMost: 6 },
  { name: 'AWS CLI v2 against helper', subject: CLI, unit: HELPER, atLeast: 15 },
  { name: 'peak memory of the helper (MB)', subject: HELPER, peakMb: 60 },
];

async function hello(folder: string): Promise<Subject> {
  const outfile = join(folder, 'hello');
  // In a process of its own: a child is charged with the memory that its parent had.
  const entry = join(import.meta.dirname, 'hello.ts');
  await Bun.$`${process.execPath} ${join(import.meta.dirname, 'build-hello.ts')} ${entry} ${outfile}`.quiet();
  return { name: HELLO, command: [outfile], env: {} };
}

/** AWS CLI v2 of the Debian trixie folder, on the same session as ours. */
async function awsCli(folder: string, fake: FakeAws, person: Person): Promise<Subject> {
  const home = mkdtempSync(join(folder, 'tmp', 'bench-'));
  for (const [name, content] of Object.entries(person.files('.aws'))) {
    mkdirSync(dirname(join(home, '.aws', name)), { recursive: true });
    writeFileSync(join(home, '.aws', name), content);
  }
  return {
    name: CLI,
    command: ['chroot', folder, '/usr/bin/aws', 'configure', 'export-credentials', '--profile', 'work'],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: home.slice(folder.length), AWS_ENDPOINT_URL: fake.url },
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '40' }, json: { type: 'string' } } });
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const fake = await startFakeAws();
  const person = newPerson(fake);
  await signedIn(person, fake);
  const trixie = process.env['TRIXIE'];
  const subjects: Subject[] = [
    await hello(folder),
    { name: HELPER, command: [programFile('bedrock-credential-helper')], env: person.env },
    { name: LAUNCHER, command: [programFile('bedrock-launcher'), '--no-open'], env: person.env },
    ...(trixie && existsSync(trixie) ? [await awsCli(trixie, fake, person)] : []),
  ];
  const figures = await measure(subjects, Number(values.rounds), 3);
  const verdicts = judge(goals, figures);
  process.stdout.write(table(figures, HELLO, verdicts));
  const report = values.json ?? join(root, 'build', 'bench.json');
  mkdirSync(dirname(report), { recursive: true });
  writeFileSync(report, JSON.stringify({ figures: Object.fromEntries(figures), verdicts }, null, 2));
  await fake.stop();
  person.leave();
  rmSync(folder, { recursive: true, force: true });
  process.exit(verdicts.some(({ met }) => met === false) ? 1 : 0);
}

await main();
