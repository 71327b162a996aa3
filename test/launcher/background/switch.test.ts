import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { taskName } from '../../../launcher/background/scheduled-task.ts';
import { settleBackground } from '../../../launcher/background/settle.ts';
import { switchBackground, turnOff, turnOn } from '../../../launcher/background/switch.ts';
import { newWorld, problemOf, type World } from '../../shared/world.ts';
import { executable, launcherIn, type Machine, newMachine } from './machine.ts';

const uid = process.getuid?.();
const AGENT = `gui/${uid}/io.github.bedrock-launcher.renew`;
const UNIT = 'bedrock-launcher-renew';
const TASK = taskName('ana');

interface System {
  platform: 'darwin' | 'linux' | 'win32';
  /** Its program, and what that is told. */
  program: string;
  on: string[];
  off: string[];
  /** Below the home folder, as Linux writes them. */
  files: string[];
  /** The word that makes it begin, which it may refuse. */
  begins: string;
  /** The word that makes it end. */
  ends: string;
}

const systems: [string, System][] = [
  [
    'macOS',
    {
      platform: 'darwin',
      program: 'launchctl',
      files: ['Library/LaunchAgents/io.github.bedrock-launcher.renew.plist'],
      on: [`bootout ${AGENT}`, `bootstrap gui/${uid} HOME/Library/LaunchAgents/io.github.bedrock-launcher.renew.plist`],
      off: [`print ${AGENT}`, `bootout ${AGENT}`],
      begins: 'bootstrap',
      ends: 'bootout',
    },
  ],
  [
    'systemd',
    {
      platform: 'linux',
      program: 'systemctl',
      files: [`.config/systemd/user/${UNIT}.service`, `.config/systemd/user/${UNIT}.timer`],
      on: ['--user show --property=Version', '--user daemon-reload', `--user enable --now ${UNIT}.timer`],
      off: [`--user disable --now ${UNIT}.timer`, '--user daemon-reload'],
      begins: 'enable',
      ends: 'disable',
    },
  ],
  [
    'Windows',
    {
      platform: 'win32',
      program: 'schtasks.exe',
      files: [`\\AppData\\Local\\bedrock-launcher\\${UNIT}.xml`],
      on: [`/Create /TN ${TASK} /XML HOME\\AppData\\Local\\bedrock-launcher\\${UNIT}.xml /F`],
      off: [`/Query /TN ${TASK}`, `/Delete /TN ${TASK} /F`],
      begins: '/Create',
      ends: '/Delete',
    },
  ],
];

let machine: Machine;
let world: World;
afterEach(() => world.leave());

function onMachine(platform: World['platform'], program: string): void {
  machine = newMachine(platform, program);
  world = machine.world;
}
const failing = (words: string) => machine.failing(words);
const told = () => machine.told();
const there = (files: string[]) => files.map((file) => existsSync(placeOf(file)));
/** Windows' paths are names of one part on Linux. */
const placeOf = (file: string) => (file.startsWith('\\') ? `${world.home}${file}` : join(world.home, file));

describe.each(systems)('%s', (_name, system) => {
  const { files, on, off, begins, ends } = system;
  beforeEach(() => onMachine(system.platform, system.program));
  afterEach(() => {
    for (const file of files) rmSync(placeOf(file), { force: true });
    rmSync(`${world.home}\\AppData\\Local\\bedrock-launcher\\renewal-installed`, { force: true });
    rmSync(`${world.programDir}\\bedrock-launcher.exe`, { force: true });
  });

  test('on puts the files in place and tells the system; twice is as once', async () => {
    for (const _ of [1, 2]) {
      await turnOn(world);
      expect(told()).toEqual(on);
      expect(there(files)).toEqual(files.map(() => true));
    }
  });

  test('off removes them; twice is as once', async () => {
    await turnOn(world);
    told();
    await turnOff(world);
    expect(told()).toEqual(off);
    expect(there(files)).toEqual(files.map(() => false));
    await turnOff(world);
    expect(told()).toEqual([]);
  });

  test('what the system refuses is a Problem with its last words, and leaves nothing behind', async () => {
    failing(begins);
    const problem = await problemOf(() => turnOn(world));
    expect(problem).toMatchObject({ message: expect.stringMatching(/: it is forbidden here$/) });
    expect(problem.hint).not.toBe('');
    expect(there(files)).toEqual(files.map(() => false));
    failing('');
    told();
    await turnOff(world);
    expect(told()).toEqual([]);
  });

  test('what it does not let go of stays whole', async () => {
    await turnOn(world);
    failing(ends);
    expect((await problemOf(() => turnOff(world))).message).toContain('it is forbidden here');
    expect(there(files)).toEqual(files.map(() => true));
  });

  test('a launch brings it in line with the settings, and looks no further where it is', async () => {
    await settleBackground(world, { renewInBackground: false });
    expect(told()).toEqual([]);
    await settleBackground(world, { renewInBackground: true });
    expect(told()).toEqual(on);
    await settleBackground(world, { renewInBackground: true });
    expect(told()).toEqual([]);
    await settleBackground(world, { renewInBackground: false });
    expect(told()).toEqual(off);
    expect(there(files)).toEqual(files.map(() => false));
  });

  test('a program that has moved is installed anew by the next launch', async () => {
    await settleBackground(world, { renewInBackground: true });
    const moved = { ...world, programDir: `${world.programDir}-moved` };
    executable(launcherIn(moved), '');
    told();
    await settleBackground(moved, { renewInBackground: true });
    expect(told()).toEqual(on);
    expect(
      readFileSync(placeOf(files[0] ?? ''))
        .toString('latin1')
        .replaceAll('\0', ''),
    ).toContain('-moved');
    await settleBackground(moved, { renewInBackground: true });
    expect(told()).toEqual([]);
    rmSync(`${moved.programDir}\\bedrock-launcher.exe`, { force: true });
  });

  test('a launch says nothing of what the system refuses, but the log has it', async () => {
    failing(begins);
    await settleBackground(world, { renewInBackground: true });
    expect(world.said).toEqual([]);
    await world.log.flush();
    expect(world.logged.join()).toContain('it is forbidden here');
  });
});

