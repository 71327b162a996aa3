import { MODEL, ROLE, signedIn, workSettings } from '../person.ts';
import { onStage } from '../stage.ts';

const stage = onStage({ decision: 'approve' });
beforeEach(() => signedIn(stage.person, stage.fake));

const prove = (...args: string[]) => stage.person.run('bedrock-client', ['prove', ...args]);

function use(settings: object): void {
  stage.person.write('settings.json', { ...workSettings(), ...settings });
}

async function protocol(): Promise<{ proved: boolean; exitCode: number; steps: Record<string, unknown>[] }> {
  return JSON.parse((await prove('--json')).stdout);
}

test('the whole way, each step with its time', async () => {
  const { exitCode, stdout, stderr } = await prove();
  expect([exitCode, stderr]).toEqual([0, '']);
  const states = [...stdout.matchAll(/^(\w+) +(\w+) +\d+ ms {2}\S/gm)].map(([, state, name]) => `${state} ${name}`);
  expect(states).toEqual(['ok settings', 'ok credential', 'ok models', 'ok call']);
  expect(stdout).toContain('Amazon Bedrock in us-east-1, by the helper ');
  expect(stdout).toContain(`${MODEL} answers`);
  expect(stdout).toMatch(/\nproved: /);
});

test('as a document', async () => {
  const { proved, exitCode, steps } = await protocol();
  expect([proved, exitCode]).toEqual([true, 0]);
  expect(steps.map(({ name, state }) => [name, state])).toEqual([
    ['settings', 'ok'],
    ['credential', 'ok'],
    ['models', 'ok'],
    ['call', 'ok'],
  ]);
});

test('no secret is in it', async () => {
  const token = (await stage.person.run('bedrock-credential-helper')).stdout;
  const said = [(await prove()).stdout, (await prove('--json')).stdout].join();
  expect(said).not.toContain(token);
  expect(said).not.toContain('bedrock-api-key-');
});

test('a name can not pose as a line of it', async () => {
  const { stdout } = await prove('--model', 'x\x1b[2J\nok       call');
  expect(stdout).toMatch(/^failed +call .*no model x \[2J ok {1,7}call$/m);
});

test.each<[string, () => void, number, string, RegExp]>([
  ['settings', () => use({ inferenceBedrockRegion: 'nowhere' }), 3, 'settings', /do this: /],
  ['credential', () => use({ inferenceCredentialHelper: '/nowhere/helper' }), 3, 'credential', /can't be started/],
  [
    'call',
    () => stage.fake.faults.set('InvokeModelWithResponseStream', 'garbage'),
    6,
    'call',
    /FAILED with exit code 6/,
  ],
])('what fails is told where it fails: %s', async (_name, spoil, code, step, words) => {
  spoil();
  const { exitCode, stdout } = await prove();
  expect([exitCode, stdout]).toEqual([code, expect.stringMatching(new RegExp(`^failed +${step} `, 'm'))]);
  expect(stdout).toMatch(words);
});

test('a role that may not list models is warned of, where the settings name them', async () => {
  stage.fake.options.roles = [
    {
      accountId: '111122223333',
      roleName: 'BedrockUser',
      sessionSeconds: 43_200,
      actions: ['bedrock:CallWithBearerToken', 'bedrock:InvokeModel*'],
    },
  ];
  expect((await protocol()).steps[2]).toMatchObject({ name: 'models', state: 'warning' });
});

test('a token that ends before the app asks for the next is warned of', async () => {
  stage.fake.options.roles = [{ accountId: '111122223333', roleName: 'BedrockUser', sessionSeconds: 3600 }];
  expect((await protocol()).steps[1]).toMatchObject({
    state: 'warning',
    warning: expect.stringContaining('inferenceCredentialHelperTtlSec'),
  });
});

describe('each approach of the app', () => {
  const APP_SSO = {
    inferenceBedrockSsoStartUrl: ROLE.ssoStartUrl,
    inferenceBedrockSsoRegion: ROLE.ssoRegion,
    inferenceBedrockSsoAccountId: ROLE.ssoAccountId,
    inferenceBedrockSsoRoleName: ROLE.ssoRoleName,
  };
  const only = (settings: object) => use({ awsProfile: undefined, ...settings });
  const auths = () => new Set(stage.fake.calls.filter(({ auth }) => auth).map(({ auth }) => auth));

  test('a named profile signs each call', async () => {
    only({ inferenceCredentialKind: 'vendor-profile', inferenceBedrockProfile: 'work' });
    const { exitCode, stdout } = await prove();
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('profile work, which signs each call')]);
    expect(auths()).toEqual(new Set(['sigv4']));
  });

  test('a key of the environment does not come before the signature', async () => {
    only({ inferenceCredentialKind: 'vendor-profile', inferenceBedrockProfile: 'work' });
    const env = { AWS_BEARER_TOKEN_BEDROCK: 'bedrock-api-key-x' };
    expect((await stage.person.run('bedrock-client', ['ask', 'hi'], { env })).exitCode).toBe(0);
    expect(auths()).toEqual(new Set(['sigv4']));
  });

  test('a role signs each call, and somebody signs in first', async () => {
    only({ inferenceCredentialKind: 'interactive', secureStorage: 'file', ...APP_SSO });
    expect((await prove()).exitCode).toBe(0);
    expect([stage.person.opened().length, auths()]).toEqual([1, new Set(['sigv4'])]);
  });

  test('where nobody is there to sign in, that is told', async () => {
    only({ inferenceCredentialKind: 'interactive', secureStorage: 'file', ...APP_SSO });
    const env = { CLAUDE_HELPER_CONTEXT: 'background' };
    const { exitCode, stdout } = await stage.person.run('bedrock-client', ['prove'], { env });
    expect([exitCode, stage.person.opened()]).toEqual([4, []]);
    expect(stdout).toContain('do this: sign in: start bedrock-launcher');
  });

  test('a key of the settings is used as it is', async () => {
    const token = (await stage.person.run('bedrock-credential-helper')).stdout;
    only({ inferenceCredentialKind: 'static', inferenceBedrockBearerToken: token });
    const { exitCode, stdout } = await prove();
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('by the API key of the settings')]);
    stage.fake.faults.set('InvokeModelWithResponseStream', 'expired-token');
    expect(await prove()).toMatchObject({ exitCode: 7, stdout: expect.stringContaining('does not take the token') });
  });

  test('a sign-in of the app itself is none of ours', async () => {
    only({ inferenceCredentialKind: 'external-idp' });
    expect(await prove()).toMatchObject({ exitCode: 3, stdout: expect.stringContaining('use Claude Desktop') });
  });
});
