import { effectiveConfig } from '../../../shared/policy/config.ts';
import { chosenSource } from '../../../shared/policy/credential-source.ts';
import { Settings } from '../../../shared/policy/settings.ts';
import { problemOf } from '../world.ts';

/** One release of each of the three orders (claude-desktop-contract.md, section 3). */
const OLDER = '1.6000.0';
const MIDDLE = '1.20000.0';
const NEWEST = '2.8000.0';

const settingsOf = (values: object) => new Settings([{ place: '/x/settings.json', values: { ...values } }], []);

const bearer = { inferenceBedrockBearerToken: 'bedrock-api-key-x' };
const profile = { inferenceBedrockProfile: 'work' };
const sso = {
  inferenceBedrockSsoStartUrl: 'https://app.awsapps.com/start',
  inferenceBedrockSsoRegion: 'us-east-1',
  inferenceBedrockSsoAccountId: '222222222222',
  inferenceBedrockSsoRoleName: 'App',
};
const helper = { inferenceCredentialHelper: '/usr/bin/bedrock-credential-helper' };
const partial = { inferenceBedrockSsoStartUrl: sso.inferenceBedrockSsoStartUrl };
const kind = (inferenceCredentialKind: string) => ({ inferenceCredentialKind });

const names = { s: 'static', p: 'vendor-profile', i: 'interactive', h: 'helper-script', x: 'external-idp' } as const;
type Letter = keyof typeof names;

/** Configuration, and the source that each of the three orders takes: s(tatic), p(rofile), i(nteractive), h(elper), x (IdP). */
const matrix: [string, object, string][] = [
  ['nothing', {}, '- - -'],
  ['a bearer token alone', bearer, 's s s'],
  ['a profile alone', profile, 'p p p'],
  ['in-app sign-in alone', sso, 'i i i'],
  ['a helper alone', helper, 'h h h'],
  ['bearer and profile', { ...bearer, ...profile }, 's p p'],
  ['bearer and in-app', { ...bearer, ...sso }, 's i i'],
  ['bearer and helper', { ...bearer, ...helper }, 's h h'],
  ['profile and in-app', { ...profile, ...sso }, 'p i i'],
  ['profile and helper', { ...profile, ...helper }, 'p p p'],
  ['in-app and helper', { ...sso, ...helper }, 'i i i'],
  ['bearer, profile, in-app', { ...bearer, ...profile, ...sso }, 's i i'],
  ['bearer, profile, helper', { ...bearer, ...profile, ...helper }, 's p p'],
  ['bearer, in-app, helper', { ...bearer, ...sso, ...helper }, 's i i'],
  ['profile, in-app, helper', { ...profile, ...sso, ...helper }, 'p i i'],
  ['all four', { ...bearer, ...profile, ...sso, ...helper }, 's i i'],
  ['kind static, all four', { ...kind('static'), ...bearer, ...profile, ...sso, ...helper }, 's s s'],
  ['kind vendor-profile, all four', { ...kind('vendor-profile'), ...bearer, ...profile, ...sso, ...helper }, 's p p'],
  ['kind interactive, all four', { ...kind('interactive'), ...bearer, ...profile, ...sso, ...helper }, 's i i'],
  ['kind helper-script, all four', { ...kind('helper-script'), ...bearer, ...profile, ...sso, ...helper }, 's h h'],
  ['kind external-idp, all four', { ...kind('external-idp'), ...bearer, ...profile, ...sso, ...helper }, 's x x'],
  ['kind workforce', { ...kind('workforce'), ...profile }, 'p x x'],
  ['kind helper-script, helper and profile', { ...kind('helper-script'), ...profile, ...helper }, 'p h h'],
  ['kind static, without a token', { ...kind('static'), ...profile }, 'p ! !'],
  ['kind vendor-profile, without a profile', { ...kind('vendor-profile'), ...helper }, 'h ! !'],
  ['kind interactive, without its keys', { ...kind('interactive'), ...helper }, 'h ! !'],
  ['kind interactive, with a part of its keys', { ...kind('interactive'), ...partial, ...bearer }, 's ! !'],
  ['kind helper-script, without a helper', { ...kind('helper-script'), ...bearer }, 's ! !'],
  ['a part of the in-app keys', partial, '! ! !'],
  ['a part of the in-app keys and bearer', { ...partial, ...bearer }, 's ! !'],
  ['a part of the in-app keys and helper', { ...partial, ...helper }, '! ! !'],
];

