import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programFile, signedIn, workSettings } from '../person.ts';
import { onStage } from '../stage.ts';

const LAUNCHER = 'bedrock-launcher';
const SETTINGS = { ...workSettings(), secureStorage: 'file', renewInBackground: true };
// Before the person leaves with all that tells.
afterEach(() => expect(stage.person.opened()).toEqual([]));
const stage = onStage({ decision: 'approve' }, SETTINGS);

const FORBIDDEN = {
  status: 403,
  headers: { 'x-amzn-errortype': 'ForbiddenException' },
  body: JSON.stringify({ message: 'No access' }),
};

/** No session bus: nothing can be shown, unless a test has one. */
const renew = (env: Record<string, string> = {}) => stage.person.run(LAUNCHER, ['--renew'], { env });
const silent = { exitCode: 0, stdout: '', stderr: '' };
const refreshes = () => stage.fake.count('CreateToken', { grantType: 'refresh_token' });
const calls = () => stage.fake.calls.length;
const tokens = () => stage.fake.count('GetRoleCredentials');
const outcomes = () =>
  stage.person
    .read('.local/state/bedrock-launcher/log/log.jsonl')
    .split('\n')
    .filter((line) => line.includes('"renewal"'))
    .map((line) => JSON.parse(line).state);

/** A session whose access token lives that long. */
async function withToken(seconds: number): Promise<void> {
  stage.fake.options.accessTokenSeconds = seconds;
  await signedIn(stage.person, stage.fake);
  stage.fake.options.accessTokenSeconds = 3600;
}

/** Makes the next run look, whatever the last one noted. */
function forgetNote(): void {
  stage.person.write('.local/state/bedrock-launcher/renewal-due.json', '');
}

test('a token near its end is refreshed ahead, and the role with it, so that the helper asks for neither', async () => {
  await withToken(10 * 60);
  expect(await renew()).toEqual(silent);
  expect([refreshes(), tokens()]).toEqual([1, 1]);
  expect(outcomes()).toEqual(['renewed']);
  const helped = await stage.person.run('bedrock-credential-helper', [], {
    env: { CLAUDE_HELPER_CONTEXT: 'background' },
  });
  expect(helped).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^bedrock-api-key-/) });
  expect([refreshes(), tokens()]).toEqual([1, 1]);
});

test('with nothing to renew there is not one call', async () => {
  await withToken(3600);
  expect(await renew()).toEqual(silent);
  const before = calls();
  for (const _ of [1, 2, 3]) expect(await renew()).toEqual(silent);
  forgetNote();
  expect(await renew()).toEqual(silent);
  expect(calls()).toBe(before);
  expect(outcomes()).toEqual(['fresh', 'fresh']);
});

test('a run with nothing to do asks nobody', async () => {
  await withToken(3600);
  expect(await renew()).toEqual(silent);
  const before = calls();
  for (const _ of [1, 2, 3]) expect(await renew()).toEqual(silent);
  expect(calls()).toBe(before);
});

test('a role that lives less than the helper wants is not asked for on each run', async () => {
  for (const role of stage.fake.options.roles) role.sessionSeconds = 1800;
  await withToken(3600);
  for (const _ of [1, 2, 3]) expect(await renew()).toEqual(silent);
  expect(tokens()).toBe(1);
});

test.each<[string, (file: string) => unknown]>([
  ['says that there is nothing to do for years', (file) => writeFileSync(file, '{"from":0,"due":1e300,"files":{}}')],
  ['is a pipe', (file) => Bun.spawnSync(['mkfifo', file])],
])('a note that %s stops no renewal', async (_name, make) => {
  await withToken(60);
  forgetNote();
  const file = join(stage.person.home, '.local/state/bedrock-launcher/renewal-due.json');
  rmSync(file);
  make(file);
  expect(await renew()).toEqual(silent);
  expect(refreshes()).toBe(1);
});

test('a change of the settings, and a new session, end the rest', async () => {
  await withToken(3600);
  await renew();
  expect(outcomes()).toHaveLength(1);
  stage.person.write('settings.json', { ...SETTINGS, logLevel: 'debug' });
  await renew();
  await Bun.sleep(20);
  await withToken(600);
  await renew();
  expect(outcomes()).toEqual(['fresh', 'fresh', 'renewed']);
});