test('Windows: a path that the Task Scheduler would change is a Problem, and nothing is installed', async () => {
  onMachine('win32', 'schtasks.exe');
  const there = { ...world, programDir: `${world.programDir}\\%TEMP%` };
  executable(launcherIn(there), '');
  expect(await problemOf(() => turnOn(there))).toMatchObject({ code: 'configuration' });
  expect([told(), existsSync(`${world.home}\\AppData\\Local\\bedrock-launcher\\${UNIT}.xml`)]).toEqual([[], false]);
  rmSync(launcherIn(there));
});

describe('Linux without systemd for this person', () => {
  const ENTRY = `.config/autostart/${UNIT}.desktop`;
  beforeEach(() => {
    onMachine('linux', 'systemctl');
    failing('show');
  });

  test('an entry of the autostart, and nothing else', async () => {
    await turnOn(world);
    expect(there([ENTRY, `.config/systemd/user/${UNIT}.timer`])).toEqual([true, false]);
    await turnOff(world);
    expect(there([ENTRY])).toEqual([false]);
  });

  test('somebody else can write there: it is a Problem', async () => {
    writeFileSync(join(world.home, '.config'), '');
    expect((await problemOf(() => turnOn(world))).code).toBe('storage');
  });

  test('XDG_CONFIG_HOME counts, and what others have there stays', async () => {
    const folder = join(world.home, 'own config');
    Object.assign(world, { env: { ...world.env, XDG_CONFIG_HOME: folder } });
    mkdirSync(join(folder, 'autostart'), { recursive: true });
    writeFileSync(join(folder, 'autostart', 'other.desktop'), 'x');
    await turnOn(world);
    expect(existsSync(join(folder, 'autostart', `${UNIT}.desktop`))).toBe(true);
    await turnOff(world);
    expect(existsSync(join(folder, 'autostart', 'other.desktop'))).toBe(true);
  });
});

describe('systemd that answers nobody, as over SSH or in cron', () => {
  const LINK = `.config/systemd/user/timers.target.wants/${UNIT}.timer`;
  const FILES = [`.config/systemd/user/${UNIT}.service`, `.config/systemd/user/${UNIT}.timer`, LINK];
  const isThere = (file: string) => lstatSync(join(world.home, file), { throwIfNoEntry: false }) !== undefined;
  beforeEach(async () => {
    onMachine('linux', 'systemctl');
    await turnOn(world);
    mkdirSync(dirname(join(world.home, LINK)));
    symlinkSync(`../${UNIT}.timer`, join(world.home, LINK));
    failing('disable\\|show\\|daemon-reload');
  });

  test('off removes the files, and says what goes on', async () => {
    expect(FILES.map(isThere)).toEqual([true, true, true]);
    expect(await switchBackground(world, 'off')).toBe('done');
    expect(FILES.map(isThere)).toEqual([false, false, false]);
    expect(world.said).toEqual([
      expect.stringMatching(/^warning: systemd does not answer here: .* until you log out$/),
    ]);
  });

  test('off by a launch is one of the log', async () => {
    await settleBackground(world, { renewInBackground: false });
    expect(FILES.map(isThere)).toEqual([false, false, false]);
    expect(world.said).toEqual([]);
    await world.log.flush();
    expect(world.logged.join()).toContain('until you log out');
  });
});

test.each([[''], ['maybe'], [true], [undefined]])('--background %j is a wrong usage', async (word) => {
  world = newWorld();
  expect((await problemOf(() => switchBackground(world, word))).code).toBe('usage');
});

test('without an installed launcher there is nothing to run', async () => {
  world = newWorld();
  expect((await problemOf(() => turnOn(world))).message).toContain('bedrock-launcher');
});
