import { MODEL, signedIn, workSettings } from '../person.ts';
import { onStage } from '../stage.ts';

const HAIKU = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';
const OWN = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123';
const stage = onStage({});

beforeEach(() => signedIn(stage.person, stage.fake));

function use(settings: object): void {
  stage.person.write('settings.json', { ...workSettings(), ...settings });
}

const models = (...args: string[]) => stage.person.run('bedrock-client', ['models', ...args]);

async function entries(...args: string[]): Promise<Record<string, unknown>[]> {
  return JSON.parse((await models('--json', ...args)).stdout).models;
}

test('the configured models come first with their labels, the default marked', async () => {
  use({ inferenceModels: [{ name: MODEL, labelOverride: 'Our Sonnet' }, HAIKU] });
  const { exitCode, stdout, stderr } = await models();
  expect([exitCode, stderr]).toEqual([0, '']);
  const lines = stdout.split('\n').filter((line) => line.includes('anthropic'));
  expect(lines[0]).toMatch(/^ {2}\* Our Sonnet +us\.anthropic\.claude-sonnet\S+ +usable$/);
  expect(lines[1]).toMatch(/^ {4} +us\.anthropic\.claude-haiku\S+ +usable$/);
  expect(stdout).toMatch(/\n {4}anthropic\.claude-sonnet\S+ +not usable: only through an inference profile\n/);
});

test('a list over several pages is read whole, with the profiles of the account', async () => {
  const more = Array.from({ length: 9 }, (_, at) => `us.anthropic.claude-more-${at}-v1:0`);
  stage.fake.options.models = [...stage.fake.options.models, ...more, OWN];
  const ids = (await entries()).map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining([...more, OWN]));
  expect(new Set(ids).size).toBe(ids.length);
});

test('without a list in the settings the default is one that is offered, and that one is asked', async () => {
  use({ inferenceModels: undefined });
  expect((await entries()).filter((entry) => entry['default']).map(({ id }) => id)).toEqual([MODEL]);
  expect((await stage.person.run('bedrock-client', ['ask', 'hi'])).exitCode).toBe(0);
  expect(stage.fake.calls.find(({ operation }) => operation === 'InvokeModelWithResponseStream')?.model).toBe(MODEL);
});

test('a role that may not list is told of, and what is configured is shown all the same', async () => {
  stage.fake.options.roles = [
    {
      accountId: '111122223333',
      roleName: 'BedrockUser',
      sessionSeconds: 43_200,
      actions: ['bedrock:CallWithBearerToken', 'bedrock:InvokeModel*'],
    },
  ];
  const { exitCode, stdout, stderr } = await models();
  expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/\* us\.anthropic\S+ +not known$/)]);
  expect(stderr).toMatch(/warning: the models can't be listed: .*\n.*hint: .*allow bedrock:List\w+ for the role/);
  use({ inferenceModels: undefined });
  expect(await models()).toMatchObject({ exitCode: 7, stdout: '' });
});

test('--try asks each of them for one token, and says why one does not answer', async () => {
  use({ inferenceModels: [MODEL, 'us.anthropic.claude-nobody-v1:0'] });
  const [first, second] = await entries('--try');
  expect(first).toMatchObject({ id: MODEL, usable: true });
  expect(second).toMatchObject({ usable: false, why: expect.stringContaining('knows no model') });
});

test('a default that can not be called is exit code 7', async () => {
  use({ inferenceModels: ['eu.anthropic.claude-sonnet-4-5-20250929-v1:0'] });
  const { exitCode, stdout } = await models();
  expect([exitCode, stdout]).toEqual([7, expect.stringContaining('its prefix is one of other regions')]);
});

describe('the credential for a list', () => {
  const withoutModels = { secureStorage: 'file', inferenceModels: undefined };

  test('that has ended before its time is renewed, as for a question', async () => {
    use(withoutModels);
    await models();
    stage.fake.endRoleSessions();
    const { exitCode, stdout, stderr } = await models();
    expect([exitCode, stdout, stderr]).toEqual([0, expect.stringMatching(/^ {2}\* us\.anthropic/m), '']);
    stage.fake.endRoleSessions();
    expect(await stage.person.run('bedrock-client', ['ask', 'hi'])).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test.each<[string, object]>([
    ['the helper gives', {}],
    ['signs each call', { inferenceCredentialKind: 'vendor-profile', inferenceBedrockProfile: 'work' }],
  ])('that %s opens no page where nobody is there', async (_name, settings) => {
    use({ ...withoutModels, ...settings });
    stage.fake.endSessions();
    const env = { CLAUDE_HELPER_CONTEXT: 'background' };
    for (const args of [['models'], ['ask', 'hi']])
      expect(await stage.person.run('bedrock-client', args, { env })).toMatchObject({ exitCode: 4, stdout: '' });
    expect(stage.person.opened()).toEqual([]);
  });
});

test.each<[string, object]>([
  ['of another region', { inferenceBedrockRegion: 'eu-west-1' }],
  [
    'that is wrong',
    { awsProfile: undefined, inferenceCredentialKind: 'static', inferenceBedrockBearerToken: 'ABSKwrong' },
  ],
])('for a token %s nobody is sent for a right to list', async (_name, settings) => {
  use(settings);
  const { stderr } = await models();
  expect(stderr).toMatch(/warning: Bedrock in \S+ does not take the token.*\n.*hint: have a new one/);
});

test.each(['.', '..'])('no model is called %s, and nothing else is asked in its place', async (name) => {
  const { exitCode, stderr } = await stage.person.run('bedrock-client', ['ask', 'hi', '--model', name]);
  expect([exitCode, stderr]).toEqual([7, expect.stringContaining(`no model is called "${name}"`)]);
  expect(stage.fake.calls.filter(({ path }) => path.startsWith('/model'))).toEqual([]);
});