const cells = matrix.flatMap(([name, values, expected]) =>
  [OLDER, MIDDLE, NEWEST].map((version, at) => [name, version, values, expected.split(' ')[at] ?? ''] as const),
);

test.each(cells)('%s, %s', async (_name, minimumAppVersion, values, expected) => {
  const settings = settingsOf({ ...values, minimumAppVersion });
  if (expected !== '!') expect(chosenSource(settings)).toBe(names[expected as Letter]);
  else expect((await problemOf(() => chosenSource(settings))).message).toMatch(/needs inference\w+/);
});

test('a part of the in-app keys is an error that names all that is missing', async () => {
  const { message } = await problemOf(() => chosenSource(settingsOf(partial)));
  expect(message).toBe(
    '/x/settings.json: the credential source interactive needs inferenceBedrockSsoRegion, inferenceBedrockSsoAccountId, inferenceBedrockSsoRoleName',
  );
});

test.each([
  ['1.8554.9', 'static'],
  ['1.8555.0', 'interactive'],
  ['1.10000.0', 'interactive'],
])('release %s takes %s of a token and in-app sign-in', (minimumAppVersion, expected) => {
  expect(chosenSource(settingsOf({ ...bearer, ...sso, minimumAppVersion }))).toBe(expected);
});

describe('what the programs do for a credential', () => {
  const gateway = { inferenceProvider: 'gateway', inferenceGatewayBaseUrl: 'https://llm.example.com' };
  const from = (values: object) => effectiveConfig(settingsOf(values), {}).credential();

  test.each<[string, object, object]>([
    ['a bearer token is used as it is', { ...bearer, ...kind('static') }, { from: 'settings' }],
    ['a profile is asked', profile, { from: 'identity' }],
    ['somebody signs in', sso, { from: 'identity' }],
    ['the helper finds an identity', { ...helper, ...profile, ...kind('helper-script') }, { from: 'identity' }],
    ['nothing, the app does', kind('external-idp'), { from: 'app' }],
    ['our own identity comes first', { ...bearer, awsProfile: 'ours' }, { from: 'identity' }],
    ['the gateway is asked', gateway, { from: 'gateway', scheme: 'bearer', key: undefined }],
    [
      'the gateway is asked with its key',
      { ...gateway, inferenceGatewayApiKey: 'k', inferenceGatewayAuthScheme: 'x-api-key', ...profile },
      { from: 'gateway', baseUrl: 'https://llm.example.com', scheme: 'x-api-key' },
    ],
  ])('%s', (_name, values, expected) => {
    expect(from(values)).toMatchObject(expected);
  });

  test('the secrets among them show nothing', () => {
    const shown = JSON.stringify([from(bearer), from({ ...gateway, inferenceGatewayApiKey: 'hunter2' })]);
    expect(shown).not.toMatch(/bedrock-api-key-x|hunter2/);
  });

  test('a gateway without an address is a problem that names the key', async () => {
    expect((await problemOf(() => from({ inferenceProvider: 'gateway' }))).message).toContain(
      'inferenceGatewayBaseUrl',
    );
  });

  test('a gateway has nobody to sign in to', async () => {
    const config = effectiveConfig(settingsOf({ ...gateway, ...profile }), {});
    expect((await problemOf(() => config.identity())).message).toContain('inferenceProvider is gateway');
  });
});
