import { chmodSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { programFile, ROLE, signedIn, ssoConfig, workSettings } from '../../../person.ts';
import { onStage } from '../../../stage.ts';

const stage = onStage({});
const ACCOUNTS = ['111122223333', '444455556666', '777788889999'];
const role = (accountId: string, roleName = 'BedrockUser') => ({ accountId, roleName, sessionSeconds: 3600 });

beforeEach(() => signedIn(stage.person, stage.fake));

const record = (...args: string[]) => stage.person.run('bedrock-admin', ['aws', 'record', ...args]);
const several = () => {
  stage.fake.options.roles = ACCOUNTS.flatMap((id) =>
    ['BedrockUser', 'Admin', 'Auditor'].map((name) => role(id, name)),
  );
};

describe('the four values', () => {
  test('are printed, of the only account and the only role', async () => {
    const { stdout, stderr, exitCode } = await record();
    expect({ values: JSON.parse(stdout), stderr, exitCode }).toEqual({ values: ROLE, stderr: '', exitCode: 0 });
  });

  test('of several, those that the options name, however many pages there are', async () => {
    several();
    const { stdout } = await record('--account', '777788889999', '--role', 'Auditor');
    expect(JSON.parse(stdout)).toEqual({ ...ROLE, ssoAccountId: '777788889999', ssoRoleName: 'Auditor' });
    expect(stage.fake.count('ListAccounts')).toBe(2);
    expect(stage.fake.count('ListAccountRoles')).toBe(2);
  });

  test.each([
    [
      'no account',
      [],
      2,
      /which account\? there are several: 111122223333 \(account-3333, aws\+111122223333@example.com\);/,
    ],
    ['no role', ['--account', '444455556666'], 2, /which role in 444455556666\?.*BedrockUser; Admin; Auditor/],
    ['another account', ['--account', '000000000000'], 3, /no account 000000000000/],
    ['another role', ['--account', '444455556666', '--role', 'Other'], 3, /no role in 444455556666 Other/],
    ['what is no account', ['--account', '1'], 2, /--account must be an AWS account ID/],
    ['an empty file name', ['--out', ''], 2, /--out needs a file/],
  ])('with %s it says what there is', async (_name, args, code, message) => {
    several();
    const { exitCode, stdout, stderr } = await record(...args);
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: code,
      stdout: '',
      stderr: expect.stringMatching(message),
    });
  });

  test('a person on a terminal is asked for both', async () => {
    several();
    let shown = '';
    const answers = new Map([
      ['account (1 to 3): ', '2\r'],
      ['role in 444455556666 (1 to 3): ', '3\r'],
    ]);
    const file = join(stage.person.home, 'new.json');
    const child = Bun.spawn([programFile('bedrock-admin'), 'aws', 'record', '--out', file], {
      env: { ...stage.person.env, TERM: 'xterm' },
      terminal: {
        data(terminal, bytes) {
          shown += Buffer.from(bytes).toString();
          for (const [question, answer] of answers) {
            if (shown.includes(question) && answers.delete(question)) terminal.write(answer);
          }
        },
      },
    });
    expect(await child.exited).toBe(0);
    expect(shown).toContain('   1  111122223333 (account-3333');
    expect(JSON.parse(stage.person.read('new.json'))).toEqual({
      ...ROLE,
      ssoAccountId: '444455556666',
      ssoRoleName: 'Auditor',
    });
  });
});

describe('a settings file', () => {
  test('is filled: other keys, its mode and its neighbours stay, and each change is said', async () => {
    const before = { ...workSettings(), ssoRoleName: 'Old', other: { deep: [1] } };
    const file = stage.person.write('mine.json', before);
    chmodSync(file, 0o640);
    const { exitCode, stdout, stderr } = await record('--out', file, '--set-profile', 'bedrock');
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(JSON.parse(stage.person.read('mine.json'))).toEqual({ ...before, ...ROLE, awsProfile: 'bedrock' });
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(stderr).toContain('bedrock-admin: ssoRoleName: BedrockUser (was Old)\n');
    expect(stderr).toContain('bedrock-admin: awsProfile: bedrock (was work)\n');
    expect(stderr.endsWith(`bedrock-admin: filled ${file}`)).toBe(true);
    expect(Object.keys(stage.person.files()).filter((name) => name.startsWith('mine'))).toEqual(['mine.json']);
  });

  test('that is not there is made, for the person alone', async () => {
    const file = join(stage.person.home, 'folder', 'new.json');
    expect(await record('--out', file, '--json')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('{') });
    expect(JSON.parse(stage.person.read('folder/new.json'))).toEqual(ROLE);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('that has the values already is not written', async () => {
    const file = stage.person.write('mine.json', `${JSON.stringify(ROLE)}   `);
    expect(await record('--out', file)).toMatchObject({
      exitCode: 0,
      stderr: `bedrock-admin: ${file} has these values already`,
    });
    expect(stage.person.read('mine.json')).toMatch(/ {3}$/);
  });

  test('that holds no settings stays as it is', async () => {
    const file = stage.person.write('mine.json', 'not JSON');
    expect(await record('--out', file)).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('not valid JSON'),
    });
    expect(stage.person.read('mine.json')).toBe('not JSON');
  });

  test('that was filled signs the person in: the role is the one that is recorded', async () => {
    const file = stage.person.write('mine.json', { inferenceProvider: 'bedrock', inferenceBedrockRegion: 'us-east-1' });
    await record('--out', file, '--set-profile', 'work');
    const env = { BEDROCK_LAUNCHER_CONFIG: file };
    const { exitCode, stdout } = await stage.person.run('bedrock-credential-helper', [], { env });
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^bedrock-api-key-/)]);
  });
});

