import { ROLE } from '../person.ts';
import { onStage } from '../stage.ts';
import { awsCli, sessionInWaiting } from './aws-cli/fake-aws-cli.ts';

const stage = onStage({ decision: 'approve' });

const launch = (env: Record<string, string> = {}) => stage.person.run('bedrock-launcher', ['--no-open'], { env });
const auto = (script: string, settings: object = {}, version?: string) =>
  awsCli(stage.person, script, { signInMethod: 'auto', ...settings }, version);
const builtIn = () => stage.fake.count('CreateToken', { status: 200 });

test('auto takes an AWS CLI that the settings name', async () => {
  auto(await sessionInWaiting(stage.person, stage.fake));
  const { exitCode, stderr } = await launch();
  expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('warning')]);
  expect(stage.person.read('words')).toContain('login');
  expect(builtIn()).toBe(0);
});

test.each<[string, object, string, string | undefined, RegExp]>([
  [
    'is missing',
    { inferenceBedrockAwsCliPath: '/no/such/aws' },
    '',
    undefined,
    /names \/no\/such\/aws, where no AWS CLI/,
  ],
  ['is named badly', { inferenceBedrockAwsCliPath: 'aws' }, '', undefined, /inferenceBedrockAwsCliPath must be/],
  ['is version 1', {}, '', 'aws-cli/1.38.4 Python/3.11.2', /is version 1\.38\.4; version 2 is needed/],
  ['fails', {}, 'echo some words >&2; exit 3', undefined, /failed with exit code 3: some words/],
  ['leaves no session', {}, 'exit 0', undefined, /left no session/],
])('auto does without one that %s, and says why in one line', async (_name, settings, script, version, words) => {
  auto(script, settings, version);
  const { exitCode, stderr } = await launch();
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  const warnings = stderr.split('\n').filter((line) => line.includes('warning: '));
  expect(warnings).toEqual([expect.stringMatching(/the AWS CLI could not sign in \(.*\); signing in without it$/)]);
  expect(warnings[0]).toMatch(words);
  expect([builtIn(), stage.person.opened().length]).toEqual([1, 1]);
});

test('a page that the AWS CLI led to leads on, once it has failed', async () => {
  auto(`echo ${stage.fake.url}/device; sleep 3; exit 3`);
  expect(await launch()).toMatchObject({ exitCode: 0 });
  expect([builtIn(), stage.person.opened().length]).toEqual([1, 1]);
});

test.each([
  ['said no', 'echo "An error occurred (AccessDeniedException) when" >&2; exit 254', /denied in the browser/],
  ['let the time go by', 'sleep 30', /not finished in time/],
])('auto asks nobody again who %s', async (_name, script, words) => {
  auto(script);
  const { exitCode, stderr } = await launch();
  expect([exitCode, stderr]).toEqual([5, expect.stringMatching(words)]);
  expect([builtIn(), stage.person.opened().length]).toEqual([0, 0]);
});

test.each<[string, object, Record<string, string>]>([
  ['without a path', { inferenceBedrockAwsCliPath: undefined }, {}],
  ['for a role that the settings spell out', { awsProfile: undefined, ...ROLE, secureStorage: 'file' }, {}],
  ['over SSH, where the browser could not come back to it', {}, { SSH_CLIENT: '192.0.2.1 50000 22' }],
  ['with built-in', { signInMethod: 'built-in' }, {}],
])('the AWS CLI is not asked %s', async (_name, settings, env) => {
  auto('exit 0', settings);
  const { exitCode, stderr } = await launch({ ...env, PATH: `${stage.person.home}/cli:${stage.person.env['PATH']}` });
  // Over SSH nobody types the code here.
  expect([exitCode, stderr]).toEqual([env['SSH_CLIENT'] ? 5 : 0, expect.not.stringContaining('warning')]);
  expect(stage.person.exists('words')).toBe(false);
});

test.each(['/no/such/browser', 'false --new-tab %s'])(
  'a browserCommand of the settings that fails (%s) is warned about; the address is there in words',
  async (browserCommand) => {
    auto(`echo ${stage.fake.url}/device; sleep 3; ${await sessionInWaiting(stage.person, stage.fake)}`, {
      browserCommand,
    });
    const { exitCode, stderr } = await launch();
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(stderr).toContain(`warning: browserCommand opens no page: ${browserCommand}\n`);
    expect(stderr).toContain(
      `open this address in a browser on this machine to sign in to AWS\nbedrock-launcher: address: ${stage.fake.url}/device\n`,
    );
    expect(stage.person.opened()).toEqual([]);
  },
);
