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

  test('by credentials that have outlived the access token: it is said to have ended', async () => {
    stage.person.write('settings.json', { ...workSettings(), secureStorage: 'file' });
    await status();
    const [cache = ''] = Object.keys(stage.person.files('.aws/sso/cache'));
    const token = JSON.parse(stage.person.read(`.aws/sso/cache/${cache}`));
    stage.person.write(`.aws/sso/cache/${cache}`, { ...token, expiresAt: '2020-01-01T00:00:00Z' });
    const { stdout } = await status();
    expect(stdout).toContain('\naccess token ended: 2020-01-01T00:00:00Z, renewed by itself when it is needed\n');
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
    expect(stdout).toMatch(/^not signed in: start bedrock-launcher to sign in\nwould sign in by: .*work/);
  });

  test('as JSON', async () => {
    const { json, exitCode } = await status('--json');
    expect(exitCode).toBe(4);
    expect(json()).toEqual({ signedIn: false, ...company });
  });

  test.each([
    ['and its access token with it', true],
    ['while its access token looked alive', false],
  ])('any more: the session was ended at AWS, %s', async (_how, tokenToo) => {
    await signedIn(stage.person, stage.fake);
    await stage.person.run('bedrock-launcher', ['--no-open']);
    if (tokenToo) stage.fake.endAccessTokens();
    stage.fake.endSessions();
    stage.fake.endRoleSessions();
    const { json, exitCode } = await status('--json');
    expect([exitCode, json()]).toEqual([4, { signedIn: false, ...company }]);
    expect((await status()).stdout).not.toContain('until');
  });
});

test.each([
  [
    'api-key',
    'nothing to sign in to: the settings hold a Bedrock API key',
    { ...workSettings(), awsProfile: undefined, inferenceBedrockBearerToken: 'k' },
  ],
  [
    'gateway',
    'nothing to sign in to: the gateway has the AWS credentials',
    { inferenceProvider: 'gateway', inferenceGatewayBaseUrl: 'https://gateway.example.com' },
  ],
])('nobody has to sign in: %s', async (by, message, settings) => {
  stage.person.write('settings.json', settings);
  const { stdout, exitCode } = await status();
  expect([exitCode, stdout]).toEqual([0, message]);
  expect((await status('--json')).json()).toEqual({ by, message });
});

const said = (problem: Record<string, unknown>) =>
  `bedrock-launcher: error: ${problem['message']}\nbedrock-launcher: hint: ${problem['hint']}`;

describe('what prevents an answer is told, and what is known all the same', () => {
  beforeEach(() => signedIn(stage.person, stage.fake));

  test('AWS can not be reached', async () => {
    stage.person.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:9';
    const { json, stderr, exitCode } = await status('--json');
    const { problem, ...known } = json() as { problem: Record<string, unknown> };
    expect(known).toEqual({ ...company, accessTokenUntil: time, renewable: true });
    expect([exitCode, problem['code'], stderr]).toEqual([6, 'unreachable', said(problem)]);
    const inWords = await status();
    expect([inWords.exitCode, inWords.stderr]).toEqual([6, said(problem)]);
    expect(inWords.stdout.split('\n')).toEqual([
      'signed in: not known',
      'by: profile work',
      'access portal: https://example.awsapps.com/start',
      'sign-in method: auto',
      'session kept in: the cache of the AWS CLI',
      expect.stringMatching(/^access token until: \S+Z$/),
    ]);
  });

  test('AWS says no', async () => {
    stage.fake.options.roles = [];
    const { json, exitCode } = await status('--json');
    expect([exitCode, json()]).toEqual([7, expect.objectContaining({ ...company, accessTokenUntil: time })]);
    expect(json()['problem']).toMatchObject({ code: 'awsRefused' });
  });

  test('settings that are wrong', async () => {
    const { json, stderr, exitCode } = await status('--json', '--profile', 'gone');
    const { problem, ...known } = json() as { problem: Record<string, unknown> };
    expect([exitCode, known, problem['code'], stderr]).toEqual([3, {}, 'configuration', said(problem)]);
    expect(await status('--profile', 'gone')).toMatchObject({ exitCode: 3, stdout: '', stderr });
  });
});
