import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { signedIn, workSettings } from '../person.ts';
import { endResidents, residentsOf } from '../residents.ts';
import { type FakeBus, startFakeBus } from '../shared/vault/fake-bus.ts';
import { onStage } from '../stage.ts';

const LAUNCHER = 'bedrock-launcher';
const SETTINGS = { ...workSettings(), secureStorage: 'file', client: '/bin/true' };
// Before the person leaves with their home.
afterEach(async () => {
  bus?.stop();
  bus = undefined;
  await endResidents(stage.person);
});
const stage = onStage({ decision: 'approve' }, SETTINGS);
const UNITS = ['bedrock-launcher-renew.service', 'bedrock-launcher-renew.timer'];

let bus: FakeBus | undefined;

/** A systemctl that notes what it is told; where it is to fail, it says why. */
function systemctl(failing = 'nothing'): Record<string, string> {
  const noted = join(stage.person.home, 'told');
  const program = stage.person.write(
    'tools/systemctl',
    `#!/bin/sh\necho "$*" >>"${noted}"\ncase "$*" in *${failing}*) echo "Failed: masked" >&2; exit 1;; esac\n`,
  );
  chmodSync(program, 0o755);
  return { PATH: `${join(stage.person.home, 'tools')}:${stage.person.env['PATH']}` };
}

/** A PATH on which systemctl fails whatever it is told. */
function withoutSystemd(): string {
  return systemctl('--user')['PATH'] ?? '';
}

const told = () => (stage.person.exists('told') ? stage.person.read('told').trim().split('\n') : []);
const units = () => Object.keys(stage.person.files('.config/systemd/user'));
const background = (word: string, env: Record<string, string>) =>
  stage.person.run(LAUNCHER, ['--background', word], { env });

const TURNED_ON = 'bedrock-launcher: the renewal in the background is on';
const TURNED_OFF = 'bedrock-launcher: the renewal in the background is off';

test('on and off by the command line, as often as one likes', async () => {
  const env = systemctl();
  stage.person.write('settings.json', { ...SETTINGS, renewInBackground: true });
  for (const _ of [1, 2]) {
    expect(await background('on', env)).toEqual({ exitCode: 0, stdout: '', stderr: TURNED_ON });
    expect(units()).toEqual(UNITS);
  }
  expect(told().at(-1)).toBe('--user enable --now bedrock-launcher-renew.timer');
  stage.person.write('settings.json', SETTINGS);
  for (const _ of [1, 2]) {
    expect(await background('off', env)).toEqual({ exitCode: 0, stdout: '', stderr: TURNED_OFF });
    expect(units()).toEqual([]);
  }
  expect(stage.person.opened()).toEqual([]);
});

test.each([
  ['on', false, TURNED_ON, 'is not true: the next launch turns it off, and no run renews anything'],
  ['off', true, TURNED_OFF, 'is true: the next launch turns it on again'],
])('%s where the settings want the other: what they will do is said', async (word, renewInBackground, done, why) => {
  stage.person.write('settings.json', { ...SETTINGS, renewInBackground });
  const { exitCode, stderr } = await background(word, systemctl());
  expect([exitCode, stderr.split('\n')]).toEqual([
    0,
    [
      done,
      `bedrock-launcher: warning: the setting renewInBackground ${why}`,
      `bedrock-launcher: hint: set renewInBackground to ${!renewInBackground}`,
    ],
  ]);
});

test('settings that nobody can read keep nobody from turning it off', async () => {
  await background('on', systemctl());
  stage.person.write('settings.json', '{');
  const { exitCode, stderr } = await background('off', systemctl());
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining(`${TURNED_OFF}\nbedrock-launcher: warning: `)]);
  expect(units()).toEqual([]);
});

test('a systemctl that refuses is told with its last words and the next step', async () => {
  const { exitCode, stderr } = await background('on', systemctl('enable'));
  expect(exitCode).toBe(8);
  expect(stderr).toMatch(/error: systemctl --user enable: Failed: masked\nbedrock-launcher: hint: see what /);
  expect(units()).toEqual([]);
});

test('a launch installs what the settings want, and removes what they no longer want', async () => {
  const env = systemctl();
  await signedIn(stage.person, stage.fake);
  await stage.person.run(LAUNCHER, [], { env });
  expect(told()).toEqual([]);
  stage.person.write('settings.json', { ...SETTINGS, renewInBackground: true });
  expect(await stage.person.run(LAUNCHER, [], { env })).toMatchObject({ exitCode: 0 });
  expect(units()).toEqual(UNITS);
  const before = told().length;
  await stage.person.run(LAUNCHER, [], { env });
  expect(told()).toHaveLength(before);
  stage.person.write('settings.json', SETTINGS);
  await stage.person.run(LAUNCHER, [], { env });
  expect(units()).toEqual([]);
});

test('a launch does not suffer from a systemctl that refuses', async () => {
  await signedIn(stage.person, stage.fake);
  stage.person.write('settings.json', { ...SETTINGS, renewInBackground: true });
  const launched = await stage.person.run(LAUNCHER, [], { env: systemctl('enable') });
  expect(launched).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining('masked') });
  expect(stage.person.read('.local/state/bedrock-launcher/log/log.jsonl')).toContain('masked');
});

test('a pipe in the place of what says that it is installed keeps no launch waiting', async () => {
  await signedIn(stage.person, stage.fake);
  stage.person.write('settings.json', { ...SETTINGS, renewInBackground: true });
  const folder = join(stage.person.home, '.local/state/bedrock-launcher');
  await Bun.$`mkdir -p ${folder} && mkfifo ${folder}/renewal-installed`.quiet();
  expect(await stage.person.run(LAUNCHER, [], { env: systemctl() })).toMatchObject({ exitCode: 0 });
  expect(units()).toEqual(UNITS);
});

describe('without systemd', () => {
  const ENTRY = '.config/autostart/bedrock-launcher-renew.desktop';

  test('on has a resident renew at once in a session with a bus', async () => {
    bus = startFakeBus({});
    await signedIn(stage.person, stage.fake);
    stage.person.write('settings.json', { ...SETTINGS, renewInBackground: true });
    expect(await background('on', { ...bus.env, PATH: withoutSystemd() })).toMatchObject({ exitCode: 0 });
    while (stage.fake.count('GetRoleCredentials') === 0) await Bun.sleep(5);
    expect(residentsOf(stage.person)).toHaveLength(1);
  });

  test('on waits for the next login where there is no bus', async () => {
    const env = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus', PATH: withoutSystemd() };
    stage.person.write('settings.json', { ...SETTINGS, renewInBackground: true });
    const stderr = `${TURNED_ON}, from your next login to a desktop`;
    expect(await background('on', env)).toEqual({ exitCode: 0, stdout: '', stderr });
    expect(stage.person.exists(ENTRY)).toBe(true);
    expect(residentsOf(stage.person)).toEqual([]);
  });
});

test('off where systemd answers nobody removes the files all the same, and says what goes on', async () => {
  await background('on', systemctl());
  const { exitCode, stderr } = await background('off', { PATH: withoutSystemd() });
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/^bedrock-launcher: warning: systemd does not answer here: .*\n?$/);
  expect(units()).toEqual([]);
});

test.each([['', 'maybe']])('--background %j is refused', async (word) => {
  expect((await background(word, systemctl())).exitCode).toBe(2);
});
