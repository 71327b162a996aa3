import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { settleBackground } from '../../../launcher/background/settle.ts';
import { switchBackground, turnOff, turnOn } from '../../../launcher/background/switch.ts';
import { newWorld, problemOf, type World } from '../../shared/world.ts';

const uid = process.getuid?.();
const AGENT = `gui/${uid}/io.github.bedrock-launcher.renew`;
const UNIT = 'bedrock-launcher-renew';
const TASK = 'Bedrock Launcher Renewal';

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

let world: World;
afterEach(() => world.leave());

/** A machine of that system whose program notes what it is told, and fails at the words that stand in `failing`. */
function machine({ platform, program }: Pick<System, 'platform' | 'program'>): void {
  world = newWorld({ platform });
  const bin = join(world.home, 'tools');
  Object.assign(world, { env: { PATH: `${bin}:/usr/bin:/bin` } });
  executable(join(bin, program), FAKE.replaceAll('HOME', world.home));
  executable(`${world.programDir}${platform === 'win32' ? '\\bedrock-launcher.exe' : '/bedrock-launcher'}`, '');
}

const FAKE = `#!/bin/sh
printf '%s\\n' "$*" >>"HOME/told"
if [ -s "HOME/failing" ] && echo " $* " | grep -qe " $(cat "HOME/failing") "; then
  echo "an earlier word" >&2; echo "it is forbidden here" >&2; exit 3
fi
`;

function executable(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}

const failing = (words: string) => writeFileSync(join(world.home, 'failing'), words);
function told(): string[] {
  const file = join(world.home, 'told');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  rmSync(file, { force: true });
  return lines.map((line) => line.replace(world.home, 'HOME'));
}
const there = (files: string[]) => files.map((file) => existsSync(placeOf(file)));
/** Windows' paths are names of one part on Linux. */
const placeOf = (file: string) => (file.startsWith('\\') ? `${world.home}${file}` : join(world.home, file));

describe.each(systems)('%s', (_name, system) => {
  const { files, on, off, begins, ends } = system;
  beforeEach(() => machine(system));
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

  test('a launch says nothing of what the system refuses, but the log has it', async () => {
    failing(begins);
    await settleBackground(world, { renewInBackground: true });
    expect(world.said).toEqual([]);
    await world.log.flush();
    expect(world.logged.join()).toContain('it is forbidden here');
  });
});

describe('Linux without systemd for this person', () => {
  const ENTRY = `.config/autostart/${UNIT}.desktop`;
  beforeEach(() => {
    machine({ platform: 'linux', program: 'systemctl' });
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

  test('a resident without an entry has nothing to do, and neither has one beside the timer', async () => {
    failing('is-active');
    expect(await switchBackground(world, 'resident')).toBe('done');
    failing('');
    await turnOn(world);
    expect(await switchBackground(world, 'resident')).toBe('done');
  });

  test('the resident renews, rests for a quarter of an hour and more, and ends with its entry', async () => {
    await turnOn(world);
    failing('is-active');
    executable(join(world.programDir, 'bedrock-launcher'), `#!/bin/sh\necho "renewed $*" >>"${world.home}/told"\n`);
    told();
    const rests: number[] = [];
    const pause = async (milliseconds: number) => {
      rests.push(milliseconds / 60_000);
      if (rests.length === 3) rmSync(join(world.home, ENTRY));
    };
    expect(await switchBackground({ ...world, pause }, 'resident')).toBe('done');
    expect(told().filter((line) => line.startsWith('renewed'))).toEqual(Array(3).fill('renewed --renew'));
    expect(rests.every((minutes) => minutes >= 15 && minutes <= 18)).toBe(true);
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
