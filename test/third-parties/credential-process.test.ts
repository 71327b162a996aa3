import { join } from 'node:path';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { execa } from 'execa';
import { stsOf } from '../fake-aws/clients.ts';
import { MODEL, newPerson, type Person, programFile, signedIn, ssoConfig } from '../person.ts';
import { onStage } from '../stage.ts';
import { describeWithTrixie, inTrixie } from './trixie.ts';

const root = join(import.meta.dirname, '..', '..');
const helper = programFile('bedrock-credential-helper');

/** The profile of an application, whose credentials are those of the profile of the person. */
const APP = `
[profile app]
credential_process = ${helper} --format credential-process --profile work
region = us-east-1
`;

const ARN = /^arn:aws:sts::111122223333:assumed-role\/AWSReservedSSO_BedrockUser_/;

const stage = onStage({ decision: 'approve' });

beforeEach(async () => {
  stage.person.write('.aws/config', ssoConfig(APP));
  await signedIn(stage.person, stage.fake);
});

/** With an ended access token, which the helper refreshes. */
async function onDayTwo(): Promise<void> {
  stage.fake.options.accessTokenSeconds = 0;
  await signedIn(stage.person, stage.fake);
  stage.fake.options.accessTokenSeconds = 3600;
}

const refreshes = () => stage.fake.count('CreateToken', { grantType: 'refresh_token', status: 200 });

describeWithTrixie('AWS CLI v2 and boto3 take their credentials from the helper (need the trixie folder)', () => {
  const aws = (...args: string[]) => inTrixie(['aws', ...args, '--profile', 'app'], stage.person.env);

  const BOTO3 = `import boto3, json
session = boto3.Session(profile_name="app")
print(session.client("sts").get_caller_identity()["Arn"])
body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages": [{"role": "user", "content": "hi"}]}
answer = session.client("bedrock-runtime").invoke_model(modelId="${MODEL}", body=json.dumps(body))
print(json.load(answer["body"])["content"][0]["text"])
`;

  test('aws sts get-caller-identity', async () => {
    const { stdout, stderr, exitCode } = await aws('sts', 'get-caller-identity');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ Arn: expect.stringMatching(ARN) });
  });

  test('aws configure export-credentials, with the end that AWS gave', async () => {
    const { stdout, exitCode } = await aws('configure', 'export-credentials');
    expect(exitCode).toBe(0);
    const { Expiration, ...credentials } = JSON.parse(stdout);
    expect(credentials).toEqual({
      Version: 1,
      AccessKeyId: expect.stringMatching(/^ASIA/),
      SecretAccessKey: expect.any(String),
      SessionToken: expect.any(String),
    });
    expect(Date.parse(Expiration)).toBeGreaterThan(Date.now() + 3_600_000);
  });

  test('boto3: STS and InvokeModel', async () => {
    const { stdout, stderr, exitCode } = await inTrixie(['python3', '-c', BOTO3], stage.person.env);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const [arn, text] = stdout.split('\n');
    expect(arn).toMatch(ARN);
    expect(text).toBe(stage.fake.options.answer);
  });

  test('an ended access token is refreshed on the way, and nobody is asked', async () => {
    await onDayTwo();
    expect(await aws('sts', 'get-caller-identity')).toMatchObject({ exitCode: 0 });
    expect(refreshes()).toBe(1);
    expect(stage.person.opened()).toEqual([]);
  });

  test('an ended session: what the AWS CLI shows is our error, without a page', async () => {
    stage.fake.endSessions();
    const { stdout, stderr, exitCode } = await aws('sts', 'get-caller-identity');
    expect({ stdout, failed: exitCode !== 0 }).toEqual({ stdout: '', failed: true });
    expect(stderr).toMatch(/error: the AWS sign-in of profile work has ended/);
    expect(stderr).toMatch(/hint: sign in: start bedrock-launcher/);
    expect(stage.person.opened()).toEqual([]);
  });
});

describe('the AWS SDK for JavaScript takes its credentials from the helper', () => {
  const fixture = join(root, 'test', 'fixtures', 'sdk.mjs');
  const runtimes = { 'Node 20': 'node', Bun: join(root, 'node_modules', '.bin', 'bun') };

  const runs = Object.entries(runtimes).flatMap(([name, file]) =>
    ['process', 'chain', 'nothing'].map((source) => ({ name, file, source })),
  );

  test.each(runs)('on $name, with the provider: $source', async ({ file, source }) => {
    const env = { ...stage.person.env, AWS_PROFILE: 'app' };
    const { exitCode, stdout, stderr } = await execa(file, [fixture, source, MODEL], {
      env,
      extendEnv: false,
      reject: false,
    });
    expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^\{/) });
    expect(JSON.parse(stdout)).toEqual({ arn: expect.stringMatching(ARN), text: stage.fake.options.answer });
  });
});

