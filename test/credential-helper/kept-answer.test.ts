import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { answerName } from '../../credential-helper/kept-answer.ts';
import { programFile, signedIn, ssoConfig, workSettings } from '../person.ts';
import { onStage } from '../stage.ts';

const HELPER = 'bedrock-credential-helper';
const VAULT = '.local/state/bedrock-launcher/vault';
const ROLE = { accountId: '111122223333', roleName: 'BedrockUser' };

const stage = onStage({ decision: 'approve' }, { ...workSettings(), secureStorage: 'file' });

beforeEach(() => signedIn(stage.person, stage.fake));

const help = async (env: Record<string, string> = {}, args: string[] = []) => stage.person.run(HELPER, args, { env });
const asked = () => stage.fake.count('GetRoleCredentials');
const kept = () => Object.keys(stage.person.files(VAULT)).filter((name) => name.startsWith('answer-'));
const settings = (other: object) =>
  stage.person.write('settings.json', { ...workSettings(), secureStorage: 'file', ...other });

test('a hundred calls in a row ask AWS once, and each prints the same', async () => {
  const first = await help();
  for (let call = 0; call < 100; call++) expect(await help()).toEqual(first);
  expect(asked()).toBe(1);
  expect(stage.fake.calls).toHaveLength(1);
});

test('a kept answer needs no AWS at all', async () => {
  const first = await help();
  expect(await help({ CLAUDE_HELPER_CONTEXT: 'background' })).toEqual(first);
  await stage.fake.stop();
  expect(await help({ CLAUDE_HELPER_CONTEXT: 'interactive' })).toEqual(first);
});

test('nothing of an answer is on the disk in the open', async () => {
  const { stdout } = await help();
  const all = Object.values(stage.person.files('.local')).join('\n');
  expect(all).not.toContain(stdout.slice(20, 60));
  expect(kept()).toHaveLength(1);
});

test.each([
  ['the settings say something else', () => settings({ inferenceCredentialHelperTtlSec: 1800 })],
  ['the AWS config file changed', () => stage.person.write('.aws/config', ssoConfig('# a comment\n'))],
  ['a credentials file appeared', () => stage.person.write('.aws/credentials', '[other]\n')],
])('where %s, the answer is made anew', async (_name, change) => {
  await help();
  change();
  expect(await help()).toMatchObject({ exitCode: 0 });
  expect(stage.fake.calls.length + kept().length).toBeGreaterThanOrEqual(2);
  const role = stage.fake.calls.filter(({ operation }) => operation === 'GetRoleCredentials');
  expect(role).toHaveLength(1);
});

test('another role in the config file is asked for at once', async () => {
  stage.fake.options.roles = [
    { ...ROLE, sessionSeconds: 43_200 },
    { ...ROLE, roleName: 'Other', sessionSeconds: 43_200 },
  ];
  const first = await help();
  stage.person.write('.aws/config', ssoConfig().replace('BedrockUser', 'Other'));
  const second = await help();
  expect(second.exitCode).toBe(0);
  expect(second.stdout).not.toBe(first.stdout);
  expect(stage.fake.calls.map(({ role }) => role)).toEqual(['BedrockUser', 'Other']);
});

test('another environment is another question', () => {
  const env = { HOME: '/home/ana', AWS_REGION: 'us-east-1', TERM: 'xterm' };
  const name = answerName([], env);
  expect(answerName([], { ...env, TERM: 'dumb', CLAUDE_HELPER_CONTEXT: 'interactive' })).toBe(name);
  for (const other of [
    { AWS_REGION: 'eu-west-1' },
    { HOME: '/home/bob' },
    { AWS_PROFILE: 'x' },
    { BEDROCK_LAUNCHER_CONFIG: 'x' },
  ])
    expect(answerName([], { ...env, ...other })).not.toBe(name);
  expect(answerName(['--format', 'json'], env)).not.toBe(name);
});

test('after signing out with the AWS CLI, whose file is then gone, nothing kept is printed', async () => {
  await help();
  await Bun.$`rm -r ${stage.person.home}/.aws/sso`.quiet();
  expect(await help({ CLAUDE_HELPER_CONTEXT: 'background' })).toMatchObject({ exitCode: 4, stdout: '' });
});

test('an answer of another place, of another key, cut or changed is none: the helper makes a new one', async () => {
  const { stdout } = await help();
  const [name = ''] = kept();
  const file = join(stage.person.home, VAULT, name);
  const whole = readFileSync(file);
  for (const broken of [whole.subarray(0, 40), Buffer.alloc(0), Buffer.from('{}'), whole.subarray(1)]) {
    writeFileSync(file, Uint8Array.from(broken));
    expect(await help()).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^bedrock-api-key-/) });
  }
  chmodSync(join(stage.person.home, VAULT, 'key'), 0o644);
  expect(await help()).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^bedrock-api-key-/) });
  expect(stdout).toMatch(/^bedrock-api-key-/);
});

