import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAwsConfig } from '../../../shared/identity/aws-config.ts';
import { isShadowed, readProfile } from '../../../shared/identity/profile.ts';
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
  endpoints: { urls: {}, fips: false, dualStack: false },
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

describe('the first credentials come from', () => {
  const ROLE = 'role_arn = arn:aws:iam::111122223333:role/x\n';
  const TOKEN = 'web_identity_token_file = /t\n';
  const PROCESS = 'credential_process = /bin/x --y\n';
  const SSO = LEGACY.replace('[profile old]', '[profile p]');
  const P = '[profile p]\n';
  const config = () => files().config;
  const credentials = () => files().credentials;

  test.each([
    ['keys in the config file', `${P}${KEYS}`, '', 'keys', config],
    ['keys in the credentials file', `${P}region = eu-west-1\n`, `[p]\n${KEYS}`, 'keys', credentials],
    ['a profile that only the credentials file has', '', `[p]\n${KEYS}`, 'keys', credentials],
    [
      'keys in the credentials file, that cover those of the config file',
      `${P}${KEYS}`,
      `[p]\n${KEYS}`,
      'keys',
      credentials,
    ],
    ['keys in the credentials file, that cover IAM Identity Center', SSO, `[p]\n${KEYS}`, 'keys', credentials],
    ['keys in the credentials file, that cover a process', P + PROCESS, `[p]\n${KEYS}`, 'keys', credentials],
    ['a process, before keys in the config file', P + KEYS + PROCESS, '', 'process', config],
    ['a process in the credentials file', P, `[p]\n${PROCESS}`, 'process', config],
    ['a web identity', P + ROLE + TOKEN, '', 'web-identity', config],
    ['a web identity, before IAM Identity Center', SSO + ROLE + TOKEN, '', 'web-identity', config],
    ['a role with its own keys', `${P}${KEYS}${ROLE}source_profile = p\n`, '', 'keys', config],
    ['the environment', `${P}${ROLE}credential_source = Environment\n`, '', 'Environment', config],
    ['the container', `${P}${ROLE}credential_source = EcsContainer\n`, '', 'EcsContainer', config],
    ['the machine', `${P}${ROLE}credential_source = Ec2InstanceMetadata\n`, '', 'Ec2InstanceMetadata', config],
  ])('%s', async (_what, text, covering, kind, file) => {
    expect(read('p', text, covering)).toMatchObject({ kind: 'chain', source: { profile: 'p', kind, file: file() } });
  });

  test.each([
    ['a process', PROCESS],
    ['keys in the config file', KEYS],
  ])('IAM Identity Center, before %s', async (_what, more) => {
    expect(read('p', SSO + more)).toMatchObject({ kind: 'sso' });
  });

  test('the keys that are there, whole', () => {
    const session = read('p', '', `[p]\n${KEYS}aws_session_token = a-token\n`);
    expect(session).toMatchObject({ source: { keys: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', expiresAt: undefined } } });
    const { source } = session as Extract<typeof session, { kind: 'chain' }>;
    expect(source.kind === 'keys' && source.keys.secretAccessKey.reveal()).toBe('example');
    expect(source.kind === 'keys' && source.keys.sessionToken?.reveal()).toBe('a-token');
    expect(JSON.stringify(session)).not.toContain('a-token');
  });

  test('a command as it stands: # begins no comment in it', () => {
    const command = "/bin/x '#a' # b";
    expect(read('p', `${P}credential_process = ${command}\n`)).toMatchObject({ source: { command } });
  });
});

describe('a chain of roles', () => {
  const role = (name: string, source: string, more = '') =>
    `[profile ${name}]\nrole_arn = arn:aws:iam::111122223333:role/${name}\nsource_profile = ${source}\n${more}`;

  test('begins at an access portal, and is assumed from there', () => {
    const config = `${SESSION}${PROFILE}${role('b', 'work')}${role('c', 'b', 'region = eu-west-1\n')}`;
    expect(read('c', config)).toMatchObject({
      name: 'c',
      region: 'eu-west-1',
      source: {
        kind: 'sso',
        profile: 'work',
        sso: { sessionName: 'company', accountId: '111122223333', roleName: 'BedrockUser' },
      },
      roles: [{ profile: 'b', arn: 'arn:aws:iam::111122223333:role/b' }, { profile: 'c' }],
    });
  });

  test('stops at a source that holds keys, whatever role it names', () => {
    const config = `${role('a', 'b')}${role('b', 'c', KEYS)}`;
    expect(read('a', config)).toMatchObject({ source: { kind: 'keys', profile: 'b' }, roles: [{ profile: 'a' }] });
  });

  test('begins at a web identity', () => {
    const config = `${role('a', 'w')}[profile w]\nrole_arn = arn:aws:iam::1:role/w\nweb_identity_token_file = /t\n`;
    expect(read('a', config)).toMatchObject({ source: { kind: 'web-identity', profile: 'w' }, roles: [{}] });
  });

  test('goes over a profile of the credentials file', () => {
    expect(read('a', role('a', 'b'), `[b]\n${KEYS}`)).toMatchObject({ source: { kind: 'keys', profile: 'b' } });
  });

  test('has what its role says', () => {
    const more = 'role_session_name = ana\nexternal_id = an id\nduration_seconds = 7200 # two hours\n';
    expect(read('a', role('a', 'b', more), `[b]\n${KEYS}`)).toMatchObject({
      roles: [{ sessionName: 'ana', externalId: 'an id', durationSeconds: 7200 }],
    });
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

test.each([
  ['keys in the credentials file hide a profile of the config file', `[work]\n${KEYS}`, true],
  ['a region does not', '[work]\nregion = us-east-1\n', false],
  ['nor do the keys of another', `[old]\n${KEYS}`, false],
])('%s', (_what, credentials, shadowed) => {
  read('work', SESSION + PROFILE, credentials);
  expect(isShadowed(readAwsConfig(files()), 'work')).toBe(shadowed);
});