/** Whether AWS knows them. */
async function arnOf(credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string }) {
  const { Arn } = await stsOf(stage.fake, credentials).send(new GetCallerIdentityCommand({}));
  return Arn;
}

test('awsCredentialExport of Claude Code: one object with the credentials, that AWS takes', async () => {
  const { exitCode, stdout } = await stage.person.run('bedrock-credential-helper', [
    '--format',
    'claude-code',
    '--profile',
    'work',
  ]);
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^\{.*\}$/) });
  const answer = JSON.parse(stdout);
  expect(answer).toEqual({
    Credentials: {
      AccessKeyId: expect.stringMatching(/^ASIA/),
      SecretAccessKey: expect.any(String),
      SessionToken: expect.any(String),
      Expiration: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
    },
  });
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = answer.Credentials;
  expect(await arnOf({ accessKeyId, secretAccessKey, sessionToken })).toMatch(ARN);
});

describe('eval "$(bedrock-credential-helper --format env)"', () => {
  const ENV = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];

  test.each(['sh', 'bash', 'dash', 'zsh'].filter((shell) => Bun.which(shell)))(
    '%s: what it starts afterwards has the credentials',
    async (shell) => {
      const script = `eval "$(${helper} --format env --profile work)" && exec env`;
      const { stdout } = await execa(shell, ['-c', script], { env: stage.person.env, extendEnv: false, reject: false });
      const [accessKeyId = '', secretAccessKey = '', sessionToken = ''] = ENV.map(
        (name) => new RegExp(`^${name}=(.*)$`, 'm').exec(stdout)?.[1],
      );
      expect(accessKeyId).toMatch(/^ASIA/);
      expect(await arnOf({ accessKeyId, secretAccessKey, sessionToken })).toMatch(ARN);
    },
  );

  /** As the shells' own manuals have it; a value of credentials needs no escape in any of them. */
  test.each([
    ['sh', /^export (\w+)=(['"]?)([^'"]*)\2;?$/],
    ['fish', /^set -gx (\w+) (['"]?)([^'"]*)\2;?$/],
    ['powershell', /^\$env:(\w+) ?= ?(['"])([^'"]*)\2;?$/i],
    ['cmd', /^set (?:("?)(\w+)=([^"]*)\1)$/i],
  ])('--shell %s: one line for each variable, and no other line', async (shell, line) => {
    const args = ['--format', 'env', '--shell', shell, '--profile', 'work'];
    const { exitCode, stdout } = await stage.person.run('bedrock-credential-helper', args);
    const lines = stdout.split(/\r?\n/);
    expect({ exitCode, foreign: lines.filter((text) => !line.test(text)) }).toEqual({ exitCode: 0, foreign: [] });
    const values = lines.map((text) => line.exec(text)?.slice(1) ?? []);
    for (const name of ENV) expect(values.filter((parts) => parts.includes(name))).toHaveLength(1);
    const [accessKeyId = '', secretAccessKey = '', sessionToken = ''] = ENV.map(
      (name) => values.find((parts) => parts.includes(name))?.[2],
    );
    expect(await arnOf({ accessKeyId, secretAccessKey, sessionToken })).toMatch(ARN);
  });
});

describe('a profile is enough: no settings, no region', () => {
  const profiles: [string, string[], Record<string, string>][] = [
    ['--profile', ['--profile', 'work'], {}],
    ['AWS_PROFILE', [], { AWS_PROFILE: 'work' }],
    ['the profile default', [], {}],
  ];
  const rows = ['credential-process', 'claude-code', 'env'].flatMap((format) =>
    profiles.map(([by, args, env]) => ({ format, by, args, env })),
  );

  let stranger: Person;
  afterEach(() => stranger.leave());

  test.each(rows)('$format by $by', async ({ format, by, args, env }) => {
    stranger = newPerson(stage.fake, null);
    const config = ssoConfig().replace(/^region = .*\n/m, '');
    stranger.write('.aws/config', by.includes('default') ? config.replace('[profile work]', '[default]') : config);
    await signedIn(stranger, stage.fake);
    const helped = await stranger.run('bedrock-credential-helper', ['--format', format, ...args], { env });
    expect(helped).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringContaining('ASIA') });
  });
});
