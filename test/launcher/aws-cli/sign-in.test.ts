import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { failureOf } from '../../../launcher/aws-cli/sign-in.ts';
import { programFile, ROLE } from '../../person.ts';
import { onStage } from '../../stage.ts';
import { awsCli, sessionInWaiting } from './fake-aws-cli.ts';

const stage = onStage({});
const launch = (env: Record<string, string> = {}) => stage.person.run('bedrock-launcher', ['--no-open'], { env });
const cli = (script: string, settings?: object, version?: string) => awsCli(stage.person, script, settings, version);
const waiting = () => sessionInWaiting(stage.person, stage.fake);
const AT_SSH = { SSH_TTY: '/dev/pts/1' };

/** What the AWS CLI does with a page: Python takes BROWSER apart as a shell does. */
const OPEN = 'open() { eval "$(echo "$BROWSER" | sed "s|%s|\'$1\'|")" || echo "no browser" >&2; }';

test('it is asked for one thing, without stdin, and what it says goes to stderr', async () => {
  cli(`echo "words of aws"; echo "more of them" >&2; cat; ${await waiting()}`);
  const { exitCode, stdout, stderr } = await launch();
  expect([exitCode, stdout]).toEqual([0, '']);
  expect(stderr).toContain('bedrock-launcher: words of aws\n');
  expect(stderr).toContain('bedrock-launcher: more of them\n');
  expect(stage.person.read('words').trim().split('\n')).toEqual(['sso', 'login', '--profile', 'work']);
  expect(stage.person.opened()).toEqual([]);
});

test('without a path it is the one on PATH', async () => {
  const path = cli(await waiting(), { inferenceBedrockAwsCliPath: undefined });
  const PATH = `${join(path, '..')}:${stage.person.env['PATH']}`;
  expect(await launch({ PATH })).toMatchObject({ exitCode: 0 });
});

describe('one page', () => {
  test('opens, ours, however often the CLI opens one and whatever it opens', async () => {
    const [one, other] = [`${stage.fake.url}/device?user_code=ABCD-EFGH`, `${stage.fake.url}/device?other`];
    cli(
      `${OPEN}\necho ${stage.fake.url}/device\necho ABCD-EFGH\nopen ${one}\nopen ${one}\nsleep 1\nopen ${other}\nsleep 1\n${await waiting()}`,
    );
    const { exitCode, stderr } = await launch();
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(stage.person.opened()).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/open\//)]);
    expect(stderr).toContain(`address: ${one}\nbedrock-launcher: code: ABCD-EFGH\n`);
    expect(stderr).not.toContain('no browser');
  });

  test('opens for a CLI that opens none', async () => {
    cli(`echo ${stage.fake.url}/device\nsleep 3\n${await waiting()}`);
    expect(await launch()).toMatchObject({ exitCode: 0 });
    expect(stage.person.opened()).toHaveLength(1);
  });

  test('is closed by whoever has had enough, which ends the CLI too', async () => {
    // The test browser can't go there, and leaves.
    cli('echo https://aws.example/; sleep 8; touch "$HOME/ended"; sleep 30', { signInTimeoutSec: 30 });
    const { exitCode, stderr } = await launch();
    expect([exitCode, stderr]).toEqual([5, expect.stringContaining('error: the sign-in page was closed')]);
    await Bun.sleep(3_000);
    expect(stage.person.exists('ended')).toBe(false);
  });

  test('opens for no hostile address', async () => {
    cli(
      `printf '%s\\n' 'javascript:alert(1)' 'http://aws.example/' 'file:///etc/passwd' 'https://a@aws.example/' '-x'\nsleep 2\n${await waiting()}`,
    );
    expect(await launch()).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining('address:') });
    expect(stage.person.opened()).toEqual([]);
  });

  test('opens nowhere over SSH, where the browser is the CLI’s own affair', async () => {
    cli(`echo "$BROWSER"\necho https://aws.example/\necho ABCD-EFGH\n${await waiting()}`);
    const { stderr } = await launch({ ...AT_SSH, BROWSER: 'w3m' });
    expect(stderr).toContain(
      'bedrock-launcher: w3m\nbedrock-launcher: https://aws.example/\nbedrock-launcher: ABCD-EFGH\n',
    );
    expect(stderr).not.toContain('address:');
  });
});

