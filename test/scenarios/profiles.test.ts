import { chmodSync, readFileSync } from 'node:fs';
import { awsCli } from '../launcher/aws-cli/fake-aws-cli.ts';
import { programFile, signedIn, ssoConfig, workSettings } from '../person.ts';
import { onStage } from '../stage.ts';

const USER = { accountId: '111122223333', userName: 'ana', accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'a-secret' };
const OTHER = { ...USER, userName: 'bob', accessKeyId: 'AKIAOTHER' };
const READER = 'arn:aws:iam::444455556666:role/Reader';
const WRITER = 'arn:aws:iam::444455556666:role/Writer';
const TOKEN = 'header.a-web-token.signature';

const stage = onStage({
  decision: 'approve',
  users: [USER, OTHER],
  assumableRoles: [
    { arn: READER, maxSessionSeconds: 3600, trusts: 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_' },
    {
      arn: WRITER,
      maxSessionSeconds: 3600,
      trusts: 'arn:aws:sts::444455556666:assumed-role/Reader/',
      externalId: 'ext',
    },
    { arn: `${READER}/web`, maxSessionSeconds: 3600, webIdentityToken: TOKEN },
  ],
});

const KEYS = ({ accessKeyId, secretAccessKey }: typeof USER) =>
  `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;

/** A profile named "it" in the config file, beside the one with IAM Identity Center. */
const config = (stanza: string) => stage.person.write('.aws/config', ssoConfig(`[profile it]\n${stanza}`));

const help = (...more: string[]) => stage.person.run('bedrock-credential-helper', ['--profile', 'it', ...more]);

/** Who Bedrock's caller is, by way of a minted token. */
async function callerOf(profile = 'it'): Promise<string> {
  stage.person.write('settings.json', { ...workSettings(), awsProfile: profile });
  const asked = await stage.person.run('bedrock-client', ['ask', 'hi']);
  expect(asked).toMatchObject({ exitCode: 0, stdout: stage.fake.options.answer });
  const launched = await stage.person.run('bedrock-launcher', ['--no-open']);
  return launched.stderr;
}

describe('a chain of roles over IAM Identity Center', () => {
  const CHAIN = `role_arn = ${WRITER}\nexternal_id = ext\nrole_session_name = ana\nsource_profile = middle\nregion = us-east-1
[profile middle]\nrole_arn = ${READER}\nsource_profile = work\n`;

  test('is assumed role by role, and Bedrock takes what comes out', async () => {
    config(CHAIN);
    await signedIn(stage.person, stage.fake);
    expect(await callerOf()).toContain('signed in as arn:aws:sts::444455556666:assumed-role/Writer/ana');
    expect(stage.person.opened()).toEqual([]);
  });

  test('has the launcher sign in to the session where it begins, once', async () => {
    config(CHAIN);
    expect(await help()).toMatchObject({ exitCode: 4, stdout: '' });
    const launched = await stage.person.run('bedrock-launcher', ['--no-open', '--profile', 'it']);
    expect(launched.exitCode).toBe(0);
    expect(stage.person.opened()).toHaveLength(1);
    expect((await help()).stdout).toMatch(/^bedrock-api-key-/);
  });

  test('has the AWS CLI sign in to the profile where it begins, where policy says so', async () => {
    config(CHAIN);
    awsCli(stage.person, 'exit 1');
    const launched = await stage.person.run('bedrock-launcher', ['--no-open', '--profile', 'it']);
    expect(launched.exitCode).toBe(5);
    expect(stage.person.read('words')).toBe('sso\nlogin\n--profile\nwork\n');
  });

  test('refreshes that session ahead', async () => {
    config(CHAIN);
    stage.fake.options.accessTokenSeconds = 60;
    await signedIn(stage.person, stage.fake);
    expect((await help()).stdout).toMatch(/^bedrock-api-key-/);
    expect(stage.fake.count('CreateToken', { grantType: 'refresh_token', status: 200 })).toBe(1);
  });

  test('says which role AWS does not give, and why', async () => {
    config(CHAIN.replace('external_id = ext', 'external_id = other'));
    await signedIn(stage.person, stage.fake);
    const refused = await help();
    expect(refused).toMatchObject({ exitCode: 7, stdout: '' });
    expect(refused.stderr).toContain(`error: STS AssumeRole of ${WRITER} for profile it: AWS does not let it`);
    expect(refused.stderr).toContain('hint: check role_arn and external_id');
  });

  test('says that a chain has an hour at most', async () => {
    config(`${CHAIN}duration_seconds = 7200\n`);
    await signedIn(stage.person, stage.fake);
    expect((await help()).stderr).toMatch(
      /for profile middle: .*1 hour session limit[^\n]*\n.*hint: check duration_seconds/,
    );
  });
});

describe('keys', () => {
  test.each([
    ['in the config file', KEYS(USER), '', /user\/ana$/m],
    ['in the credentials file', '', `[it]\n${KEYS(USER)}`, /user\/ana$/m],
    ['in both files: the credentials file counts', KEYS(OTHER), `[it]\n${KEYS(USER)}`, /user\/ana$/m],
  ])('%s', async (_where, stanza, credentials, arn) => {
    config(`${stanza}region = us-east-1\n`);
    stage.person.write('.aws/credentials', credentials);
    expect(await callerOf()).toMatch(arn);
  });

  test('in the credentials file cover a profile with IAM Identity Center', async () => {
    stage.person.write('.aws/credentials', `[work]\n${KEYS(USER)}`);
    expect(await callerOf('work')).toMatch(/user\/ana$/m);
    expect(stage.person.opened()).toEqual([]);
  });

  test('of a profile whose name has spaces and letters of its own', async () => {
    stage.person.write(
      '.aws/config',
      `[profile "Büro 東京"]\n${KEYS(USER).toUpperCase().replace('A-SECRET', 'a-secret')}`,
    );
    expect(await callerOf('Büro 東京')).toMatch(/user\/ana$/m);
  });
});

describe('a web identity', () => {
  const stanza = (file: string) =>
    `role_arn = ${READER}/web\nweb_identity_token_file = ${file}\nrole_session_name = pod\n`;

  test('is exchanged for a role', async () => {
    config(stanza(stage.person.write('token', `${TOKEN}\n`)));
    expect(await callerOf()).toContain('assumed-role/web/pod');
  });

  test.each([
    ['a missing token', undefined, 3, /token, the web_identity_token_file of profile it: there is no such file/],
    ['an empty token', ' \n', 3, /it holds no token/],
    ['a token that AWS does not take', 'header.secret-part.x', 7, /AWS does not take the web identity token/],
  ])('%s is named as what it is', async (_what, content, exitCode, message) => {
    if (content) stage.person.write('token', content);
    config(stanza(`${stage.person.home}/token`));
    const helped = await help();
    expect(helped).toMatchObject({ exitCode, stdout: '', stderr: expect.stringMatching(message) });
    expect(helped.stderr).not.toContain('secret-part');
  });
});

describe('a credential_process', () => {
  /** A program of the person's that runs this script. */
  function program(script: string): string {
    const file = stage.person.write('a program', `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    config(`credential_process = "${file}" --for 'two words'\nregion = us-east-1\n`);
    return file;
  }

  const printing = (document: object) => `cat <<'END'\n${JSON.stringify(document)}\nEND`;
  const ANSWER = { Version: 1, AccessKeyId: USER.accessKeyId, SecretAccessKey: USER.secretAccessKey };

  test('gives credentials; its words are passed on, its arguments are whole', async () => {
    program(`echo "for $2" >&2; ${printing(ANSWER)}`);
    expect(await callerOf()).toMatch(/user\/ana$/m);
    expect((await help()).stderr).toContain('for two words');
  });

  test('that hangs with a child of its own is ended with it, within the budget', async () => {
    program('sleep 300 & echo $! > "$HOME/child"; echo $$ > "$HOME/parent"; wait');
    stage.person.write('settings.json', { ...workSettings(), inferenceCredentialHelperTimeoutSec: 2 });
    const helped = await help();
    expect(helped).toMatchObject({
      exitCode: 9,
      stdout: '',
      stderr: expect.stringContaining('no credential within 1.4 s'),
    });
    for (const name of ['child', 'parent']) while (isRunning(stage.person.read(name).trim())) await Bun.sleep(20);
  });

  /** A process that ended but that nobody has asked about yet is not running. */
  function isRunning(pid: string): boolean {
    try {
      return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    } catch {
      return false;
    }
  }

  test('that is running when its caller is ended goes with it', async () => {
    program('echo $$ > "$HOME/parent"; sleep 300');
    const helper = Bun.spawn([programFile('bedrock-credential-helper'), '--profile', 'it'], {
      env: stage.person.env,
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    while (!stage.person.exists('parent') || !stage.person.read('parent')) await Bun.sleep(20);
    helper.kill('SIGTERM');
    await helper.exited;
    while (isRunning(stage.person.read('parent').trim())) await Bun.sleep(20);
    expect(helper.signalCode).toBe('SIGTERM');
  });

  test('that leaves something running with its stdout has answered all the same', async () => {
    program(`sleep 3 & ${printing(ANSWER)}`);
    expect((await help()).exitCode).toBe(0);
  });

  test.each([
    ['nothing', 'true', /printed something that is no JSON object/],
    ['words', 'echo secret-part', /printed something that is no JSON object/],
    ['a token', 'echo bedrock-api-key-secret-part', /no JSON object/],
    ['a list', 'echo \'["secret-part"]\'', /without a proper Version/],
    ['another version', printing({ ...ANSWER, Version: 2 }), /without a proper Version/],
    ['a version as text', printing({ ...ANSWER, Version: '1' }), /without a proper Version/],
    ['no secret', printing({ Version: 1, AccessKeyId: 'secret-part' }), /without a proper SecretAccessKey/],
    ['a torn key', printing({ ...ANSWER, SecretAccessKey: 'secret-part\nX: y' }), /without a proper SecretAccessKey/],
    ['an end that is no moment', printing({ ...ANSWER, Expiration: 'secret-part' }), /without a proper Expiration/],
    [
      'an end long ago',
      printing({ ...ANSWER, Expiration: '2001-01-01T00:00:00Z' }),
      /gave credentials that have ended/,
    ],
    ['too much', 'yes secret-part', /printed more than credentials/],
    ['an error', 'echo no secret-part; exit 12', /failed with exit code 12/],
  ])('that prints %s is refused without repeating it', async (_what, script, message) => {
    program(script);
    const helped = await help();
    expect(helped).toMatchObject({ exitCode: 3, stdout: '', stderr: expect.stringMatching(message) });
    expect(helped.stderr).toMatch(/\.aws\/config: the credential_process of profile it/);
    expect(helped.stderr).not.toContain('secret-part');
  });

  test.each([
    ['a program that is not there', '/no/such/program', /can't be started \(ENOENT\)/],
    ['a shell script without a program', 'FOO=1 x | y', /can't be started \(ENOENT\)/],
    ['an open quote', '"/bin/x', /is no command: a quote has no end/],
  ])('%s is named as what it is', async (_what, command, message) => {
    config(`credential_process = ${command}\n`);
    expect(await help()).toMatchObject({ exitCode: 3, stdout: '', stderr: expect.stringMatching(message) });
  });

  test('our own helper for a profile that signs in passes its exit code on', async () => {
    const helper = programFile('bedrock-credential-helper');
    config(`credential_process = ${helper} --format credential-process --profile work\nregion = us-east-1\n`);
    expect(await help()).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('the AWS sign-in of profile work'),
    });
    await signedIn(stage.person, stage.fake);
    expect((await help()).stdout).toMatch(/^bedrock-api-key-/);
  });
});
