import { effectiveConfig, requireRegion } from '../../../shared/policy/config.ts';
import type { IdentitySetting } from '../../../shared/policy/identity-setting.ts';
import { Settings } from '../../../shared/policy/settings.ts';
import type { Wishes } from '../../../shared/policy/wishes.ts';
import { problemOf } from '../world.ts';

const settingsOf = (values: object) =>
  new Settings([{ place: '/x/settings.json', values: { ...values } }], ['/x/settings.json']);
const configOf = (values: object, env: Record<string, string> = {}, wishes: Wishes = {}) =>
  effectiveConfig(settingsOf(values), env, wishes);

const OWN = {
  ssoStartUrl: 'https://own.awsapps.com/start',
  ssoRegion: 'eu-west-1',
  ssoAccountId: '111111111111',
  ssoRoleName: 'Own',
};
const APP = {
  inferenceBedrockSsoStartUrl: 'https://app.awsapps.com/start',
  inferenceBedrockSsoRegion: 'us-east-1',
  inferenceBedrockSsoAccountId: '222222222222',
  inferenceBedrockSsoRoleName: 'App',
};
const own = {
  source: 'sso',
  startUrl: OWN.ssoStartUrl,
  region: 'eu-west-1',
  accountId: '111111111111',
  roleName: 'Own',
};
const app = {
  source: 'sso',
  startUrl: APP.inferenceBedrockSsoStartUrl,
  region: 'us-east-1',
  accountId: '222222222222',
  roleName: 'App',
};
const profile = (name: string, awsDir?: string) => ({ source: 'profile', profile: name, awsDir });
const p = 'ours';
const q = "the app's";

describe('who signs in', () => {
  test.each<[string, object, Record<string, string>, object]>([
    ['our profile', { awsProfile: p }, {}, profile(p)],
    ["the app's profile", { inferenceBedrockProfile: q }, {}, profile(q)],
    ['our profile before that of the app', { awsProfile: p, inferenceBedrockProfile: q }, {}, profile(p)],
    ['the settings before AWS_PROFILE', { inferenceBedrockProfile: q }, { AWS_PROFILE: 'env' }, profile(q)],
    ['AWS_PROFILE, where nothing is set', {}, { AWS_PROFILE: 'env' }, profile('env')],
    ['our role', OWN, {}, own],
    ["the app's role", APP, {}, app],
    ['our role before that of the app', { ...OWN, ...APP }, {}, own],
    ["our role's gaps filled by the app's keys", { ...APP, ssoRoleName: 'Own' }, {}, { ...app, roleName: 'Own' }],
    ['a role before AWS_PROFILE', APP, { AWS_PROFILE: 'env' }, app],
    ['our profile before our role', { awsProfile: p, ...OWN }, {}, profile(p)],
    ["our profile before the app's role", { awsProfile: p, ...APP }, {}, profile(p)],
    ["our role before the app's profile", { inferenceBedrockProfile: q, ...OWN }, {}, own],
    ["the app's role before the app's profile", { inferenceBedrockProfile: q, ...APP }, {}, app],
    ['the source that is named: role', { identitySource: 'sso', awsProfile: p, ...OWN }, {}, own],
    ['the source that is named: profile', { identitySource: 'profile', awsProfile: p, ...OWN }, {}, profile(p)],
    [
      'the profile of a named source by the environment',
      { identitySource: 'profile', ...OWN },
      { AWS_PROFILE: 'env' },
      profile('env'),
    ],
    [
      'the kind that the app is told: role',
      { inferenceCredentialKind: 'interactive', inferenceBedrockProfile: q, ...APP },
      {},
      app,
    ],
    [
      'the kind that the app is told: profile',
      { inferenceCredentialKind: 'vendor-profile', inferenceBedrockProfile: q, ...APP },
      {},
      profile(q),
    ],
    [
      'our keys, whatever kind the app is told',
      { inferenceCredentialKind: 'vendor-profile', inferenceBedrockProfile: q, ...OWN },
      {},
      own,
    ],
    ['a role, where the app is told to ask the helper', { inferenceCredentialKind: 'helper-script', ...APP }, {}, app],
    [
      "the profile's folder by our key",
      { awsProfile: p, awsDir: '/ours', inferenceBedrockAwsDir: '/app' },
      {},
      profile(p, '/ours'),
    ],
    [
      "the profile's folder by the app's key",
      { awsProfile: p, inferenceBedrockAwsDir: '/app' },
      {},
      profile(p, '/app'),
    ],
  ])('%s', (_name, values, env, expected) => {
    expect(plainOf(configOf(values, env).identity())).toEqual(expected);
  });

  /** Without what the settings may say of a profile. */
  function plainOf({ described: _, ...rest }: IdentitySetting & { described?: unknown }) {
    return rest;
  }

  test('a wish of the command line wins over everything', () => {
    const values = { identitySource: 'sso', ...OWN, awsProfile: p, awsDir: '/ours' };
    expect(configOf(values, { AWS_PROFILE: 'env' }, { profile: 'wish' }).identity()).toEqual(profile('wish', '/ours'));
  });
});

