import {
  GetRoleCredentialsCommand,
  ListAccountRolesCommand,
  ListAccountsCommand,
  LogoutCommand,
} from '@aws-sdk/client-sso';
import { portalOf, refusalOf } from './clients.ts';
import { type FakeAws, startFakeAws } from './server.ts';

const clock = { now: Date.UTC(2026, 0, 1) };
const role = { accountId: '111122223333', roleName: 'BedrockUser' };
let fake: FakeAws;
let accessToken: string;

beforeEach(async () => {
  fake = await startFakeAws({
    now: () => clock.now,
    roles: [
      { ...role, sessionSeconds: 900 },
      { ...role, roleName: 'Admin', sessionSeconds: 900 },
      { accountId: '444455556666', roleName: 'BedrockUser', sessionSeconds: 900 },
    ],
  });
  ({ accessToken } = await fake.issueSession());
});
afterEach(() => fake.stop());

const credentials = (changes: object = {}) =>
  portalOf(fake).send(new GetRoleCredentialsCommand({ accessToken, ...role, ...changes }));

test('role credentials end when the role says, in epoch milliseconds', async () => {
  const { roleCredentials } = await credentials();
  expect(roleCredentials).toMatchObject({
    accessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/),
    expiration: clock.now + 900_000,
  });
  expect(fake.calls.at(-1)).toMatchObject({ operation: 'GetRoleCredentials', status: 200, role: 'BedrockUser' });
});

test('what is not assigned is forbidden', async () => {
  expect(await refusalOf(credentials({ roleName: 'Other' }))).toMatchObject({
    name: 'ForbiddenException',
    status: 403,
  });
  expect(await refusalOf(credentials({ accountId: '000000000000' }))).toMatchObject({ name: 'ForbiddenException' });
});

test('an unknown token, an expired token and an ended session are unauthorized', async () => {
  const unauthorized = { name: 'UnauthorizedException', status: 401 };
  expect(await refusalOf(credentials({ accessToken: 'unknown' }))).toMatchObject(unauthorized);
  const { accessToken: ended } = await fake.issueSession();
  fake.endSessions();
  expect(await refusalOf(credentials({ accessToken: ended }))).toMatchObject(unauthorized);
  const { accessToken: old } = await fake.issueSession();
  clock.now += 3_600_000;
  expect(await refusalOf(credentials({ accessToken: old }))).toMatchObject(unauthorized);
});

test('accounts and roles are listed page by page', async () => {
  const accounts = await portalOf(fake).send(new ListAccountsCommand({ accessToken, maxResults: 1 }));
  expect(accounts.accountList?.map((account) => account.accountId)).toEqual(['111122223333']);
  const { nextToken } = accounts;
  const more = await portalOf(fake).send(new ListAccountsCommand({ accessToken, nextToken }));
  expect(more.accountList?.map((account) => account.accountId)).toEqual(['444455556666']);
  expect(more.nextToken).toBeUndefined();
  const roles = await portalOf(fake).send(new ListAccountRolesCommand({ accessToken, accountId: role.accountId }));
  expect(roles.roleList?.map((item) => item.roleName)).toEqual(['BedrockUser', 'Admin']);
});

test('signing out ends the session', async () => {
  await portalOf(fake).send(new LogoutCommand({ accessToken }));
  expect(await refusalOf(credentials())).toMatchObject({ name: 'UnauthorizedException' });
});