describe('the life of what is printed', () => {
  const secondsLeft = (token: string) => {
    const url = new URL(`https://${Buffer.from(token.slice('bedrock-api-key-'.length), 'base64')}`);
    const [, y, m, d, h, min, s] =
      /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(url.searchParams.get('X-Amz-Date') ?? '') ?? [];
    const start = Date.UTC(Number(y), Number(m) - 1, Number(d), Number(h), Number(min), Number(s));
    return start / 1000 + Number(url.searchParams.get('X-Amz-Expires')) - Date.now() / 1000;
  };

  test('below TTL and 300 s AWS is asked for more, although the role session is still alive', async () => {
    stage.fake.options.roles = [{ ...ROLE, sessionSeconds: 3_902 }];
    await help();
    await Bun.sleep(3_000);
    const { stdout, stderr } = await help();
    expect(asked()).toBe(2);
    expect(secondsLeft(stdout)).toBeGreaterThanOrEqual(3_900);
    expect(stderr).toBe('');
  });

  test('a role that is too short is asked for each time, and once by those who come together', async () => {
    stage.fake.options.roles = [{ ...ROLE, sessionSeconds: 3_600 }];
    stage.fake.faults.set('GetRoleCredentials', { delayMs: 600 });
    const together = await Promise.all([1, 2, 3, 4, 5].map(() => help()));
    for (const { exitCode, stderr } of together) {
      expect([exitCode, stderr]).toEqual([0, expect.stringContaining('TtlSec 3600 needs 3900 s')]);
    }
    expect(asked()).toBe(1);
    await help();
    expect(asked()).toBe(2);
  });

  test('when AWS cannot be reached, what still lives is printed, and said to be from before', async () => {
    stage.fake.options.roles = [{ ...ROLE, sessionSeconds: 1_800 }];
    await help();
    stage.fake.faults.set('*', 'reset');
    const { exitCode, stdout, stderr } = await help({ CLAUDE_HELPER_CONTEXT: 'background' });
    expect(exitCode).toBe(0);
    expect(secondsLeft(stdout)).toBeGreaterThan(1_700);
    expect(stderr).toMatch(/warning: AWS could not be asked .* kept from before and lives 1[67]\d\d s/);
  });

  test('when AWS stalls, what still lives is printed before the time is up', async () => {
    stage.fake.options.roles = [{ ...ROLE, sessionSeconds: 1_800 }];
    await help();
    settings({ inferenceCredentialHelperTimeoutSec: 3 });
    stage.fake.faults.set('*', 'stall');
    const { exitCode, stderr } = await help();
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('kept from before')]);
  });

  test('who waits for another helper that AWS keeps waiting prints what still lives in its own time', async () => {
    stage.fake.options.roles = [{ ...ROLE, sessionSeconds: 1_800 }];
    await help();
    stage.fake.faults.set('*', 'stall');
    const patient = help();
    while (stage.fake.count('GetRoleCredentials') < 2) await Bun.sleep(10);
    settings({ inferenceCredentialHelperTimeoutSec: 3 });
    expect(await help()).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('kept from before') });
    await stage.fake.stop();
    await patient;
  });

  test('when AWS cannot be reached and nothing lives, it is exit code 6', async () => {
    stage.fake.options.roles = [{ ...ROLE, sessionSeconds: 30 }];
    await help();
    stage.fake.faults.set('*', 'reset');
    expect(await help()).toMatchObject({ exitCode: 6, stdout: '' });
  });
});

test('between turns the app asks because its token no longer does: a dead role session is replaced', async () => {
  const before = await help();
  stage.fake.endRoleSessions();
  const after = await help({ CLAUDE_HELPER_CONTEXT: 'mid-session-refresh' });
  expect(after.exitCode).toBe(0);
  expect(after.stdout).not.toBe(before.stdout);
  expect(await help()).toEqual(after);
  expect(asked()).toBe(2);
});

test('a conversation goes on when its role session was ended', async () => {
  expect((await stage.person.run('bedrock-client', ['ask', 'hi'])).exitCode).toBe(0);
  stage.fake.endRoleSessions();
  const again = await stage.person.run('bedrock-client', ['ask', 'hi']);
  expect(again).toMatchObject({ exitCode: 0, stdout: stage.fake.options.answer });
});

test('a launcher whose kept role AWS no longer takes asks for another', async () => {
  await help();
  stage.fake.endRoleSessions();
  expect((await stage.person.run('bedrock-launcher', ['--no-open'])).exitCode).toBe(0);
  expect(stage.person.opened()).toEqual([]);
});

test('a kept answer that cannot be written is a problem with words', async () => {
  await help();
  const options = { env: stage.person.env, extendEnv: false, reject: false } as const;
  expect(await execa('sh', ['-c', '"$0" >/dev/full', programFile(HELPER)], options)).toMatchObject({
    exitCode: 8,
    stderr: expect.stringMatching(/error: the output can't be written/),
  });
});

test('without a keychain a profile needs none: each call asks AWS', async () => {
  settings({ secureStorage: 'keychain' });
  const env = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' };
  expect(await help(env)).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await help(env)).toMatchObject({ exitCode: 0, stderr: '' });
  expect(asked()).toBe(2);
});