test.each([
  ['not set', workSettings()],
  ['false', { ...workSettings(), renewInBackground: false }],
  ['of no use', { renewInBackground: true, inferenceProvider: 'bedrock', inferenceBedrockBearerToken: 'bedrock-key' }],
])('where the settings do not want it (%s) nothing is done', async (_name, settings) => {
  await withToken(60);
  stage.person.write('settings.json', settings);
  expect(await renew()).toEqual(silent);
  expect(calls()).toBe(0);
});

test.each([
  ['AWS refuses the role', 7, () => void stage.fake.faults.set('GetRoleCredentials', FORBIDDEN)],
  ['the profile is not there', 3, () => void stage.person.write('.aws/config', '')],
])('%s: said once, and the runs rest until something changes', async (_name, exitCode, spoil) => {
  await withToken(3600);
  const config = stage.person.read('.aws/config');
  spoil();
  expect(await renew()).toMatchObject({ exitCode, stderr: expect.stringContaining('error: ') });
  const before = calls();
  for (const _ of [1, 2, 3]) expect(await renew()).toEqual(silent);
  expect(calls()).toBe(before);
  expect(outcomes()).toEqual(['resting']);
  stage.fake.faults.clear();
  stage.person.write('.aws/config', config);
  expect(await renew()).toEqual(silent);
  expect(outcomes()).toEqual(['resting', 'fresh']);
});

test('nobody is signed in: nothing to renew, and nothing to tell', async () => {
  expect(await renew()).toEqual(silent);
  expect(calls()).toBe(0);
  expect(outcomes()).toEqual(['unsigned']);
});

test('offline it is quiet, and the next run tries again', async () => {
  await withToken(0);
  const nowhere = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
  expect(await renew(nowhere)).toEqual(silent);
  expect(outcomes()).toEqual(['offline']);
  expect(await renew()).toEqual(silent);
  expect(outcomes()).toEqual(['offline', 'renewed']);
});

test('a session that is over is asked about once', async () => {
  await withToken(0);
  stage.fake.endSessions();
  for (const _ of [1, 2, 3]) expect(await renew()).toEqual(silent);
  expect(refreshes()).toBe(1);
  expect(outcomes()).toContain('over');
});

test('a session that the portal has ended before its time is not asked about on each run', async () => {
  await withToken(3600);
  stage.fake.endSessions();
  for (const _ of [1, 2, 3]) expect(await renew()).toEqual(silent);
  expect(refreshes()).toBe(1);
  expect(tokens()).toBeLessThanOrEqual(3);
});

test('a run that is killed while AWS answers loses no session', async () => {
  await withToken(600);
  stage.fake.faults.set('CreateToken', { delayMs: 500 });
  const run = Bun.spawn([programFile(LAUNCHER), '--renew'], {
    env: stage.person.env,
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  while (refreshes() === 0) await Bun.sleep(5);
  run.kill('SIGKILL');
  await run.exited;
  stage.fake.faults.clear();
  await Bun.sleep(800);
  expect(await renew()).toEqual(silent);
  expect(refreshes()).toBe(1);
});

test('twenty runs at once refresh once', async () => {
  await withToken(600);
  const ends = await Promise.all(Array.from({ length: 20 }, () => renew()));
  expect(ends).toEqual(Array.from({ length: 20 }, () => silent));
  expect(refreshes()).toBe(1);
});

test('--sign-in asks for the next session while this one lives', async () => {
  await withToken(600);
  const { accessToken } = JSON.parse(Object.values(stage.person.files('.aws/sso/cache'))[0] ?? '');
  expect(await stage.person.run(LAUNCHER, ['--sign-in', '--no-open'])).toMatchObject({ exitCode: 0 });
  expect(stage.person.opened()).toHaveLength(1);
  expect(Object.values(stage.person.files('.aws/sso/cache')).join()).not.toContain(accessToken);
  rmSync(join(stage.person.home, 'browser.log'));
});
