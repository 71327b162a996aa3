import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { type Credentials, refusalOf, roleCredentials, stsOf } from './clients.ts';
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