describe('a set of sso keys that is not whole', () => {
  const names = Object.keys(OWN) as (keyof typeof OWN)[];

  test.each(names)('names %s as missing', async (name) => {
    const problem = await problemOf(() => configOf({ ...OWN, [name]: undefined }).identity());
    const rest = Object.fromEntries(Object.entries(OWN).filter(([key]) => key !== name));
    expect(await problemOf(() => configOf(rest).identity())).toMatchObject({
      code: 'configuration',
      message: `/x/settings.json: sign-in needs all four sso* keys, missing: ${name}`,
    });
    expect(problem.code).toBe('configuration');
  });

  test('names all that are missing', async () => {
    const problem = await problemOf(() => configOf({ identitySource: 'sso' }).identity());
    expect(problem.message).toContain(`missing: ${names.join(', ')}`);
  });

  test('is nobody’s business where a profile signs in', () => {
    expect(configOf({ awsProfile: p, ssoRegion: 'us-east-1' }).identity()).toEqual(profile(p));
  });
});

describe('when nothing says who signs in', () => {
  test('a person learns which keys would', async () => {
    expect(await problemOf(() => configOf({}).identity())).toMatchObject({
      code: 'configuration',
      message: '/x/settings.json: nothing says who signs in',
      hint: expect.stringContaining('awsProfile'),
    });
  });

  test('a person without settings learns where they were looked for', async () => {
    const none = new Settings([], ['/one', '/two']);
    expect(await problemOf(() => effectiveConfig(none, {}).identity())).toMatchObject({
      message: 'no settings found (looked in /one, /two)',
    });
  });

  test('the rest of the settings can be used all the same', () => {
    expect(configOf({ inferenceBedrockRegion: 'us-east-1' }).region).toBe('us-east-1');
  });
});

describe('the region of Bedrock', () => {
  test.each<[string, object, Record<string, string>, string | undefined]>([
    ['the settings', { inferenceBedrockRegion: 'eu-west-1' }, { AWS_REGION: 'us-east-1' }, 'eu-west-1'],
    ['AWS_REGION', {}, { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-west-2' }, 'us-east-1'],
    ['AWS_DEFAULT_REGION', {}, { AWS_REGION: '', AWS_DEFAULT_REGION: 'us-west-2' }, 'us-west-2'],
    ['nobody', {}, {}, undefined],
    [
      'nobody, as the SSO region is another matter',
      { ssoRegion: 'us-east-1', inferenceBedrockSsoRegion: 'us-east-1' },
      {},
      undefined,
    ],
  ])('comes from %s', (_name, values, env, expected) => {
    expect(configOf(values, env).region).toBe(expected);
  });

  test('is not shown when it reaches into the next line', async () => {
    const AWS_REGION = 'us-eastaws_secret_access_key = wJalrXUtnFEMI';
    const { message } = await problemOf(() => configOf({}, { AWS_REGION }).region);
    expect(message).toMatch(/^AWS_REGION: must be an AWS region/);
  });

  test.each(['us-east-1@evil.example', 'x.example/#', 'us east', '../x'])(
    'of the environment must be a region too: %j',
    async (region) => {
      expect(await problemOf(() => configOf({}, { AWS_REGION: region }).region)).toMatchObject({
        code: 'configuration',
        message: expect.stringContaining('AWS_REGION'),
      });
    },
  );

  test('is required where a token is minted', async () => {
    expect(requireRegion('us-east-1')).toBe('us-east-1');
    expect((await problemOf(() => requireRegion(undefined))).code).toBe('configuration');
    expect((await problemOf(() => requireRegion(''))).code).toBe('configuration');
  });
});

test('what nobody set has a default that a program can work with', () => {
  expect(configOf({})).toMatchObject({
    customHeaders: {},
    models: [],
    helper: { path: undefined, ttlSec: 3600, timeoutSec: 60 },
    signIn: { method: 'auto', flow: 'auto', timeoutSec: 600, browserCommand: undefined, awsCliPath: undefined },
    client: 'auto',
    secureStorage: 'keychain',
    proxyUrl: undefined,
    proxyPacUrl: undefined,
  });
});

test.each(['vertex', 'anthropic', 'mantle', 'foundry'])(
  'another provider (%s) is none of ours',
  async (inferenceProvider) => {
    expect(await problemOf(() => configOf({ inferenceProvider, awsProfile: p }))).toMatchObject({
      code: 'configuration',
      message: `/x/settings.json: inferenceProvider is ${inferenceProvider}, which has no AWS sign-in`,
    });
  },
);

/** What only the bundled client needs must not keep the helper from printing a token. */
test.each([
  ['inferenceModels', [{ id: 'a form of a later app' }]],
  ['inferenceCustomHeaders', '{"X-Team": "blue"}'],
  ['inferenceBedrockBaseUrl', 'http://bedrock.example.com'],
  ['inferenceBedrockServiceTier', 'turbo'],
  ['client', 'notepad'],
  ['logLevel', 'loud'],
  ['inferenceGatewayBaseUrl', 'not a url'],
  ['inferenceCredentialHelper', '~/helper'],
  ['inferenceCredentialHelperTimeoutSec', 0],
  ['inferenceBedrockAwsCliPath', 'aws'],
  ['ssoAccountId', '1'],
  ['inferenceBedrockSsoAccountId', '1'],
])('a fault in %s stops nobody who does not need it', (name, value) => {
  const config = configOf({ awsProfile: p, inferenceBedrockRegion: 'us-east-1', [name]: value });
  expect([config.identity(), config.region, config.helper.ttlSec]).toEqual([profile(p), 'us-east-1', 3600]);
  expect(config.signIn.method).toBe('auto');
});

test('a fault in the folder of profiles stops nobody who signs in by a role', () => {
  const values = { identitySource: 'sso', ...OWN, awsDir: '~/.aws', inferenceBedrockAwsDir: 'aws' };
  expect(configOf(values).identity()).toEqual(own);
});
