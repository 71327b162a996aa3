import { definitionsOf } from '../../launcher/background/definitions.ts';
import { describeWithWine, type WindowsMachine, windowsMachine } from './windows-machine.ts';

/** Where the task scheduler keeps what it has been given, seen from the person's profile. */
const KEPT = '../../windows/system32/tasks';
const HOSTILE = 'C:\\R&D <tools>\\50% "quiet" \'$x\'\\größe 模型\\bedrock-launcher.exe';

describeWithWine('the scheduled task (needs the trixie folder and the windows-x64 build)', () => {
  let machine: WindowsMachine;
  beforeEach(async () => {
    machine = await windowsMachine();
  }, 120_000);
  afterEach(() => machine.leave());

  /** Of the only person of this machine. */
  function keptOwn(): string[] {
    return machine.list(KEPT).filter((name) => name.startsWith('Bedrock Launcher Renewal '));
  }

  function kept(name: string): string | undefined {
    try {
      return machine.read(`${KEPT}/${name}`);
    } catch {
      return undefined;
    }
  }

  test('on has it made by schtasks, off removes it, and both can be said twice', async () => {
    const settings = machine.write('settings.json', JSON.stringify({ renewInBackground: true }));
    const switched = (word: string) =>
      machine.run('bedrock-launcher', ['--background', word], { BEDROCK_LAUNCHER_CONFIG: settings });
    for (const _ of [1, 2]) {
      expect(await switched('on')).toMatchObject({ exitCode: 0, stdout: '' });
      expect(keptOwn()).toHaveLength(1);
      expect(machine.read('AppData/Local/bedrock-launcher/bedrock-launcher-renew.xml').length).toBeGreaterThan(1_000);
    }
    for (const _ of [1, 2]) {
      expect(await switched('off')).toMatchObject({
        exitCode: 0,
        stdout: '',
        stderr: expect.stringContaining('the renewal in the background is off'),
      });
      expect(keptOwn()).toEqual([]);
    }
  }, 120_000);

  test.each([
    ['of one person', 'CORP\\ana & <co>'],
    ['of everybody', undefined],
  ] as [string, string | undefined][])(
    'a task with a hostile path is taken: %s',
    async (_name, user) => {
      const [task] = definitionsOf('win32', { programPath: HOSTILE, user });
      const file = machine.write('task.xml', task?.content() as string);
      const { exitCode } = await machine.shell([`schtasks /create /tn "Hostile" /xml "${file}" /f`]);
      expect(exitCode).toBe(0);
      expect(kept('Hostile')).toBeDefined();
    },
    120_000,
  );

  test.each([
    ['no XML', '<Task'],
    ['no task', '<other/>'],
  ])(
    'what is %s is not taken',
    async (_name, content) => {
      const file = machine.write('task.xml', content);
      const { exitCode } = await machine.shell([`schtasks /create /tn "Wrong" /xml "${file}" /f`]);
      expect(exitCode).not.toBe(0);
      expect(kept('Wrong')).toBeUndefined();
    },
    120_000,
  );
});
