import { effectiveConfig } from '../../../shared/policy/config.ts';
import { Settings } from '../../../shared/policy/settings.ts';
import type { Wishes } from '../../../shared/policy/wishes.ts';
import { ROLE } from '../../person.ts';
import { problemOf } from '../world.ts';

const APP = {
  inferenceBedrockSsoStartUrl: 'https://app.awsapps.com/start',
  inferenceBedrockSsoRegion: 'us-east-2',
  inferenceBedrockSsoAccountId: '222222222222',
  inferenceBedrockSsoRoleName: 'App',
};
const own = {
  startUrl: ROLE.ssoStartUrl,
  region: ROLE.ssoRegion,
  accountId: ROLE.ssoAccountId,
  roleName: ROLE.ssoRoleName,
  bedrockRegion: undefined,
};
const app = {
  startUrl: 'https://app.awsapps.com/start',
  region: 'us-east-2',
  accountId: '222222222222',
  roleName: 'App',
  bedrockRegion: undefined,
};
const profile = { awsProfile: 'work' };

function described(values: object, env: Record<string, string> = {}, wishes: Wishes = {}) {
  const settings = new Settings([{ place: '/x', values: { ...values } }], ['/x']);
  const setting = effectiveConfig(settings, env, wishes).identity();
  return setting.source === 'profile' ? setting.described?.() : setting.source;
}

test.each<[string, object, object]>([
  ['our keys', { ...profile, ...ROLE }, own],
  ["the app's keys", { ...profile, ...APP }, app],
  ['our keys before those of the app', { ...profile, ...APP, ...ROLE }, own],
  ['a mixture', { ...profile, ...APP, ssoRoleName: 'Own' }, { ...app, roleName: 'Own' }],
  [
    'the region of Bedrock, where the settings name it',
    { ...profile, ...ROLE, inferenceBedrockRegion: 'eu-west-1' },
    { ...own, bedrockRegion: 'eu-west-1' },
  ],
  [
    "the keys beside the app's profile, where a profile is named as the source",
    { identitySource: 'profile', inferenceBedrockProfile: 'q', ...ROLE },
    own,
  ],
])('a profile is described by %s', (_by, values, expected) => {
  expect(described(values)).toEqual(expected);
});

test.each<[string, object, Record<string, string>, Wishes]>([
  ['without the four keys', profile, {}, {}],
  ['by a part of them', { ...profile, ssoRegion: 'us-east-1' }, {}, {}],
  ['that the environment names', { identitySource: 'profile', ...ROLE }, { AWS_PROFILE: 'work' }, {}],
  ['that the person asked for', { ...profile, ...ROLE }, {}, { profile: 'work' }],
  ['that another one opened the client with', { ...profile, ...ROLE }, { BEDROCK_LAUNCHER_PROFILE: 'work' }, {}],
])('no profile is described %s', (_how, values, env, wishes) => {
  expect(described(values, env, wishes)).toBeUndefined();
});

test('where the role itself signs in, there is no profile', () => {
  expect(described({ identitySource: 'sso', ...profile, ...ROLE })).toBe('sso');
});

test('a value that breaks its rule is a Problem for whoever needs it alone', async () => {
  const settings = new Settings([{ place: '/x', values: { ...profile, ...ROLE, ssoRegion: 'a\n[b]' } }], ['/x']);
  const setting = effectiveConfig(settings, {}).identity();
  expect(setting).toMatchObject({ source: 'profile', profile: 'work' });
  expect((await problemOf(() => setting.source === 'profile' && setting.described?.())).message).toMatch(
    /^\/x: ssoRegion/,
  );
});
