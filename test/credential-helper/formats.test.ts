import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { type FakeAws, startFakeAws } from '../fake-aws/server.ts';
import { newPerson, type Person, programFile, signedIn, workSettings } from '../person.ts';

const HELPER = 'bedrock-credential-helper';

let fake: FakeAws;
let person: Person;

beforeEach(async () => {
  fake = await startFakeAws({ decision: 'approve', wordDelayMs: 0 });
  person = newPerson(fake);
  await signedIn(person, fake);
});
afterEach(async () => {
  person.leave();
  await fake.stop();
});

/** The bytes of stdout, which `execa` would trim. */
async function rawHelp(args: string[], env: Record<string, string> = {}): Promise<string> {
  const options = {
    env: { ...person.env, ...env },
    extendEnv: false,
    stripFinalNewline: false,
    reject: false,
  } as const;
  const { stdout, exitCode } = await execa(programFile(HELPER), args, options);
  expect(exitCode).toBe(0);
  return stdout;
}

const inFuture = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);

describe('stdout is one line of plain ASCII', () => {
  test.each([
    ['a token, without being asked for a format', []],
    ['a token', ['--format', 'token']],
    ['a JSON document', ['--format', 'json']],
    ['what the app reads', ['--format', 'app-json']],
    ['credentials for an AWS SDK', ['--format', 'credential-process']],
    ['credentials for Claude Code', ['--format', 'claude-code']],
  ])('%s', async (_name, args) => {
    const stdout = await rawHelp(args);
    expect(stdout).toMatch(/^[\x21-\x7e]+\n$/);
    expect(stdout.length).toBeLessThanOrEqual(16_384);
  });
});

