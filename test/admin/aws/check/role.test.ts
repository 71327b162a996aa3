import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { signedIn, workSettings } from '../../../person.ts';
import { onStage } from '../../../stage.ts';
import { findingOf, statesOf } from '../../doctor/diagnosis.ts';
import { asAdministrator, checked } from './administration.ts';

const stage = onStage({});
const ROLE = { accountId: '111122223333', roleName: 'BedrockUser', sessionSeconds: 43_200 };
const PLAIN = 'arn:aws:iam::111122223333:role/team/Reader';

beforeEach(async () => {
  asAdministrator(stage.person, stage.fake);
  await signedIn(stage.person, stage.fake);
});

const set = (changes: object) => stage.person.write('settings.json', { ...workSettings(), ...changes });

describe('durations', () => {
  test('a permission set whose credentials end before the app asks again', async () => {
    stage.fake.options.roles = [{ ...ROLE, sessionSeconds: 3600 }];
    const { exitCode, document } = await checked(stage.person);
    expect([exitCode, document.verdict.id]).toEqual([3, 'role.lifetime']);
    expect(document.verdict.words).toContain('3600 s at most, but inferenceCredentialHelperTtlSec needs 3900 s');
    expect(document.verdict.next).toContain("lengthen the permission set's session duration to 3900 s or more");
    expect(findingOf(document, 'role.longest').state).toBe('ok');
  });

  test('a role whose longest session is too short', async () => {
    stage.fake.options.assumableRoles = [{ arn: PLAIN, maxSessionSeconds: 3600 }];
    const { exitCode, document } = await checked(stage.person, ['--role', 'Reader']);
    expect([exitCode, document.verdict.id]).toEqual([3, 'role.longest']);
    expect(document.verdict.next).toContain('MaxSessionDuration of the role Reader');
  });

  const measured = async () => {
    const { state, words } = findingOf((await checked(stage.person)).document, 'role.lifetime');
    return { state, words };
  };
  const not = (why: string) => ({ state: 'unchecked', words: expect.stringContaining(`not measured: ${why}`) });

  test('not measured where nobody is signed in', async () => {
    rmSync(join(stage.person.home, '.aws', 'sso'), { recursive: true });
    expect(await measured()).toEqual(not('nobody is signed in as profile work on this machine'));
  });

  test('not measured where the session has ended', async () => {
    stage.fake.endSessions();
    expect(await measured()).toEqual(not('the sign-in of profile work has ended'));
  });

  test('not measured where the administrator has not that role', async () => {
    const headers = { 'x-amzn-errortype': 'ForbiddenException' };
    stage.fake.faults.set('GetRoleCredentials', { status: 403, body: '{"message":"No access"}', headers });
    expect(await measured()).toEqual(not('the role is not assigned to you'));
  });
});

describe('which role', () => {
  test('the one of the settings, spelled out', async () => {
    set({
      awsProfile: undefined,
      ssoStartUrl: 'https://example.awsapps.com/start',
      ssoRegion: 'us-east-1',
      ssoAccountId: '111122223333',
      ssoRoleName: 'BedrockUser',
    });
    expect(findingOf((await checked(stage.person)).document, 'role').words).toContain('permission set BedrockUser');
  });

  test('the last one that a profile assumes', async () => {
    stage.fake.options.assumableRoles = [{ arn: PLAIN, maxSessionSeconds: 7200 }];
    const config = stage.person.read('.aws/config');
    stage.person.write('.aws/config', `${config}\n[profile chain]\nrole_arn = ${PLAIN}\nsource_profile = work\n`);
    set({ awsProfile: 'chain' });
    const { exitCode, document } = await checked(stage.person);
    expect([exitCode, findingOf(document, 'role').words]).toEqual([0, PLAIN]);
  });

  test('by the name of another permission set, page after page', async () => {
    const others = ['One', 'Two', 'Three'].map((roleName) => ({ ...ROLE, roleName }));
    stage.fake.options.roles = [ROLE, ...others];
    const { document } = await checked(stage.person, ['--role', 'Three']);
    expect(findingOf(document, 'role').words).toContain('of the permission set Three');
    expect(stage.fake.count('ListRoles')).toBeGreaterThan(1);
  });

  test('none that the settings tell: --role is asked for', async () => {
    set({ awsProfile: undefined, inferenceCredentialKind: 'static', inferenceBedrockBearerToken: 'ABSKexample' });
    const { exitCode, document } = await checked(stage.person);
    expect([exitCode, findingOf(document, 'permissions').words]).toEqual([
      0,
      expect.stringContaining('say --role NAME'),
    ]);
  });

  test.each([
    ['that is not there', '111122223333', ['--role', 'Nobody'], 3, /has no role Nobody/],
    ['in another account', '444455556666', [], 3, /is in account 111122223333, but your credentials are for 4444/],
    ['that is no name', '111122223333', ['--role', 'a role'], 2, /--role must be/],
  ])('one %s', async (_name, account, args, code, words) => {
    asAdministrator(stage.person, stage.fake, {}, account);
    const { exitCode, document } = await checked(stage.person, args);
    expect([exitCode, document.verdict.id, document.verdict.words]).toEqual([
      code,
      'role',
      expect.stringMatching(words),
    ]);
    expect(statesOf(document)['permissions']).toBe('unchecked');
  });
});