describe('whose session', () => {
  const bare = () => {
    stage.person.write('.aws/config', ssoConfig().replace(/sso_(account_id|role_name) = .*\n/g, ''));
    stage.person.write('settings.json', {});
  };

  test.each([
    ['of the settings', []],
    ['of a profile', ['--profile', 'work']],
    ['of the AWS config file', ['--sso-session', 'company']],
  ])('one %s', async (_name, args) => {
    expect(JSON.parse((await record(...args)).stdout)).toEqual(ROLE);
  });

  test.each([
    ['a profile', ['--profile', 'work']],
    ['an sso-session', ['--sso-session', 'company']],
  ])('%s is enough before anybody knows account and role, also when it must be refreshed', async (_name, args) => {
    bare();
    expect(JSON.parse((await record(...args)).stdout)).toEqual(ROLE);
    stage.fake.endAccessTokens();
    expect(JSON.parse((await record(...args)).stdout)).toEqual(ROLE);
    expect(stage.fake.count('CreateToken', { grantType: 'refresh_token', status: 200 })).toBe(1);
  });

  test("the toolkit's own", async () => {
    stage.person.write('settings.json', { ...workSettings(), awsProfile: undefined, secureStorage: 'file', ...ROLE });
    expect((await record()).exitCode).toBe(4);
    stage.fake.options.decision = 'approve';
    await stage.person.run('bedrock-launcher', ['--no-open']);
    several();
    const { stdout } = await record('--account', '444455556666', '--role', 'Admin');
    expect(JSON.parse(stdout)).toMatchObject({ ssoAccountId: '444455556666', ssoRoleName: 'Admin' });
  });

  test.each([
    ['the settings', [], /bedrock-launcher --no-open --profile work/],
    ['a profile', ['--profile', 'work'], /bedrock-launcher --no-open --profile work/],
    ['an sso-session', ['--sso-session', 'company'], /aws sso login --sso-session company/],
  ])('that of %s is over: how to sign in, and no browser', async (_name, args, hint) => {
    stage.fake.endSessions();
    stage.fake.endAccessTokens();
    const { exitCode, stderr } = await record(...args);
    expect([exitCode, stderr]).toEqual([4, expect.stringMatching(hint)]);
    rmSync(join(stage.person.home, '.aws', 'sso'), { recursive: true });
    expect((await record(...args)).exitCode).toBe(4);
    expect(stage.person.opened()).toEqual([]);
  });

  test.each([
    [
      'an sso-session that is not there',
      ['--sso-session', 'other'],
      /no \[sso-session other\] in .*\(there are: company\)/,
    ],
    ['a profile that is not there', ['--profile', 'other'], /no profile "other"/],
    ['a profile with keys', ['--profile', 'keys'], /profile keys has no session of an access portal/],
  ])('%s', async (_name, args, message) => {
    stage.person.write('.aws/credentials', '[keys]\naws_access_key_id = AKIAX\naws_secret_access_key = x\n');
    const { exitCode, stderr } = await record(...args);
    expect([exitCode, stderr]).toEqual([3, expect.stringMatching(message)]);
  });
});

describe('AWS', () => {
  test.each([
    ['throttles', 'throttle', 6, /SSO ListAccounts: AWS is throttling/],
    [
      'refuses',
      { status: 403, body: '{}', headers: { 'x-amzn-errortype': 'ForbiddenException' } },
      7,
      /SSO ListAccounts: access denied/,
    ],
    ['is a captive portal', 'html', 6, /captive portal|web page/],
  ] as const)('%s', async (_name, fault, code, message) => {
    stage.fake.faults.set('ListAccounts', fault);
    const { exitCode, stderr } = await record();
    expect([exitCode, stderr]).toEqual([code, expect.stringMatching(message)]);
  });

  test('has assigned nothing', async () => {
    stage.fake.options.roles = [];
    expect(await record()).toMatchObject({ exitCode: 7, stderr: expect.stringContaining('nothing is assigned') });
  });
});
