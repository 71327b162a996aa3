import { signedIn, workSettings } from '../person.ts';
import { onStage } from '../stage.ts';

const stage = onStage({ decision: 'approve' }, { ...workSettings(), secureStorage: 'file' });

const signOut = () => stage.person.run('bedrock-launcher', ['--sign-out']);
const helpInBackground = () =>
  stage.person.run('bedrock-credential-helper', [], { env: { CLAUDE_HELPER_CONTEXT: 'background' } });

const TOOLKIT = {
  inferenceBedrockRegion: 'us-east-1',
  ssoStartUrl: 'https://example.awsapps.com/start',
  ssoRegion: 'us-east-1',
  ssoAccountId: '111122223333',
  ssoRoleName: 'BedrockUser',
  secureStorage: 'file',
};

test.each([
  ['a profile', () => undefined],
  ['a toolkit session', () => stage.person.write('settings.json', TOOLKIT)],
])('%s: the session is revoked at the portal, and nothing of it stays', async (_name, prepare) => {
  prepare();
  expect((await stage.person.run('bedrock-launcher', ['--no-open'])).exitCode).toBe(0);
  expect((await helpInBackground()).exitCode).toBe(0);
  const signedOut = await signOut();
  expect(signedOut).toMatchObject({ exitCode: 0, stdout: '' });
  expect(signedOut.stderr).toContain('signed out of https://example.awsapps.com/start');
  expect(stage.fake.count('Logout', { status: 200 })).toBe(1);
  expect(stage.person.files('.local/state/bedrock-launcher/vault')).toEqual({});
  expect(stage.person.files('.local/state/bedrock-launcher/sign-in')).toEqual({});
  expect(stage.person.files('.aws/sso')).toEqual({});
  expect(await helpInBackground()).toMatchObject({ exitCode: 4, stdout: '' });
});

test('an ended access token is refreshed first, so that the session can be revoked', async () => {
  stage.fake.options.accessTokenSeconds = 0;
  await signedIn(stage.person, stage.fake);
  stage.fake.options.accessTokenSeconds = 3600;
  expect((await signOut()).exitCode).toBe(0);
  expect(stage.fake.count('Logout', { status: 200 })).toBe(1);
});

test('a session that is over is signed out of all the same; of one that is not there it is said', async () => {
  await signedIn(stage.person, stage.fake);
  stage.fake.endSessions();
  expect(await signOut()).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('signed out of https') });
  expect(await signOut()).toMatchObject({
    exitCode: 0,
    stderr: 'bedrock-launcher: nobody was signed in to https://example.awsapps.com/start: what was kept is removed',
  });
  expect(stage.person.files('.aws/sso')).toEqual({});
});

test('when AWS cannot be reached, what is on this machine goes, and the person is told the rest', async () => {
  await signedIn(stage.person, stage.fake);
  await helpInBackground();
  stage.fake.faults.set('Logout', 'reset');
  const signedOut = await signOut();
  expect(signedOut.exitCode).toBe(6);
  expect(signedOut.stderr).toMatch(/error: signed out on this machine, but not at AWS: SSO Logout: /);
  expect(stage.person.files('.aws/sso')).toEqual({});
  expect(stage.person.files('.local/state/bedrock-launcher/vault')).toEqual({});
});

test('a profile with keys has no sign-in: what is kept is removed', async () => {
  const keys = 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n';
  stage.person.write('.aws/config', `[profile work]\n${keys}region = us-east-1\n`);
  expect((await helpInBackground()).exitCode).toBe(0);
  expect(await signOut()).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('has no sign-in') });
  expect(stage.person.files('.local/state/bedrock-launcher/vault')).toEqual({});
});

test('where nobody signs in any more, what is kept of a former session goes too', async () => {
  stage.person.write('settings.json', TOOLKIT);
  expect((await stage.person.run('bedrock-launcher', ['--no-open'])).exitCode).toBe(0);
  stage.person.write('settings.json', {
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: 'https://gateway.example.com',
  });
  expect(await signOut()).toMatchObject({
    exitCode: 0,
    stderr: 'bedrock-launcher: nothing to sign out of (the gateway has the AWS credentials): what was kept is removed',
  });
  expect(stage.fake.count('Logout', { status: 200 })).toBe(1);
  expect(stage.person.files('.local/state/bedrock-launcher/vault')).toEqual({});
});

test('a session that was sealed before policy changed is revoked too, and removed with its key', async () => {
  stage.person.write('settings.json', TOOLKIT);
  expect((await stage.person.run('bedrock-launcher', ['--no-open'])).exitCode).toBe(0);
  stage.person.write('settings.json', { ...TOOLKIT, secureStorage: 'keychain' });
  await stage.person.run('bedrock-launcher', ['--sign-out'], {
    env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' },
  });
  expect(stage.fake.count('Logout', { status: 200 })).toBe(1);
  expect(stage.person.files('.local/state/bedrock-launcher/vault')).toEqual({});
});

test('what nobody can open is no sign of a keychain: where there is none, it just goes', async () => {
  stage.person.write('.local/state/bedrock-launcher/vault/role-x.sealed', 'garbage');
  const env = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' };
  expect(await stage.person.run('bedrock-launcher', ['--sign-out'], { env })).toMatchObject({ exitCode: 0 });
  expect(stage.person.files('.local/state/bedrock-launcher/vault')).toEqual({});
});