test.each<[string, string, number, RegExp]>([
  ['fails', 'echo "some words" >&2; echo >&2; exit 7', 5, /error: aws sso login failed with exit code 7: some words\n/],
  ['fails without a word', 'exit 7', 5, /error: aws sso login failed with exit code 7\n/],
  ['is killed', 'kill -9 $$', 5, /error: aws sso login was ended before it had an answer\n/],
  ['leaves no session', 'exit 0', 5, /error: aws sso login ended well, but left no session in .*\.json\n/],
  ['spills a token', `echo "token ${'x'.repeat(200)}" >&2; exit 1`, 5, /exit code 1: token \[long text\]\n/],
  ['is refused', 'echo "An error occurred (AccessDeniedException) when" >&2; exit 254', 5, /denied in the browser/],
  ['has no network', 'echo Could not connect to the endpoint URL >&2; exit 1', 6, /error: aws sso login failed/],
])('an AWS CLI that %s is told as it is', async (_name, script, code, words) => {
  cli(script);
  const { exitCode, stderr } = await launch();
  expect([exitCode, stderr]).toEqual([code, expect.stringMatching(words)]);
  expect(stderr).not.toContain('undefined');
});

test.each([
  ['is missing', '/no/such/aws'],
  ['may not be run', '/etc/passwd'],
  ['is a folder', '/tmp'],
])('an AWS CLI that %s is a problem of the settings', async (_name, path) => {
  cli('exit 0', { inferenceBedrockAwsCliPath: path });
  const { exitCode, stderr } = await launch();
  expect([exitCode, stderr]).toEqual([3, expect.stringContaining(`error: inferenceBedrockAwsCliPath names ${path}`)]);
});

test.each([
  ['aws-cli/1.38.4 Python/3.11.2', /error: the AWS CLI .*\/aws is version 1\.38\.4; version 2 is needed/],
  ['garbage', /error: the AWS CLI .*\/aws is none: asked for its version it says "garbage"; version 2 is needed/],
  ['', /error: the AWS CLI .*\/aws does not tell its version; version 2 is needed/],
])('version %j is none', async (version, words) => {
  cli('exit 0', {}, version);
  const { exitCode, stderr } = await launch();
  expect([exitCode, stderr]).toEqual([3, expect.stringMatching(words)]);
  expect(stage.person.exists('words')).toBe(false);
});

describe('what it started ends with it, SIGTERM or not', () => {
  const STUBBORN = `trap '' TERM INT HUP; (trap '' TERM; sleep 12; touch "$HOME/ended") & wait; sleep 12`;

  test('when the time is up that a person has', async () => {
    cli(STUBBORN);
    const { exitCode, stderr } = await launch();
    expect([exitCode, stderr]).toEqual([5, expect.stringContaining('the sign-in was not finished in time')]);
    await Bun.sleep(3_000);
    expect(existsSync(join(stage.person.home, 'ended'))).toBe(false);
  });

  test('when the person presses Ctrl-C', async () => {
    cli(STUBBORN, { signInTimeoutSec: 60 });
    const launching = Bun.spawn([programFile('bedrock-launcher'), '--no-open'], {
      env: stage.person.env,
      stderr: 'pipe',
    });
    while (!stage.person.exists('words')) await Bun.sleep(50);
    launching.kill('SIGINT');
    expect([await launching.exited, await launching.stderr.text()]).toEqual([5, expect.stringContaining('cancelled')]);
    await Bun.sleep(13_000);
    expect(stage.person.exists('ended')).toBe(false);
  });

  test('when it hangs before it tells its version', async () => {
    cli('exit 0', {}, `'; ${STUBBORN}; echo '`);
    const { exitCode, stderr } = await launch();
    expect([exitCode, stderr]).toEqual([5, expect.stringContaining('the sign-in was not finished in time')]);
    await Bun.sleep(3_000);
    expect(existsSync(join(stage.person.home, 'ended'))).toBe(false);
  });
});

