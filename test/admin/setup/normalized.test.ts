import fc from 'fast-check';
import { normalized } from '../../../admin/setup/normalized.ts';
import { settingsIn, setupOf, type Values, valuesOf } from '../../../admin/setup/setup.ts';
import type { Target } from '../../../admin/setup/system-paths.ts';
import { effectiveConfig } from '../../../shared/policy/config.ts';
import { sourceKeys } from '../../../shared/policy/credential-source.ts';
import { keyOf } from '../../../shared/policy/keys.ts';
import { Problem } from '../../../shared/problem.ts';
import { problemOf } from '../../shared/world.ts';
import { anySetup, TARGETS } from './generated.ts';

const region = { inferenceBedrockRegion: 'us-east-1' };
const models = { inferenceModels: ['m'] };
const token = { inferenceBedrockBearerToken: 'key-of-all' };
const profile = { inferenceBedrockProfile: 'work' };
const appSso = {
  inferenceBedrockSsoStartUrl: 'https://x.awsapps.com/start',
  inferenceBedrockSsoRegion: 'us-east-1',
  inferenceBedrockSsoAccountId: '111122223333',
  inferenceBedrockSsoRoleName: 'R',
};
const sso = {
  ssoStartUrl: 'https://x.awsapps.com/start',
  ssoRegion: 'us-east-1',
  ssoAccountId: '111122223333',
  ssoRoleName: 'R',
};
const OUR_LINUX = '/usr/lib/bedrock-launcher/bedrock-credential-helper';
const OUR_MAC = '/Applications/Bedrock Launcher.app/Contents/MacOS/bedrock-credential-helper';
const OUR_WINDOWS = 'C:\\Program Files\\Bedrock Launcher\\bedrock-credential-helper.exe';
const helper = (path = OUR_LINUX) => ({ inferenceCredentialHelper: path });
const bedrock = (kind: string) => ({ inferenceProvider: 'bedrock', inferenceCredentialKind: kind });
const ours = { ...bedrock('helper-script'), ...helper(), inferenceCredentialHelperTtlSec: 2700 };

function made(values: Values, target: Target = 'linux', hours?: number) {
  const { notes, ...setup } = normalized(setupOf(values), { target, roleSessionSec: hours && hours * 3600 });
  return { values: valuesOf(setup), notes: notes.map(({ message }) => message) };
}

test.each<[name: string, values: Values, expected: Values]>([
  ['nothing but a region: our helper', region, { ...region, ...ours }],
  ['our keys say who signs in: our helper', { ...region, awsProfile: 'x' }, { ...region, ...ours, awsProfile: 'x' }],
  ['a token alone', { ...region, ...token }, { ...region, ...token, ...bedrock('static') }],
  [
    'a profile alone',
    { ...region, ...models, ...profile },
    { ...region, ...models, ...profile, ...bedrock('vendor-profile') },
  ],
  [
    'in-app sign-in',
    { ...region, ...models, ...appSso },
    { ...region, ...models, ...appSso, ...bedrock('interactive') },
  ],
  [
    'the newest order decides among several',
    { ...region, ...models, ...appSso, ...token },
    { ...region, ...models, ...appSso, ...bedrock('interactive') },
  ],
  [
    'a kind decides',
    { ...region, ...models, ...appSso, ...token, inferenceCredentialKind: 'static' },
    { ...region, ...models, ...token, ...bedrock('static') },
  ],
  [
    'the profile that our helper goes by is ours',
    { ...region, ...profile, ...helper() },
    { ...region, ...ours, awsProfile: 'work' },
  ],
  ['the role that our helper goes by is ours', { ...region, ...appSso, ...helper() }, { ...region, ...ours, ...sso }],
  [
    'role before profile stays so',
    { ...region, ...profile, ...appSso, ...helper() },
    { ...region, ...ours, ...sso, awsProfile: 'work', identitySource: 'sso' },
  ],
  [
    'what describes a profile is ours',
    { ...region, ...models, ...profile, ...appSso, inferenceCredentialKind: 'vendor-profile' },
    { ...region, ...models, ...profile, ...sso, ...bedrock('vendor-profile'), identitySource: 'profile' },
  ],
  [
    'our own keys are not overwritten',
    { ...region, ...profile, awsProfile: 'own' },
    { ...region, ...ours, awsProfile: 'own' },
  ],
  [
    'another kind of sign-in',
    { ...region, inferenceCredentialKind: 'external-idp', ...token },
    { ...region, ...bedrock('external-idp') },
  ],
  [
    'a gateway with a key',
    { inferenceGatewayBaseUrl: 'https://g', inferenceGatewayApiKey: 'k' },
    {
      inferenceProvider: 'gateway',
      inferenceCredentialKind: 'static',
      inferenceGatewayBaseUrl: 'https://g',
      inferenceGatewayApiKey: 'k',
    },
  ],
  [
    'a gateway takes nothing of Bedrock',
    { inferenceProvider: 'gateway', inferenceGatewayBaseUrl: 'https://g', ...helper('/opt/h'), ...region, ...token },
    {
      inferenceProvider: 'gateway',
      inferenceCredentialKind: 'helper-script',
      inferenceGatewayBaseUrl: 'https://g',
      ...helper('/opt/h'),
    },
  ],
  ['Bedrock takes no key of a gateway', { ...region, inferenceGatewayApiKey: 'k' }, { ...region, ...ours }],
])('%s', (_name, values, expected) => {
  expect(made(values).values).toEqual(expected);
});

