import { programFile, signedIn, workSettings } from '../person.ts';
import { onStage } from '../stage.ts';

const HELPER = 'bedrock-credential-helper';
const stage = onStage({ decision: 'approve' }, { ...workSettings(), secureStorage: 'file' });
const background = { env: { CLAUDE_HELPER_CONTEXT: 'background' } };

const refreshes = (more = {}) => stage.fake.count('CreateToken', { grantType: 'refresh_token', ...more });

/** A session whose access token has ended and whose refresh token is good. */
async function withEndedToken(): Promise<void> {
  stage.fake.options.accessTokenSeconds = 0;
  await signedIn(stage.person, stage.fake);
  stage.fake.options.accessTokenSeconds = 3600;
}

test('a helper that is killed while AWS answers its refresh loses no session', async () => {
  await withEndedToken();
  stage.fake.faults.set('CreateToken', { delayMs: 700 });
  const helper = Bun.spawn([programFile(HELPER)], { env: stage.person.env, stdout: 'ignore', stderr: 'ignore' });
  while (refreshes() === 0) await Bun.sleep(5);
  helper.kill('SIGKILL');
  await helper.exited;
  stage.fake.faults.clear();
  expect(await stage.person.run(HELPER, [], background)).toMatchObject({ exitCode: 0 });
  expect(refreshes({ status: 200 })).toBe(1);
  expect(stage.person.opened()).toEqual([]);
});

test('a helper whose time is up leaves its refresh alive, and the next call finds the result', async () => {
  await withEndedToken();
  stage.person.write('settings.json', {
    ...workSettings(),
    secureStorage: 'file',
    inferenceCredentialHelperTimeoutSec: 1,
  });
  stage.fake.faults.set('CreateToken', { delayMs: 1500 });
  expect((await stage.person.run(HELPER, [], background)).exitCode).toBe(9);
  await Bun.sleep(1200);
  expect(await stage.person.run(HELPER, [], background)).toMatchObject({ exitCode: 0 });
  expect(refreshes({ status: 200 })).toBe(1);
});

test('a session that AWS says is over is asked about once, however many helpers come', async () => {
  await withEndedToken();
  stage.fake.endSessions();
  for (const _ of [1, 2, 3]) expect((await stage.person.run(HELPER, [], background)).exitCode).toBe(4);
  expect(refreshes()).toBe(1);
});

test('a new sign-in after that is seen at once', async () => {
  await withEndedToken();
  stage.fake.endSessions();
  expect((await stage.person.run(HELPER, [], background)).exitCode).toBe(4);
  await signedIn(stage.person, stage.fake);
  expect((await stage.person.run(HELPER, [], background)).exitCode).toBe(0);
});

test('another program that has just spent the refresh token, and writes a moment later, is waited for', async () => {
  await withEndedToken();
  const path = Object.keys(stage.person.files('.aws/sso/cache'))[0] ?? '';
  const old = JSON.parse(stage.person.read(`.aws/sso/cache/${path}`));
  const { accessToken, refreshToken, expiresIn } = await spend(old);
  const helping = stage.person.run(HELPER, [], background);
  while (refreshes() < 2) await Bun.sleep(5);
  await Bun.sleep(300);
  const expiresAt = new Date(Date.now() + expiresIn * 1000).toISOString().replace(/\.\d+Z/, 'Z');
  stage.person.write(`.aws/sso/cache/${path}`, { ...old, accessToken, refreshToken, expiresAt });
  expect(await helping).toMatchObject({ exitCode: 0 });
});

async function spend({ clientId, clientSecret, refreshToken }: Record<string, string>) {
  const body = JSON.stringify({ clientId, clientSecret, refreshToken, grantType: 'refresh_token' });
  const answer = await fetch(`${stage.fake.url}/token`, { method: 'POST', body });
  return (await answer.json()) as { accessToken: string; refreshToken: string; expiresIn: number };
}

test('--refresh refreshes without asking anybody, and says when a person must sign in', async () => {
  await withEndedToken();
  expect(await stage.person.run('bedrock-launcher', ['--refresh'])).toMatchObject({
    exitCode: 0,
    stdout: '',
    stderr: '',
  });
  expect(refreshes({ status: 200 })).toBe(1);
  stage.fake.endSessions();
  expect((await stage.person.run('bedrock-launcher', ['--refresh'])).exitCode).toBeLessThanOrEqual(4);
  expect(stage.person.opened()).toEqual([]);
});
