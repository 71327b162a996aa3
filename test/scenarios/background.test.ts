import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { signedIn, workSettings } from '../person.ts';
import { onStage } from '../stage.ts';

const LAUNCHER = 'bedrock-launcher';
const SETTINGS = { ...workSettings(), secureStorage: 'file', client: '/bin/true' };
const stage = onStage({ decision: 'approve' }, SETTINGS);
const UNITS = ['bedrock-launcher-renew.service', 'bedrock-launcher-renew.timer'];

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

const told = () => (stage.person.exists('told') ? stage.person.read('told').trim().split('\n') : []);
const units = () => Object.keys(stage.person.files('.config/systemd/user'));
const background = (word: string, env: Record<string, string>) =>
  stage.person.run(LAUNCHER, ['--background', word], { env });

test('on and off by the command line, as often as one likes', async () => {
  const env = systemctl();
  for (const _ of [1, 2]) {
    expect(await background('on', env)).toMatchObject({ exitCode: 0, stdout: '' });
    expect(units()).toEqual(UNITS);
  }
  expect(told().at(-1)).toBe('--user enable --now bedrock-launcher-renew.timer');
  for (const _ of [1, 2]) {
    expect(await background('off', env)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(units()).toEqual([]);
  }
  expect(stage.person.opened()).toEqual([]);
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

test.each([['', 'maybe']])('--background %j is refused', async (word) => {
  expect((await background(word, systemctl())).exitCode).toBe(2);
});