describe('the administrator', () => {
  const ADMIN = `
[profile admin-sso]
sso_session = company
sso_account_id = 111122223333
sso_role_name = Admin
region = us-east-1
`;
  beforeEach(() => {
    stage.fake.options.roles = [ROLE, { ...ROLE, roleName: 'Admin' }];
    stage.person.write('.aws/config', `${stage.person.read('.aws/config')}${ADMIN}`);
  });
  const check = (args: string[], env = {}) =>
    stage.person.run('bedrock-admin', ['aws', 'check', '--json', ...args], { env });

  test.each([
    ['by --profile', ['--profile', 'admin-sso'], {}, 'Admin'],
    ['by AWS_PROFILE', [], { AWS_PROFILE: 'admin-sso' }, 'Admin'],
    ['as configured', [], {}, 'BedrockUser'],
  ])('%s', async (_name, args, env, role) => {
    const { stdout, exitCode } = await check(args, env);
    expect([exitCode, findingOf(JSON.parse(stdout), 'administrator').words]).toEqual([
      0,
      expect.stringContaining(`AWSReservedSSO_${role}_`),
    ]);
  });

  test('who is not signed in is told how', async () => {
    stage.fake.endSessions();
    const { stdout, exitCode } = await check(['--profile', 'admin-sso']);
    const { verdict } = JSON.parse(stdout);
    expect([exitCode, verdict.id, verdict.next]).toEqual([
      4,
      'administrator',
      'sign in: bedrock-launcher --no-open --profile admin-sso',
    ]);
    expect(stage.person.opened()).toEqual([]);
  });

  test.each([
    ['a profile that is not there', ['--profile', 'nobody'], 3, /no profile "nobody"/],
    ['an empty name', ['--profile', ''], 2, /--profile needs a name/],
    ['an empty role', ['--role', ''], 2, /--role needs a name/],
  ])('%s', async (_name, args, code, words) => {
    const { exitCode, stdout, stderr } = await check(args);
    expect([exitCode, (stdout + stderr).replaceAll('\\"', '"')]).toEqual([code, expect.stringMatching(words)]);
  });
});

describe('AWS', () => {
  test('that throttles one call fails that look alone', async () => {
    stage.fake.faults.set('SimulatePrincipalPolicy', 'throttle');
    const { exitCode, document } = await checked(stage.person);
    expect([exitCode, document.verdict.id, document.verdict.words]).toEqual([
      6,
      'permissions',
      'IAM SimulatePrincipalPolicy: AWS is throttling',
    ]);
    expect(findingOf(document, 'models').state).toBe('ok');
  });

  test('that throttles for a moment is asked again', async () => {
    stage.fake.faults.set('SimulatePrincipalPolicy', 'throttle', 1);
    expect((await checked(stage.person)).exitCode).toBe(0);
  });

  test('that can not be reached', async () => {
    const { exitCode, document } = await checked(stage.person, [], { AWS_ENDPOINT_URL_IAM: 'http://127.0.0.1:9' });
    expect([exitCode, document.verdict.id]).toEqual([6, 'role']);
  });

  test('is not asked for a gateway', async () => {
    set({ awsProfile: undefined, inferenceProvider: 'gateway', inferenceGatewayBaseUrl: 'https://llm.example.com' });
    const { exitCode, document } = await checked(stage.person);
    expect([exitCode, document.verdict.words]).toEqual([3, expect.stringContaining('inferenceProvider is gateway')]);
  });

  test('never has a secret of its own shown', async () => {
    stage.fake.faults.set('SimulatePrincipalPolicy', 'echo');
    const { document, stderr } = await checked(stage.person);
    const shown = JSON.stringify(document) + stderr;
    for (const { value } of stage.fake.secrets()) expect(shown).not.toContain(value);
    expect(shown).not.toContain('a-secret');
  });
});
