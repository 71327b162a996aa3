import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  type Credentials as StsCredentials,
} from '@aws-sdk/client-sts';
import { ask, bedrockOf, type Credentials, refusalOf, roleCredentials, stsOf } from './clients.ts';
import { type FakeAws, startFakeAws } from './server.ts';

let fake: FakeAws;
let credentials: Credentials;

beforeEach(async () => {
  fake = await startFakeAws();
  credentials = await roleCredentials(fake);
});
afterEach(() => fake.stop());

const identity = (changes: object = {}) =>
  stsOf(fake, { ...credentials, ...changes }).send(new GetCallerIdentityCommand({}));

test('says who the role session is', async () => {
  expect(await identity()).toMatchObject({
    Account: '111122223333',
    Arn: expect.stringMatching(/^arn:aws:sts::111122223333:assumed-role\/AWSReservedSSO_BedrockUser_\w{16}\/person@/),
    UserId: expect.stringMatching(/^AROA/),
  });
  expect(fake.count('GetCallerIdentity', { status: 200, auth: 'sigv4' })).toBe(1);
});

test.each([
  ['another secret', { secretAccessKey: 'wrong' }, 'SignatureDoesNotMatch'],
  ['another key', { accessKeyId: 'ASIAUNKNOWN' }, 'InvalidClientTokenId'],
  ['another session token', { sessionToken: 'wrong' }, 'InvalidClientTokenId'],
])('%s is refused', async (_name, changes, name) => {
  expect(await refusalOf(identity(changes))).toMatchObject({ name, status: 403 });
});

test('an ended role session is ExpiredToken', async () => {
  fake.endRoleSessions();
  const message = 'The security token included in the request is expired';
  expect(await refusalOf(identity())).toEqual({ name: 'ExpiredToken', message, status: 403 });
});

test.each([
  ['expired', 6 * 60_000, /^Signature expired: \w+ is now earlier than \w+ \(\w+ - 5 min\.\)$/],
  ['not yet current', -6 * 60_000, /^Signature not yet current: \w+ is still later than \w+ \(\w+ \+ 5 min\.\)$/],
])('a clock that is 6 minutes off makes the signature %s', async (_name, offset, message) => {
  fake.options.now = () => Date.now() + offset;
  const refusal = await refusalOf(identity());
  expect(refusal).toMatchObject({
    name: 'SignatureDoesNotMatch',
    message: expect.stringMatching(message),
    status: 403,
  });
});