test('the token is one that Bedrock takes', async () => {
  const { stdout } = await person.run(HELPER);
  const asked = await fetch(`${fake.url}/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/invoke`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stdout}` },
    body: JSON.stringify({
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 9,
      messages: [{ role: 'user', content: 'x' }],
    }),
  });
  expect([asked.status, fake.calls.at(-1)?.auth]).toEqual([200, 'bearer']);
});

test('json says when the token ends', async () => {
  const document = JSON.parse((await person.run(HELPER, ['--format', 'json'])).stdout);
  expect(document).toEqual({ token: expect.stringMatching(/^bedrock-api-key-/), expiresAt: inFuture, headers: {} });
  expect(Date.parse(document.expiresAt) - Date.now()).toBeGreaterThan(42_000_000);
});

test('app-json is what the app reads: a token and the headers of the settings', async () => {
  const headers = { 'X-Team': 'blue' };
  person.write('settings.json', { ...workSettings(), inferenceCustomHeaders: headers });
  const document = JSON.parse((await person.run(HELPER, ['--format', 'app-json'])).stdout);
  expect(document).toEqual({ token: expect.stringMatching(/^bedrock-api-key-/), headers });
});

test('claude-code is what awsCredentialExport expects', async () => {
  const document = JSON.parse((await person.run(HELPER, ['--format', 'claude-code'])).stdout);
  expect(document).toEqual({
    Credentials: {
      AccessKeyId: expect.stringMatching(/^ASIA/),
      SecretAccessKey: expect.any(String),
      SessionToken: expect.any(String),
      Expiration: inFuture,
    },
  });
});

describe('without any settings', () => {
  const bare = () => ({ HOME: person.home, AWS_ENDPOINT_URL: fake.url, PATH: process.env['PATH'] ?? '' });
  const run = (args: string[], env: Record<string, string> = {}) =>
    execa(programFile(HELPER), args, { env: { ...bare(), ...env }, extendEnv: false, reject: false });

  test.each(['credential-process', 'claude-code', 'env'])('%s needs a profile alone', async (format) => {
    expect(await run(['--format', format, '--profile', 'work'])).toMatchObject({ exitCode: 0 });
    expect(await run(['--format', format], { AWS_PROFILE: 'work' })).toMatchObject({ exitCode: 0 });
    const none = await run(['--format', format]);
    expect([none.exitCode, none.stderr]).toEqual([3, expect.stringContaining('no profile "default"')]);
    person.write('.aws/config', person.read('.aws/config').replace('[profile work]', '[default]'));
    expect(await run(['--format', format])).toMatchObject({ exitCode: 0 });
  });

  test('a token needs to be told who', async () => {
    expect((await run([])).exitCode).toBe(3);
  });
});

describe('env', () => {
  const NAMES = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_CREDENTIAL_EXPIRATION'];

  test('sh takes it over', async () => {
    person.write('settings.json', { ...workSettings(), secureStorage: 'file' });
    expect((await person.run(HELPER)).exitCode).toBe(0);
    const script = `eval "$("${programFile(HELPER)}" --format env)"; printf '%s\\n' ${NAMES.map((name) => `"$${name}"`).join(' ')}`;
    const { stdout } = await execa('sh', ['-c', script], { env: person.env, extendEnv: false });
    const { stdout: asJson } = await person.run(HELPER, ['--format', 'credential-process']);
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = JSON.parse(asJson);
    expect(stdout.split('\n')).toEqual([AccessKeyId, SecretAccessKey, SessionToken, Expiration]);
  });

  test.each([
    ['sh', /^export AWS_ACCESS_KEY_ID='ASIA\w+'$/m],
    ['fish', /^set -gx AWS_ACCESS_KEY_ID 'ASIA\w+'$/m],
    ['powershell', /^\$Env:AWS_ACCESS_KEY_ID = 'ASIA\w+'$/m],
    ['cmd', /^set "AWS_ACCESS_KEY_ID=ASIA\w+"$/m],
  ])('of the shell %s', async (shell, line) => {
    const { exitCode, stdout } = await person.run(HELPER, ['--format', 'env', '--shell', shell]);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(line)]);
    expect(stdout.split('\n')).toHaveLength(4);
  });

  test.each([
    [['--format', 'env', '--shell', 'csh'], /unknown shell "csh"/],
    [['--shell', 'sh'], /--shell goes with --format env/],
  ])('%j is wrong usage', async (args, words) => {
    expect(await person.run(HELPER, args)).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringMatching(words),
    });
  });
});

test('credential-process is what AWS SDKs expect', async () => {
  const document = JSON.parse((await person.run(HELPER, ['--format', 'credential-process'])).stdout);
  expect(document).toEqual({
    Version: 1,
    AccessKeyId: expect.stringMatching(/^ASIA/),
    SecretAccessKey: expect.any(String),
    SessionToken: expect.any(String),
    Expiration: inFuture,
  });
});

test('credential-process needs no region', async () => {
  person.write('settings.json', { ...workSettings(), inferenceBedrockRegion: undefined });
  person.write('.aws/config', person.read('.aws/config').replace(/\nregion = .*/, ''));
  expect(await person.run(HELPER, ['--format', 'credential-process'])).toMatchObject({ exitCode: 0 });
});

test('static keys have neither session nor end in credential-process', async () => {
  person.write(
    '.aws/config',
    '[profile work]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = example\n',
  );
  const { stdout } = await person.run(HELPER, ['--format', 'credential-process']);
  expect(JSON.parse(stdout)).toEqual({ Version: 1, AccessKeyId: 'AKIAIOSFODNN7EXAMPLE', SecretAccessKey: 'example' });
});

test.each(['token', 'json', 'credential-process'])('%s prints nothing at all when it fails', async (format) => {
  fake.endSessions();
  expect(
    await person.run(HELPER, ['--format', format], { env: { CLAUDE_HELPER_CONTEXT: 'background' } }),
  ).toMatchObject({
    exitCode: 4,
    stdout: '',
  });
});

test('what is on stdin stays there for whoever comes next', async () => {
  const file = join(person.home, 'input');
  writeFileSync(file, 'untouched');
  const descriptor = openSync(file, 'r');
  await Bun.spawn([programFile(HELPER)], { env: person.env, stdin: descriptor, stdout: 'ignore' }).exited;
  const rest = Buffer.alloc(20);
  const length = readSync(descriptor, rest, 0, 20, null);
  closeSync(descriptor);
  expect(rest.toString('utf8', 0, length)).toBe('untouched');
});

test('a stdin that never ends keeps nobody waiting', async () => {
  const running = execa(programFile(HELPER), [], { env: person.env, extendEnv: false, stdin: 'pipe' });
  expect((await running).stdout).toMatch(/^bedrock-api-key-/);
});

test.each([
  [
    'HOME alone',
    () => ({
      HOME: person.home,
      BEDROCK_LAUNCHER_CONFIG: join(person.home, 'settings.json'),
      AWS_ENDPOINT_URL: fake.url,
    }),
  ],
])('an environment with %s is enough', async (_name, env) => {
  const { exitCode } = await execa(programFile(HELPER), [], { env: env(), extendEnv: false, cwd: '/', reject: false });
  expect(exitCode).toBe(0);
});

describe('a role session that is shorter than the app keeps a token', () => {
  const withSession = (sessionSeconds: number) => {
    fake.options.roles = [{ accountId: '111122223333', roleName: 'BedrockUser', sessionSeconds }];
  };

  test('is warned of with both numbers, and the token is printed all the same', async () => {
    withSession(3600);
    const { exitCode, stdout, stderr } = await person.run(HELPER);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^bedrock-api-key-/)]);
    expect(stderr).toMatch(
      /^bedrock-credential-helper: warning: the token lives 3[56]\d\d s, but .*TtlSec 3600 needs 3900 s$/m,
    );
    expect(stderr).toMatch(
      /^bedrock-credential-helper: hint: .* 3900 s or more, or set .*TtlSec to at most 3[23]\d\d$/m,
    );
  });

  test('shorter than any TTL, it is not told to set one', async () => {
    withSession(200);
    expect((await person.run(HELPER)).stderr).not.toMatch(/at most/);
  });

  test.each([
    [3900 + 5, 3600],
    [1200 + 5, 900],
  ])('of %d s is long enough for a TTL of %d s', async (session, ttl) => {
    withSession(session);
    person.write('settings.json', { ...workSettings(), inferenceCredentialHelperTtlSec: ttl });
    expect(await person.run(HELPER)).toMatchObject({ exitCode: 0, stderr: '' });
  });
});
