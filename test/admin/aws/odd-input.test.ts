import { signedIn } from '../../person.ts';
import { onStage } from '../../stage.ts';

/** Whatever comes in, it says one error and one hint, in plain lines, and names no bug of ours. */
const stage = onStage({});
beforeEach(() => signedIn(stage.person, stage.fake));

const answer = (body: object) => ({
  status: 200,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
});
const xml = (body: string) => ({ status: 200, body, headers: { 'content-type': 'text/xml' } });

describe('a name', () => {
  test.each([
    [['record', '--sso-session', 'a\nbedrock-admin: error: b'], 2],
    [['record', '--sso-session', '\u001b[2J'], 2],
    [['record', '--sso-session', '__proto__'], 3],
    [['record', '--profile', 'x'.repeat(2_000)], 3],
    [['record', '--account', '１１１１２２２２３３３３'], 2],
    [['record', '--set-profile', '\u0007'], 2],
    [['record', '--out', '/dev/null/x'], 8],
    [['policy', '--models', 'a\u001b[2Jb'], 2],
    [['policy', '--out', '/dev/full'], 8],
    [['permission-set', '--name', 'a"b'], 2],
    [['\u001b[2J'], 2],
  ])('%j', async (args, code) => {
    const { exitCode, stdout, stderr } = await stage.person.run('bedrock-admin', ['aws', ...args]);
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
    expect(stderr).toMatch(/^bedrock-admin: error: [^\n]*\nbedrock-admin: hint: [^\n]*$/);
    expect(stderr).not.toMatch(/internal error|[\p{Cc}--\n]/v);
  });
});

describe('an answer of the portal', () => {
  const [ONE, OTHER] = ['111122223333', '444455556666'];

  test.each([
    ['names that move the cursor', [{ accountId: ONE, accountName: '\u001b[2J' }, { accountId: OTHER }], 2],
    ['no list at all', undefined, 7],
    ['another kind of list', 'x', 7],
    ['an account that is none', [{ accountId: '../x' }], 7],
  ])('with %s', async (_name, accountList, code) => {
    stage.fake.faults.set('ListAccounts', answer({ accountList }));
    const { exitCode, stderr } = await stage.person.run('bedrock-admin', ['aws', 'record']);
    expect([exitCode, stderr]).toEqual([code, expect.not.stringContaining('internal error')]);
    expect(stderr).not.toMatch(/[\p{Cc}--\n]/v);
  });
});

describe('an answer of IAM', () => {
  test.each([
    ['ListRoles', '<ListRolesResponse><oops'],
    ['GetRole', '<GetRoleResponse></GetRoleResponse>'],
    ['SimulatePrincipalPolicy', '<x/>'],
  ])('%s: %s', async (operation, body) => {
    stage.fake.faults.set(operation, xml(body));
    const { stdout, stderr } = await stage.person.run('bedrock-admin', ['aws', 'check']);
    expect(stdout + stderr).not.toMatch(/internal error/);
    expect(stdout).not.toMatch(/^OK/);
  });
});
