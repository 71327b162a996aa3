import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { programFile, ROLE, ssoConfig, workSettings } from '../person.ts';
import { onStage } from '../stage.ts';

const stage = onStage({ decision: 'approve' }, { ...workSettings(), ...ROLE });
const launch = (...args: string[]) => stage.person.run('bedrock-launcher', ['--no-open', ...args]);
const SIGNED_IN = 'signed in as arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_BedrockUser_';

describe('on a machine without any AWS profile', () => {
  beforeEach(() => rmSync(join(stage.person.home, '.aws'), { recursive: true }));

  test('one double-click writes the described profile and signs in; then all programs have it, and nothing is written', async () => {
    const before = await stage.person.run('bedrock-credential-helper');
    expect(before).toMatchObject({
      exitCode: 4,
      stdout: '',
      stderr: expect.stringContaining('start bedrock-launcher'),
    });
    expect(stage.person.exists('.aws')).toBe(false);

    const launched = await launch();
    expect(launched).toMatchObject({ exitCode: 0, stdout: '' });
    expect(launched.stderr).toContain(
      `${stage.person.home}/.aws/config has what the settings say of the profile work\n`,
    );
    expect(launched.stderr).toContain(SIGNED_IN);
    expect(stage.person.opened()).toHaveLength(1);
    const config = stage.person.read('.aws/config');
    expect(config).toMatch(/^# >>> bedrock-launcher: [^[]*\[sso-session bedrock-launcher-3072dfd2\]\n/);
    expect(config).toMatch(/\n\[profile work\]\n[^[]*\nregion = us-east-1\n# <<< bedrock-launcher\n$/);

    expect((await stage.person.run('bedrock-credential-helper')).stdout).toMatch(/^bedrock-api-key-/);
    const files = stage.person.files('.aws');
    const again = await launch();
    expect(again).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining('config') });
    expect(stage.person.files('.aws')).toEqual(files);
    expect(stage.person.opened()).toHaveLength(1);
  });

  test('twenty double-clicks at once write it once and sign in once', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => launch()));
    expect(all.map(({ exitCode }) => exitCode)).toEqual(Array(20).fill(0));
    expect(all.filter(({ stderr }) => stderr.includes('has what the settings say'))).toHaveLength(1);
    expect(stage.person.read('.aws/config').match(/\[profile work\]/g)).toHaveLength(1);
    expect(stage.person.opened()).toHaveLength(1);
  });

  test.each([
    ['--status', 4, 'stdout', 'not signed in: start bedrock-launcher to sign in\nwould sign in by: profile work\n'],
    ['--sign-out', 0, 'stderr', 'nobody was signed in to https://example.awsapps.com/start'],
    ['--refresh', 4, 'stderr', 'the AWS sign-in of profile work has ended'],
    ['--renew', 0, 'stderr', ''],
  ] as const)(
    'before that, %s goes by the settings: exit code %i; it writes nothing',
    async (option, code, output, words) => {
      stage.person.write('settings.json', { ...workSettings(), ...ROLE, renewInBackground: true });
      const done = await stage.person.run('bedrock-launcher', [option]);
      expect([done.exitCode, done[output]]).toEqual([code, expect.stringContaining(words)]);
      expect(done.stderr).not.toContain('no profile');
      expect(stage.person.exists('.aws')).toBe(false);
    },
  );

  test('a profile of the own choice is not what the settings describe: nothing is written', async () => {
    expect(await launch('--profile', 'work')).toMatchObject({ exitCode: 3 });
    expect(stage.person.exists('.aws')).toBe(false);
  });

  test('whoever asks before has the session of the profile that is written then', async () => {
    await launch();
    rmSync(join(stage.person.home, '.aws', 'config'));
    stage.fake.endAccessTokens();
    const helped = await stage.person.run('bedrock-credential-helper', [], {
      env: { CLAUDE_HELPER_CONTEXT: 'mid-session-refresh' },
    });
    expect(helped).toMatchObject({ exitCode: 0, stderr: '' });
    expect(stage.fake.count('CreateToken', { grantType: 'refresh_token', status: 200 })).toBe(1);
    expect(await stage.person.run('bedrock-launcher', ['--sign-out'])).toMatchObject({ exitCode: 0 });
    expect(stage.person.files('.aws')).toEqual({});
  });

  test('a change of the settings is taken over', async () => {
    await launch();
    stage.person.write('settings.json', { ...workSettings(), ...ROLE, inferenceBedrockRegion: 'eu-west-1' });
    expect((await launch()).stderr).toContain('config.bedrock-launcher-backup)');
    expect(stage.person.read('.aws/config')).toContain('\nregion = eu-west-1\n');
    expect(stage.person.read('.aws/config.bedrock-launcher-backup')).toContain('\nregion = us-east-1\n');
    expect(stage.person.opened()).toHaveLength(1);
  });
});

test("a person's own profile of that name that signs in to the same is silently used", async () => {
  const launched = await launch();
  expect(launched).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining('warning') });
  expect(stage.person.read('.aws/config')).toBe(ssoConfig());
});

test("a person's own profile of another role is used, kept, and warned of", async () => {
  stage.fake.options.roles.push({ accountId: '111122223333', roleName: 'Mine', sessionSeconds: 43_200 });
  const own = ssoConfig().replace('BedrockUser', 'Mine');
  stage.person.write('.aws/config', own);
  const launched = await launch();
  expect(launched.stderr).toMatch(/warning: .*config: \[profile work\] is not what the settings describe/);
  expect(launched.stderr).toMatch(/hint: remove or rename that section/);
  expect(launched).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('AWSReservedSSO_Mine_') });
  expect(Object.keys(stage.person.files('.aws')).filter((name) => name.startsWith('config'))).toEqual(['config']);
  expect(stage.person.read('.aws/config')).toBe(own);
});

test('a described profile and the programs around: an AWS SDK finds the helper by it', async () => {
  const helper = programFile('bedrock-credential-helper');
  stage.person.write(
    '.aws/config',
    `[profile sdk]\ncredential_process = ${helper} --format credential-process --profile new\n`,
  );
  stage.person.write('settings.json', { ...workSettings(), ...ROLE, awsProfile: 'new' });
  expect(await launch()).toMatchObject({ exitCode: 0 });
  const asked = await stage.person.run('bedrock-credential-helper', [
    '--format',
    'credential-process',
    '--profile',
    'sdk',
  ]);
  expect(asked).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('"AccessKeyId"') });
});
