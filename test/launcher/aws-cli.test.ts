import { chmodSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type FakeAws, startFakeAws } from '../fake-aws/server.ts';
import { newPerson, type Person, signedIn, workSettings } from '../person.ts';

let fake: FakeAws;
let person: Person;

beforeEach(async () => {
  fake = await startFakeAws();
  person = newPerson(fake);
});
afterEach(async () => {
  person.leave();
  await fake.stop();
});

/** An AWS CLI that does that when it is asked to sign in. */
function awsCli(script: string, extra: object = {}): string {
  const path = person.write(
    'cli/aws',
    `#!/bin/sh\nfor word in "$@"; do echo "$word" >> "$HOME/words"; done\n${script}\n`,
  );
  chmodSync(path, 0o755);
  person.write('settings.json', {
    ...workSettings(),
    signInMethod: 'aws-cli',
    inferenceBedrockAwsCliPath: path,
    signInTimeoutSec: 10,
    ...extra,
  });
  return path;
}

const launch = (env: Record<string, string> = {}) => person.run('bedrock-launcher', ['--no-open'], { env });

/** Has the session ready that the AWS CLI's sign-in will put in its place. */
async function sessionInWaiting(): Promise<string> {
  await signedIn(person, fake);
  const [name = ''] = Object.keys(person.files('.aws/sso/cache'));
  person.write('waiting.json', person.read(`.aws/sso/cache/${name}`));
  rmSync(join(person.home, '.aws', 'sso'), { recursive: true });
  return `mkdir -p "$HOME/.aws/sso/cache" && cp "$HOME/waiting.json" "$HOME/.aws/sso/cache/${name}"`;
}

test('the AWS CLI signs in with the profile, and what it says goes to stderr', async () => {
  awsCli(`echo "words of aws"; cat; ${await sessionInWaiting()}`);
  const { exitCode, stdout, stderr } = await launch();
  expect([exitCode, stdout]).toEqual([0, '']);
  expect(stderr).toContain('words of aws');
  expect(person.read('words').trim().split('\n')).toEqual(['sso', 'login', '--profile', 'work']);
  expect(person.opened()).toEqual([]);
});

test('without a path it is the one on PATH', async () => {
  const path = awsCli(await sessionInWaiting(), { inferenceBedrockAwsCliPath: undefined });
  expect(await launch({ PATH: `${join(path, '..')}:${person.env['PATH']}` })).toMatchObject({ exitCode: 0 });
});

test.each<[string, string, number, RegExp]>([
  ['fails', 'exit 7', 5, /error: aws sso login failed with exit code 7/],
  ['is killed', 'kill -9 $$', 5, /error: aws sso login (failed|was ended)/],
  ['leaves no session', 'exit 0', 5, /error: AWS does not accept the sign-in that just ended/],
])('an AWS CLI that %s is told as it is', async (_name, script, code, words) => {
  awsCli(script);
  const { exitCode, stderr } = await launch();
  expect([exitCode, stderr]).toEqual([code, expect.stringMatching(words)]);
  expect(stderr).not.toContain('undefined');
});

test.each([
  ['is missing', '/no/such/aws'],
  ['may not be run', '/etc/hostname'],
  ['is a folder', '/tmp'],
])('an AWS CLI that %s is a problem of the settings', async (_name, path) => {
  awsCli('exit 0', { inferenceBedrockAwsCliPath: path });
  const { exitCode, stderr } = await launch();
  expect([exitCode, stderr]).toEqual([3, expect.stringMatching(/error: .*(AWS CLI|aws)/)]);
  expect(stderr).not.toContain('undefined');
});

test('the time that a person has limits it, together with what it started', async () => {
  awsCli('(sleep 14; touch "$HOME/ended") & wait');
  const { exitCode, stderr } = await launch();
  expect([exitCode, stderr]).toEqual([5, expect.stringContaining('the sign-in was not finished in time')]);
  expect(existsSync(join(person.home, 'ended'))).toBe(false);
});

test('a role that the settings spell out has no profile that it could sign in', async () => {
  awsCli('exit 0', {
    awsProfile: undefined,
    ssoStartUrl: 'https://example.awsapps.com/start',
    ssoRegion: 'us-east-1',
    ssoAccountId: '111122223333',
    ssoRoleName: 'BedrockUser',
    secureStorage: 'file',
  });
  const { exitCode, stderr } = await launch();
  expect([exitCode, stderr]).toEqual([3, expect.stringContaining('signInMethod aws-cli needs a named profile')]);
  expect(person.exists('words')).toBe(false);
});
