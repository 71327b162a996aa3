import { signedIn, workSettings } from '../person.ts';
import { onStage } from '../stage.ts';

const stage = onStage({ decision: 'approve' });
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const time = expect.stringMatching(RFC3339);
const ARN = 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_BedrockUser_';
const company = {
  by: expect.stringContaining('work'),
  startUrl: 'https://example.awsapps.com/start',
  signInMethod: 'auto',
  keptIn: 'the cache of the AWS CLI',
};

async function status(...args: string[]) {
  const done = await stage.person.run('bedrock-launcher', ['--status', ...args]);
  return { ...done, json: () => JSON.parse(done.stdout) as Record<string, unknown> };
}

afterEach(() => {
  // Whatever it finds, it asks nobody.
  expect(stage.person.opened()).toEqual([]);
  expect(Object.keys(stage.person.files('.local/state/bedrock-launcher/sign-in'))).toEqual([]);
  expect(stage.fake.calls.map(({ operation }) => operation)).not.toContain('RegisterClient');
});

describe('signed in', () => {
  beforeEach(() => signedIn(stage.person, stage.fake));

  test('in words', async () => {
    const { stdout, stderr, exitCode } = await status();
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(stdout.split('\n')).toEqual([
      expect.stringContaining(`signed in as: ${ARN}`),
      expect.stringMatching(/^by: .*work/),
      'access portal: https://example.awsapps.com/start',
      'sign-in method: auto',
      'session kept in: the cache of the AWS CLI',
      expect.stringMatching(/^access token until: \S+Z, renewed by itself until the sign-in ends$/),
      expect.stringMatching(/^credentials until: \S+Z$/),
    ]);
  });

  test('as JSON', async () => {
    const { json, exitCode } = await status('--json');
    expect(exitCode).toBe(0);
    expect(json()).toEqual({
      signedIn: true,
      identity: expect.stringContaining(ARN),
      ...company,
      accessTokenUntil: time,
      renewable: true,
      credentialsUntil: time,
    });
  });

  test('with kept credentials that AWS no longer takes: new ones are asked for', async () => {
    await stage.person.run('bedrock-launcher', ['--no-open']);
    stage.fake.endRoleSessions();
    const { json, exitCode } = await status('--json');
    expect([exitCode, json()['signedIn']]).toEqual([0, true]);
  });

  test('with an access token that has ended: it is renewed without a person', async () => {
    stage.fake.endAccessTokens();
    expect((await status()).exitCode).toBe(0);
  });
});

describe('not signed in', () => {
  test('in words', async () => {
    const { stdout, exitCode } = await status();
    expect(exitCode).toBe(4);
    expect(stdout).toMatch(/^not signed in: start bedrock-launcher to sign in\nby: .*work/);
  });

  test('as JSON', async () => {
    const { json, exitCode } = await status('--json');
    expect(exitCode).toBe(4);
    expect(json()).toEqual({ signedIn: false, ...company });
  });

  test('any more: the session was ended at AWS', async () => {
    await signedIn(stage.person, stage.fake);
    await stage.person.run('bedrock-launcher', ['--no-open']);
    stage.fake.endSessions();
    stage.fake.endRoleSessions();
    const { json, exitCode } = await status('--json');
    expect([exitCode, json()['signedIn']]).toEqual([4, false]);
  });
});

test('nobody has to sign in', async () => {
  stage.person.write('settings.json', { ...workSettings(), awsProfile: undefined, inferenceBedrockBearerToken: 'k' });
  const { stdout, exitCode } = await status();
  expect([exitCode, stdout]).toEqual([0, 'by: nothing to sign in to: the settings hold a Bedrock API key']);
  const { json } = await status('--json');
  expect(json()).toEqual({ by: 'nothing to sign in to: the settings hold a Bedrock API key' });
});

test.each([[], ['--json']])('AWS can not be reached %j', async (...args) => {
  await signedIn(stage.person, stage.fake);
  stage.person.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:9';
  const { stdout, stderr, exitCode } = await status(...args);
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 6 });
  expect(stderr).toMatch(/^bedrock-launcher: error: .*\nbedrock-launcher: hint: .*$/);
});

test('settings that are wrong', async () => {
  const { stdout, exitCode } = await status('--json', '--profile', 'gone');
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 3 });
});
