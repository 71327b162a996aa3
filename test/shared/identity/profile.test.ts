import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { awsFiles, readProfile } from '../../../shared/identity/profile.ts';
import { newWorld, problemOf, type World } from '../world.ts';

let world: World;

beforeEach(() => {
  world = newWorld();
});
afterEach(() => world.leave());

const files = () => ({ config: join(world.home, 'config'), credentials: join(world.home, 'credentials') });

function read(name: string, config: string | Buffer, credentials?: string) {
  writeFileSync(files().config, config);
  if (credentials !== undefined) writeFileSync(files().credentials, credentials);
  return readProfile(name, files());
}

const SESSION = `[sso-session company]
sso_start_url = https://example.awsapps.com/start
sso_region = eu-central-1
`;
const PROFILE = `[profile work]
sso_session = company
sso_account_id = 111122223333
sso_role_name = BedrockUser
region = us-west-2
`;
const LEGACY = `[profile old]
sso_start_url = https://example.awsapps.com/start
sso_region = eu-central-1
sso_account_id = 111122223333
sso_role_name = BedrockUser
`;
const KEYS = 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = example\n';

const work = {
  kind: 'sso',
  sessionName: 'company',
  startUrl: 'https://example.awsapps.com/start',
  ssoRegion: 'eu-central-1',
  scopes: ['sso:account:access'],
  accountId: '111122223333',
  roleName: 'BedrockUser',
  region: 'us-west-2',
};

describe('a profile with an sso-session is understood', () => {
  test.each([
    ['as `aws configure sso` writes it', SESSION + PROFILE],
    ['with the session below the profile', PROFILE + SESSION],
    ['with Windows line ends', (SESSION + PROFILE).replaceAll('\n', '\r\n')],
    ['with a byte order mark', `\uFEFF${SESSION}${PROFILE}`],
    ['with quoted names', (SESSION + PROFILE).replace('profile work', 'profile "work"')],
    ['with a quoted session name', (SESSION + PROFILE).replace('sso-session company', 'sso-session "company"')],

    ['with a tab in the brackets', (SESSION + PROFILE).replace('[profile work]', '[profile\twork]')],
    ['with comments', `# ours\n; more\n${SESSION}# in between\n${PROFILE}`],
    ['with a comment after a value', (SESSION + PROFILE).replace('us-west-2', 'us-west-2 # Oregon')],
    ['with a comment after a section', (SESSION + PROFILE).replace('[profile work]', '[profile work] ; mine')],
    ['with blank lines everywhere', (SESSION + PROFILE).replaceAll('\n', '\n\n')],
    ['without spaces around =', (SESSION + PROFILE).replaceAll(' = ', '=')],
    ['with many spaces around =', (SESSION + PROFILE).replaceAll(' = ', '   =  ')],
    ['with trailing spaces', (SESSION + PROFILE).replaceAll('\n', '  \n')],
    ['without a final line end', (SESSION + PROFILE).trimEnd()],
    ['beside a nested block', `${SESSION}[profile other]\ns3 =\n  max_concurrent_requests = 20\n${PROFILE}`],
    ['with a nested block of its own', `${SESSION}${PROFILE}s3 =\n  addressing_style = path\n`],
    ['with a nested block before its keys', SESSION + PROFILE.replace('region', 's3 =\n  use_x = 1\nregion')],
    ['with settings of other tools', `${SESSION}${PROFILE}granted_color = blue\nx-thing = 1\n`],
    ['beside a services section', `[services local]\ns3 =\n  endpoint_url = http://127.0.0.1\n${SESSION}${PROFILE}`],
    ['with the scope spelled out', `${SESSION}sso_registration_scopes = sso:account:access\n${PROFILE}`],
    ['with an empty scope', `${SESSION}sso_registration_scopes =\n${PROFILE}`],
    ['split in two stanzas', `${SESSION}${PROFILE.replace(/region = .*\n/, '')}[profile work]\nregion = us-west-2\n`],
  ])('%s', async (_name, config) => {
    expect(await read('work', config)).toEqual(work);
  });

  test('with several scopes', async () => {
    const config = `${SESSION}sso_registration_scopes = sso:account:access, codewhisperer:completions ,\n${PROFILE}`;
    expect(await read('work', config)).toMatchObject({ scopes: ['sso:account:access', 'codewhisperer:completions'] });
  });

  test('with the legacy keys beside the session: the session counts', async () => {
    const config = `${SESSION}${PROFILE}sso_start_url = https://old.awsapps.com/start\nsso_region = us-east-1\n`;
    expect(await read('work', config)).toEqual(work);
  });

  test('without a region of its own', async () => {
    expect(await read('work', SESSION + PROFILE.replace(/region = .*\n/, ''))).toEqual({ ...work, region: undefined });
  });
});

