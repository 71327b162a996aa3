import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readProfile } from '../../../shared/identity/profile.ts';
import { newWorld, problemOf, type World, withoutRoot } from '../world.ts';

let world: World;

beforeEach(() => {
  world = newWorld();
});
afterEach(() => world.leave());

const files = () => ({ config: join(world.home, 'config'), credentials: join(world.home, 'credentials') });

function read(name: string, config: string) {
  writeFileSync(files().config, config);
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
const ROLE = 'role_arn = arn:aws:iam::111122223333:role/x\n';
const LEGACY = `[profile old]
sso_start_url = https://example.awsapps.com/start
sso_region = eu-central-1
sso_account_id = 111122223333
sso_role_name = BedrockUser
`;

describe('a person is told', () => {
  test.each([
    [
      'of the profiles that there are',
      'wrok',
      SESSION + PROFILE + LEGACY,
      /no profile "wrok" in .*profiles there: work, old/,
    ],
    ['that there are no profiles', 'work', '', /no profile "work" .*there are no profiles/],
    ['that an sso-session is no profile', 'company', SESSION, /no profile "company" .*there are no profiles/],
    ['that __proto__ is not there', '__proto__', SESSION + PROFILE, /no profile "__proto__"/],
    ['that constructor is not there', 'constructor', SESSION + PROFILE, /no profile "constructor"/],
    ['that a name is not its prefix', 'wor', SESSION + PROFILE, /no profile "wor"/],
    ['that names have a case', 'Work', SESSION + PROFILE, /no profile "Work"/],
    ['that a profile needs the word profile', 'work', PROFILE.replace('profile ', ''), /no profile "work"/],
    [
      'which sso-session is missing',
      'work',
      PROFILE,
      /names sso_session company, but there is no \[sso-session company\]/,
    ],
    [
      'that the start URL is missing',
      'work',
      SESSION.replace(/sso_start.*\n/, '') + PROFILE,
      /\[sso-session company\] lacks sso_start_url/,
    ],
    [
      'that the SSO region is missing',
      'work',
      SESSION.replace(/sso_region.*\n/, '') + PROFILE,
      /\[sso-session company\] lacks sso_region/,
    ],
    [
      'that the account is missing',
      'work',
      SESSION + PROFILE.replace(/sso_account.*\n/, ''),
      /\[profile work\] lacks sso_account_id/,
    ],
    [
      'that the role is missing',
      'work',
      SESSION + PROFILE.replace(/sso_role.*\n/, ''),
      /\[profile work\] lacks sso_role_name/,
    ],
    [
      'that a value is empty',
      'work',
      SESSION + PROFILE.replace(/(sso_role_name =).*/, '$1'),
      /\[profile work\] lacks sso_role_name/,
    ],
    [
      'that a legacy profile lacks its region',
      'old',
      LEGACY.replace(/sso_region.*\n/, ''),
      /\[profile old\] lacks sso_region/,
    ],
    [
      'which line is no setting',
      'work',
      `${SESSION}nonsense\n${PROFILE}`,
      /config: line 4 is neither a \[section\] nor name = value/,
    ],
    ['that a section has no end', 'work', `[profile work\n${SESSION}`, /config: line 1 is neither/],
    [
      'that an image is no config file',
      'work',
      `\x89PNG\r\n\x1a\n${'\x00\xff'.repeat(500)}`,
      /config: line 1 is neither/,
    ],
    [
      'that a start URL is none',
      'work',
      SESSION.replace('https://', 'javascript:') + PROFILE,
      /\[sso-session company\] sso_start_url must be an https address/,
    ],
    [
      'that an SSO region is none',
      'work',
      SESSION.replace('eu-central-1', 'x.example.com/') + PROFILE,
      /\[sso-session company\] sso_region: must be an AWS region/,
    ],
    ['that a profile gives nothing', 'p', '[profile p]\nregion = eu-west-1\n', /\[profile p\] says nothing about cred/],
    [
      'that half a key is none',
      'p',
      '[profile p]\naws_access_key_id = AKIA\n',
      /\[profile p\] lacks aws_secret_access_key/,
    ],
    [
      'that a key is torn',
      'p',
      '[profile p]\naws_access_key_id = A B\naws_secret_access_key = C\n',
      /aws_access_key_id is no key/,
    ],
    ['that a role has no source', 'p', `[profile p]\n${ROLE}`, /\[profile p\] has role_arn, but no source_profile/],
    [
      'that a source is missing',
      'p',
      `[profile p]\n${ROLE}source_profile = q\n`,
      /names source_profile q, but there is none/,
    ],
    [
      'that a role has two sources',
      'p',
      `[profile p]\n${ROLE}source_profile = q\ncredential_source = Environment\n`,
      /has source_profile and credential_source/,
    ],
    [
      'that a source is unknown',
      'p',
      `[profile p]\n${ROLE}credential_source = Vault\n`,
      /unknown credential_source Vault/,
    ],
    [
      'that a chain has no end',
      'a',
      `[profile a]\n${ROLE}source_profile = b\n[profile b]\n${ROLE}source_profile = a\n`,
      /leads back to a/,
    ],
    ['that a role is its own source', 'p', `[profile p]\n${ROLE}source_profile = p\n`, /leads back to p/],
    [
      'that a role wants a device',
      'p',
      `[profile p]\n${ROLE}source_profile = p\nmfa_serial = arn:x\n`,
      /has mfa_serial/,
    ],
    [
      'that a duration is no number',
      'p',
      `[profile p]\n${ROLE}source_profile = q\nduration_seconds = 1h\n`,
      /duration_seconds is no/,
    ],
    [
      'that a key is there twice',
      'p',
      '[profile p]\nregion = eu-west-1\nregion = us-east-1\n',
      /config: line 3 says region a second time/,
    ],
    ['that a block is none', 'p', '[profile p]\nregion =\n  us-east-1\n', /config: line 2 begins a block/],
  ])('%s', async (_what, name, config, message) => {
    const problem = await problemOf(() => read(name, config));
    expect(problem).toMatchObject({ code: 'configuration', message: expect.stringMatching(message) });
    expect(problem.message).toContain(files().config);
    expect(problem.hint).not.toBe('');
  });

  test('what the file is when it is no file', async () => {
    mkdirSync(files().config);
    expect(await problemOf(() => readProfile('work', files()))).toMatchObject({
      code: 'configuration',
      message: expect.stringContaining('not a regular file'),
    });
  });

  test.each([
    ['of UTF-16', Buffer.from(`\uFEFF${SESSION}${PROFILE}`, 'utf16le')],
    ['of Latin-1', Buffer.from(`# Jos\u00E9\n${SESSION}${PROFILE}`, 'latin1')],
  ])('that a file is %s', async (_what, bytes) => {
    writeFileSync(files().config, bytes);
    expect(await problemOf(() => readProfile('work', files()))).toMatchObject({
      code: 'configuration',
      message: expect.stringContaining(`${files().config}: is not UTF-8 text`),
    });
  });

  test('that a key is torn, without showing it', async () => {
    writeFileSync(files().credentials, '[p]\naws_access_key_id = AKIA\naws_secret_access_key = half a-secret\n');
    const { message, hint } = await problemOf(() => readProfile('p', files()));
    expect(message).toBe(
      `${files().credentials}: [p] aws_secret_access_key is no key: it holds spaces or letters that no key has`,
    );
    expect(message + hint).not.toContain('half');
  });

  test('that the file is not theirs to read', async () => {
    writeFileSync(files().config, SESSION + PROFILE);
    chmodSync(world.home, 0o755);
    chmodSync(files().config, 0);
    expect(await withoutRoot(() => problemOf(() => readProfile('work', files())))).toMatchObject({
      code: 'configuration',
      message: expect.stringContaining("can't be read (EACCES)"),
    });
  });
});
