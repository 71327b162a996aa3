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
    [
      'that toString is no name of a section',
      'work',
      `${PROFILE}[toString]\ncall = x\n`,
      /config: no section .* toString/,
    ],
    [
      'that __proto__ is none',
      'work',
      `${PROFILE}[profile __proto__]\nregion = x\n`,
      /config: no section .* __proto__/,
    ],
    ['that a section has no end', 'work', `[profile work\n${SESSION}`, /config: line 1 is neither/],
    [
      'that an image is no config file',
      'work',
      `\x89PNG\r\n\x1a\n${'\x00\xff'.repeat(500)}`,
      /config: line 1 is neither/,
    ],
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