test.each<[string, Target, string]>([
  [OUR_LINUX, 'darwin', OUR_MAC],
  [OUR_LINUX, 'win32', OUR_WINDOWS],
  [OUR_WINDOWS, 'linux', OUR_LINUX],
  [OUR_MAC, 'linux', OUR_LINUX],
  ['/opt/x/bedrock-credential-helper', 'linux', '/opt/x/bedrock-credential-helper'],
  ['/opt/x/bedrock-credential-helper', 'win32', OUR_WINDOWS],
  ['D:\\x\\bedrock-credential-helper.exe', 'win32', 'D:\\x\\bedrock-credential-helper.exe'],
])('the helper %s is on %s %s', (path, target, expected) => {
  const { values, notes } = made({ ...region, ...helper(path) }, target);
  expect([values.inferenceCredentialHelper, notes]).toEqual([expected, []]);
});

test('a foreign helper of another system is replaced, other paths of another system are left out, and both are told', () => {
  const { values, notes } = made({
    ...region,
    ...helper('C:\\x.exe'),
    inferenceCredentialKind: 'helper-script',
    awsDir: 'C:\\aws',
    client: 'auto',
  });
  expect(values).toEqual({ ...region, ...ours, client: 'auto' });
  expect(notes).toEqual([
    'awsDir is left out for Linux: it is a path of another system',
    `inferenceCredentialHelper is ${OUR_LINUX} for Linux: the one that is set is of another system`,
  ]);
});

test.each<[ttl: number | undefined, hours: number | undefined, expected: number, note: RegExp | undefined]>([
  [undefined, undefined, 2700, undefined],
  [undefined, 1, 2700, undefined],
  [undefined, 8, 3600, undefined],
  [3300, undefined, 3300, undefined],
  [3600, undefined, 3600, /needs a role session of 3900 s/],
  [3600, 8, 3600, undefined],
  [3600, 1, 2700, /is 2700 instead of 3600/],
  [14_400, 4, 3600, /is 3600 instead of 14400/],
])('a TTL of %s for a session of %s hours becomes %s', (ttl, hours, expected, note) => {
  const { values, notes } = made(
    { ...region, ...(ttl ? { inferenceCredentialHelperTtlSec: ttl } : {}) },
    'linux',
    hours,
  );
  expect(values.inferenceCredentialHelperTtlSec).toBe(expected);
  expect(notes).toEqual(note ? [expect.stringMatching(note)] : []);
});

test.each<[string, Values, RegExp]>([
  ['no region', { awsProfile: 'x' }, /helper-script needs inferenceBedrockRegion$/],
  ['no models', { ...region, ...profile }, /vendor-profile needs inferenceModels$/],
  [
    'a part of a role',
    { ...region, ...models, inferenceBedrockSsoRegion: 'us-east-1' },
    /needs inferenceBedrockSsoStartUrl, inferenceBedrockSsoAccountId, inferenceBedrockSsoRoleName$/,
  ],
  ['a kind without its token', { ...region, inferenceCredentialKind: 'static' }, /needs inferenceBedrockBearerToken$/],
  ['another provider', { inferenceProvider: 'vertex' }, /inferenceProvider is vertex/],
  ['a gateway without a key', { inferenceGatewayBaseUrl: 'https://g' }, /nothing gives the gateway a key/],
  [
    'a gateway and a profile',
    { inferenceProvider: 'gateway', inferenceCredentialKind: 'vendor-profile' },
    /vendor-profile/,
  ],
  [
    'the helper of a gateway, of another system',
    { inferenceGatewayBaseUrl: 'https://g', ...helper('C:\\g.exe') },
    /Linux needs the helper of your gateway/,
  ],
])('refused: %s', async (_name, values, message) => {
  const problem = await problemOf(() => made(values));
  expect([problem.code, problem.message]).toEqual(['configuration', expect.stringMatching(message)]);
});

/** Who signs in to the toolkit; undefined where nobody has to. */
function identityOf(values: Values): unknown {
  try {
    const config = effectiveConfig(settingsIn(setupOf(values)), {});
    if (config.credential().from !== 'identity') return undefined;
    const identity = config.identity();
    return { ...identity, described: identity.source === 'profile' ? identity.described?.() : undefined };
  } catch (thrown) {
    if (thrown instanceof Problem) return undefined;
    throw thrown;
  }
}

test('whatever is set: one source, its kind, no key in the wrong place, the same person signs in, and again is the same', () => {
  const judge = fc.property(anySetup, fc.constantFrom(...TARGETS), (setup, target) => {
    const one = normalized(setup, { target });
    const { app, toolkit, choice } = one;
    expect([app.inferenceProvider, app.inferenceCredentialKind]).toEqual([choice.provider, choice.kind]);
    const sources = Object.entries(sourceKeys).filter(([, names]) => names.some((name) => app[name] !== undefined));
    if (choice.provider === 'bedrock')
      expect(sources.map(([name]) => name)).toEqual(choice.way === 'app-sign-in' ? [] : [choice.kind]);
    for (const [owner, values] of Object.entries({ app, toolkit }))
      expect(Object.keys(values).filter((name) => keyOf(name as 'client').owner !== owner)).toEqual([]);
    const again = normalized(one, { target });
    expect(valuesOf(again)).toEqual(valuesOf(one));
    const chosen = { ...valuesOf(setup), inferenceProvider: choice.provider, inferenceCredentialKind: choice.kind };
    // A folder of another system is of no use to anybody.
    const before = identityOf(chosen) as { awsDir?: string } | undefined;
    const after = identityOf(valuesOf(one)) as { awsDir?: string } | undefined;
    if (before && choice.provider === 'bedrock')
      expect({ ...after, awsDir: undefined }).toEqual({ ...before, awsDir: undefined });
  });
  fc.assert(judge, { seed: 3, numRuns: 2_000 });
});
