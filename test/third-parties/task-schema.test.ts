import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scheduledTask } from '../../launcher/background/scheduled-task.ts';
import { describeWith } from './judges.ts';

const SCHEMA = join(import.meta.dirname, 'scheduled-task.xsd');
const USER = 'CORP\\ana & <co>';
const PROGRAMS = [
  'C:\\Program Files\\Bedrock Launcher\\bedrock-launcher.exe',
  'C:\\R&D <tools>\\50% "quiet" \'$x\'\\größe 模型 😀 ]]>\\bedrock-launcher.exe',
];

// Wine's schtasks takes what Windows refuses.
describeWith(['xmllint'], 'the scheduled task against what Windows asks of one', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'task-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function verdict(task: string | Buffer): { exitCode: number; words: string } {
    const file = join(folder, 'task.xml');
    writeFileSync(file, task);
    const { exitCode, stderr } = Bun.spawnSync(['xmllint', '--noout', '--nonet', '--schema', SCHEMA, file]);
    return { exitCode, words: stderr.toString().replaceAll(file, 'task') };
  }

  test.each(PROGRAMS.flatMap((program) => [[program, USER] as const, [program, undefined] as const]))(
    'that of %s, for %s',
    (programPath, user) => {
      expect(verdict(scheduledTask({ programPath, user }))).toEqual({ exitCode: 0, words: 'task validates\n' });
    },
  );

  const INVALID = 3;
  const move = (text: string, part: RegExp, after: string): string => {
    const [found = ''] = part.exec(text) ?? [];
    return text.replace(found, '').replace(after, `${after}${found}`);
  };

  test.each<[string, (task: string) => string]>([
    ['an element that nobody knows', (task) => task.replace('<Priority>', '<Color>red</Color><Priority>')],
    ['a policy that nobody knows', (task) => task.replace('IgnoreNew', 'IgnoreOld')],
    ['a level of rights that nobody knows', (task) => task.replace('LeastPrivilege', 'MostPrivilege')],
    ['a duration of another form', (task) => task.replace('PT14M', '14 minutes')],
    ['an interval of less than a minute', (task) => task.replace('PT15M', 'PT30S')],
    ['no date', (task) => task.replace('2020-01-01T00:00:00', 'yesterday')],
    [
      'the parts of a trigger in another order',
      (task) => move(task, /<RandomDelay>.*<\/RandomDelay>/, '<TimeTrigger>'),
    ],
    ['two settings of one name', (task) => task.replace('<Priority>', '<Enabled>true</Enabled><Priority>')],
    ['no command', (task) => task.replace(/<Command>.*<\/Command>/, '')],
    ['an empty command', (task) => task.replace(/<Command>.*<\/Command>/, '<Command></Command>')],
    ['a path that is too long', (task) => task.replace('C:\\', `C:\\${'long'.repeat(70)}\\`)],
    ['somebody else who acts', (task) => task.replace('Context="Author"', 'Context="Other"')],
    ['another namespace', (task) => task.replace('mit/task', 'mit/errand')],
  ])('refused: %s', (_name, spoil) => {
    const task = scheduledTask({ programPath: PROGRAMS[0] ?? '', user: USER }).toString('utf16le');
    const spoilt = spoil(task);
    expect(spoilt).not.toBe(task);
    expect(verdict(Buffer.from(spoilt, 'utf16le'))).toEqual({
      exitCode: INVALID,
      words: expect.stringMatching(/task fails to validate\n$/),
    });
  });
});