test('a child that it leaves behind with its stdout holds nobody up', async () => {
  cli(`${await waiting()}; sleep 300 &`);
  expect(await launch()).toMatchObject({ exitCode: 0 });
});

test('megabytes, endless lines and strange bytes are heard to the end, and a little of them is said', async () => {
  cli(
    `yes words | head -c 20000000; head -c 20000000 /dev/zero >&2; head -c 9000 /dev/urandom; echo; ${await waiting()}`,
  );
  const { exitCode, stderr } = await launch();
  expect({ exitCode }).toEqual({ exitCode: 0 });
  expect(stderr).toContain('the AWS CLI says more than is shown here');
  expect(stderr.length).toBeLessThan(20_000);
});

test('somebody signs in by other means meanwhile: there is nothing to wait for', async () => {
  cli(`(sleep 1; ${await waiting()}) & sleep 300`, { signInTimeoutSec: 300 });
  expect(await launch()).toMatchObject({ exitCode: 0 });
});

test('it reads the files that we read, and goes the way that we go', async () => {
  cli('env | sort > "$HOME/env"; exit 1', {
    inferenceBedrockAwsDir: join(stage.person.home, 'company'),
    proxyUrl: 'http://127.0.0.1:9',
  });
  stage.person.write('company/config', stage.person.read('.aws/config'));
  await launch({ NO_PROXY: '127.0.0.1', HTTPS_PROXY: 'http://127.0.0.1:1' });
  const env = stage.person.read('env').split('\n');
  expect(env).toEqual(
    expect.arrayContaining([
      `AWS_CONFIG_FILE=${stage.person.home}/company/config`,
      `AWS_SHARED_CREDENTIALS_FILE=${stage.person.home}/company/credentials`,
      'AWS_CLI_AUTO_PROMPT=off',
      'HTTPS_PROXY=http://127.0.0.1:9',
      'https_proxy=http://127.0.0.1:9',
    ]),
  );
});

test('it goes the way that a PAC file names, which it could not read itself', async () => {
  const pac = stage.person.write(
    'proxy.pac',
    'function FindProxyForURL(url, host) { return "PROXY " + host + ":99"; }',
  );
  cli('env | sort > "$HOME/env"; exit 1', { proxyPacUrl: `file://${pac}` });
  await launch({ NO_PROXY: '127.0.0.1' });
  expect(stage.person.read('env')).toContain('\nhttps_proxy=http://oidc.us-east-1.amazonaws.com:99\n');
});

test('a role that the settings spell out has no profile that it could sign in', async () => {
  cli('exit 0', { awsProfile: undefined, ...ROLE, secureStorage: 'file' });
  const { exitCode, stderr } = await launch();
  expect([exitCode, stderr]).toEqual([3, expect.stringContaining('signInMethod aws-cli needs a named profile')]);
  expect(stage.person.exists('words')).toBe(false);
});

test.each([
  ['Failed to retrieve an authorization code.', 'signInRefused', 'denied'],
  ['An error occurred (AccessDeniedException) when calling the CreateToken operation:', 'signInRefused', 'denied'],
  ['An error occurred (ExpiredTokenException) when calling the CreateToken operation:', 'signInRefused', 'expired'],
  ['The pending authorization to retrieve an SSO token has expired. The login', 'signInRefused', 'expired'],
  ['Could not connect to the endpoint URL: "https://oidc.us-east-1.amazonaws.com/"', 'unreachable', undefined],
  ['The config profile (x) could not be found', 'signInRefused', undefined],
])('%j is %s, because %s', (words, code, reason) => {
  expect(failureOf(255, `\n${words}\n\n`, 'x')).toMatchObject({ code, reason });
});