test.each([
  ['default', `${SESSION}${PROFILE.replace('profile work', 'default')}`],
  ['default', `${SESSION}${PROFILE.replace('profile work', 'profile default')}`],
  ['my-team.prod_1', `${SESSION}${PROFILE.replace('work', 'my-team.prod_1')}`],
  ['a@b+c/d%e:f', `${SESSION}${PROFILE.replace('work', 'a@b+c/d%e:f')}`],
])('the profile %j is found', async (name, config) => {
  expect(await read(name, config)).toEqual(work);
});

test('a legacy profile has its session in itself, and no scope', async () => {
  const expected = { ...work, sessionName: undefined, scopes: [], region: undefined };
  expect(await read('old', LEGACY)).toEqual(expected);
});

describe('the SDK decides about', () => {
  test.each([
    ['static keys in the config file', 'p', `[profile p]\n${KEYS}region = eu-west-1\n`, undefined, 'eu-west-1'],
    ['static keys in the credentials file', 'p', '[profile p]\nregion = eu-west-1\n', `[p]\n${KEYS}`, 'eu-west-1'],
    ['static keys that shadow an SSO profile', 'work', SESSION + PROFILE, `[work]\n${KEYS}`, 'us-west-2'],
    ['a profile that only the credentials file has', 'p', '', `[p]\n${KEYS}region = ap-south-1\n`, 'ap-south-1'],
    [
      'a role to assume',
      'p',
      '[profile p]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = q\n',
      undefined,
      undefined,
    ],
    ['a role to assume, with SSO keys', 'old', `${LEGACY}role_arn = arn:aws:iam::1:role/x\n`, undefined, undefined],
    ['a credential_process', 'p', '[profile p]\ncredential_process = /bin/x\n', undefined, undefined],
    ['a profile with a region alone', 'p', '[profile p]\nregion = eu-west-1\n', undefined, 'eu-west-1'],
  ])('%s', async (_what, name, config, credentials, region) => {
    expect(await read(name, config, credentials)).toEqual({ kind: 'other', region });
  });
});

test('the region of the credentials file covers that of the config file', async () => {
  expect(await read('work', SESSION + PROFILE, '[work]\nregion = ap-south-1\n')).toMatchObject({
    kind: 'sso',
    region: 'ap-south-1',
  });
});

test('a profile named __proto__ reaches no prototype', async () => {
  const config = `${SESSION}[profile __proto__]\nregion = us-west-2\npolluted = yes\n`;
  await problemOf(() => read('work', config));
  expect(({} as { polluted?: string }).polluted).toBeUndefined();
});

describe('the files are those of the AWS CLI', () => {
  const home = '/home/ana';
  test.each([
    ['in the home folder', 'linux', {}, undefined, '/home/ana/.aws/config', '/home/ana/.aws/credentials'],
    [
      'by the environment',
      'linux',
      { AWS_CONFIG_FILE: '/a/c', AWS_SHARED_CREDENTIALS_FILE: '/b/d' },
      undefined,
      '/a/c',
      '/b/d',
    ],
    [
      'by the environment, below ~',
      'linux',
      { AWS_CONFIG_FILE: '~/c' },
      undefined,
      '/home/ana/c',
      '/home/ana/.aws/credentials',
    ],
    [
      'by an empty environment',
      'darwin',
      { AWS_CONFIG_FILE: '' },
      undefined,
      '/home/ana/.aws/config',
      '/home/ana/.aws/credentials',
    ],
    [
      'by policy, which wins over the environment',
      'linux',
      { AWS_CONFIG_FILE: '/a/c' },
      '/corp/aws',
      '/corp/aws/config',
      '/corp/aws/credentials',
    ],
    ['on Windows', 'win32', {}, undefined, '\\home\\ana\\.aws\\config', '\\home\\ana\\.aws\\credentials'],
  ] as const)('%s', (_name, platform, env, awsDir, config, credentials) => {
    expect(awsFiles({ platform, env, home }, awsDir)).toEqual({ config, credentials });
  });
});