test('a changed body, a missing signature and an unknown action are refused', async () => {
  const seen: Request[] = [];
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = 'Action=GetCallerIdentity&Version=2011-06-15';
  const bare = await fetch(fake.url, { method: 'POST', body, headers: form });
  expect(await bare.text()).toContain('<Code>MissingAuthenticationToken</Code>');

  const client = stsOf(fake, credentials);
  client.middlewareStack.add(
    (next) => (args) => {
      const { headers } = Object(args.request);
      seen.push(new Request(fake.url, { method: 'POST', headers, body: `${body}&More=1` }));
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  await client.send(new GetCallerIdentityCommand({}));
  const [changed] = seen;
  expect(changed && (await (await fetch(changed)).text())).toContain('<Code>SignatureDoesNotMatch</Code>');

  const unknown = await fetch(fake.url, { method: 'POST', body: 'Action=Other', headers: form });
  expect(unknown.status).toBe(404);
  expect(fake.count('Unknown')).toBe(1);
});

describe('roles to assume', () => {
  const USER = { accountId: '444455556666', userName: 'ana', accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'a-secret' };
  const ARN = 'arn:aws:iam::444455556666:role/team/Reader';
  const ROLE = { arn: ARN, maxSessionSeconds: 7200 };
  const { accessKeyId, secretAccessKey } = USER;

  beforeEach(() => {
    fake.options.users = [USER];
    fake.options.assumableRoles = [ROLE];
  });

  const assume = (changes: object = {}, by: Credentials = { accessKeyId, secretAccessKey }) =>
    stsOf(fake, by).send(new AssumeRoleCommand({ RoleArn: ARN, RoleSessionName: 'ana', ...changes }));

  function keysOf({ Credentials: given }: { Credentials?: StsCredentials | undefined }): Credentials {
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = given ?? {};
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  }

  test('a user with permanent keys is known', async () => {
    const who = await stsOf(fake, { accessKeyId, secretAccessKey }).send(new GetCallerIdentityCommand({}));
    expect(who).toMatchObject({ Account: '444455556666', Arn: 'arn:aws:iam::444455556666:user/ana' });
  });

  test('a session of a role is a caller like any other, for an hour', async () => {
    const answer = await assume();
    const arn = 'arn:aws:sts::444455556666:assumed-role/Reader/ana';
    expect(answer.AssumedRoleUser?.Arn).toBe(arn);
    expect(answer.Credentials?.Expiration?.getTime()).toBeGreaterThan(Date.now() + 3_590_000);
    expect(await stsOf(fake, keysOf(answer)).send(new GetCallerIdentityCommand({}))).toMatchObject({ Arn: arn });
    expect(await ask(bedrockOf(fake, keysOf(answer)))).toBe(fake.options.answer);
  });

  test.each([
    ['900 s', 900],
    ["the role's longest", 7200],
  ])('%s may be asked for', async (_name, DurationSeconds) => {
    expect((await assume({ DurationSeconds })).Credentials?.AccessKeyId).toMatch(/^ASIA/);
  });

  test.each([
    ['less than 900 s', { DurationSeconds: 899 }, /greater than or equal to 900/],
    ["more than the role's longest", { DurationSeconds: 7201 }, /exceeds the MaxSessionDuration/],
    ['a session name with a space', { RoleSessionName: 'a b' }, /roleSessionName/],
    ['a short external ID', { ExternalId: 'x' }, /externalId/],
    ['a short ARN', { RoleArn: 'arn:x' }, /roleArn/],
  ])('%s is refused', async (_name, changes, message) => {
    const refusal = await refusalOf(assume(changes));
    expect(refusal).toEqual({ name: 'ValidationError', message: expect.stringMatching(message), status: 400 });
  });

  test('a chain of roles has an hour at most', async () => {
    const first = keysOf(await assume());
    expect((await assume({ DurationSeconds: 3600 }, first)).Credentials?.AccessKeyId).toMatch(/^ASIA/);
    const refusal = await refusalOf(assume({ DurationSeconds: 3601 }, first));
    expect(refusal.message).toMatch(/1 hour session limit for roles assumed by role chaining/);
  });

  test.each([
    ['another role', {}, { RoleArn: `${ARN}2` }],
    ['a stranger', { trusts: 'arn:aws:iam::444455556666:user/bob' }, {}],
    ['no external ID', { externalId: 'ee' }, {}],
    ['another external ID', { externalId: 'ee' }, { ExternalId: 'ff' }],
    ['a role for web identities', { webIdentityToken: 'w' }, {}],
  ])('%s is denied', async (_name, role, changes) => {
    fake.options.assumableRoles = [{ ...ROLE, ...role }];
    expect(await refusalOf(assume(changes))).toMatchObject({ name: 'AccessDenied', status: 403 });
  });

  test('a web identity needs no signature, and its own token', async () => {
    fake.options.assumableRoles = [{ ...ROLE, webIdentityToken: 'a-web-token' }];
    const by = (WebIdentityToken: string, RoleArn = ARN) =>
      stsOf(fake, { accessKeyId: '', secretAccessKey: '' }).send(
        new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'pod', WebIdentityToken }),
      );
    const identity = stsOf(fake, keysOf(await by('a-web-token'))).send(new GetCallerIdentityCommand({}));
    expect((await identity).Arn).toBe('arn:aws:sts::444455556666:assumed-role/Reader/pod');
    expect(await refusalOf(by('another'))).toMatchObject({ name: 'InvalidIdentityTokenException', status: 400 });
    expect(await refusalOf(by('a-web-token', `${ARN}2`))).toMatchObject({ name: 'AccessDenied', status: 403 });
  });
});
