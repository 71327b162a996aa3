import { getToken } from '@aws/bedrock-token-generator';
import { GetRoleCredentialsCommand } from '@aws-sdk/client-sso';
import { CreateTokenCommand } from '@aws-sdk/client-sso-oidc';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ask, bedrockOf, type Credentials, oidcOf, portalOf, refusalOf, roleCredentials, stsOf } from './clients.ts';
import type { Fault } from './fault.ts';
import { type FakeAws, startFakeAws } from './server.ts';

let fake: FakeAws;
let credentials: Credentials;
let accessToken: string;

beforeEach(async () => {
  fake = await startFakeAws({ wordDelayMs: 0, answer: 'one two three four' });
  ({ accessToken } = await fake.issueSession());
  credentials = await roleCredentials(fake);
});
afterEach(() => fake.stop());

const identity = () => stsOf(fake, credentials).send(new GetCallerIdentityCommand({}));
const roles = { accountId: '111122223333', roleName: 'BedrockUser' };
const portal = () => portalOf(fake).send(new GetRoleCredentialsCommand({ accessToken, ...roles }));
const stream = () => ask(bedrockOf(fake, credentials));

async function refresh() {
  const { clientId, clientSecret, refreshToken } = await fake.issueSession();
  const request = { clientId, clientSecret, refreshToken, grantType: 'refresh_token' };
  return oidcOf(fake).send(new CreateTokenCommand(request));
}

const calls = {
  CreateToken: refresh,
  GetRoleCredentials: portal,
  GetCallerIdentity: identity,
  InvokeModelWithResponseStream: stream,
};
type Name = keyof typeof calls;

test.each<[Fault, Name, string, number]>([
  ['slow_down', 'CreateToken', 'SlowDownException', 400],
  ['throttle', 'CreateToken', 'TooManyRequestsException', 429],
  ['throttle', 'GetRoleCredentials', 'TooManyRequestsException', 429],
  ['throttle', 'GetCallerIdentity', 'Throttling', 400],
  ['throttle', 'InvokeModelWithResponseStream', 'ThrottlingException', 429],
  ['expired-token', 'CreateToken', 'ExpiredTokenException', 400],
  ['expired-token', 'GetRoleCredentials', 'UnauthorizedException', 401],
  ['expired-token', 'GetCallerIdentity', 'ExpiredToken', 403],
  ['expired-token', 'InvokeModelWithResponseStream', 'ExpiredTokenException', 403],
])('%s on %s reads as %s to the real client', async (fault, operation, name, status) => {
  fake.faults.set(operation, fault, 1);
  expect(await refusalOf(calls[operation]())).toMatchObject({ name, status });
  expect(fake.calls.at(-1)).toMatchObject({ operation, fault, status });
  await calls[operation]();
});

test.each<[Fault, Name]>([
  ['reset', 'GetCallerIdentity'],
  ['garbage', 'GetCallerIdentity'],
  ['reset', 'GetRoleCredentials'],
  ['html', 'GetRoleCredentials'],
  ['garbage', 'GetRoleCredentials'],
  ['reset', 'CreateToken'],
  ['garbage', 'CreateToken'],
  ['mid-stream-cut', 'InvokeModelWithResponseStream'],
])('%s on %s makes the real client fail until it is cleared', async (fault, operation) => {
  fake.faults.set(operation, fault);
  await refusalOf(calls[operation]());
  fake.faults.clear();
  await calls[operation]();
});

test('the real STS client takes the page of a captive portal for an identity without an account', async () => {
  fake.faults.set('GetCallerIdentity', 'html');
  expect((await identity()).Account).toBeUndefined();
});

test('a reset closes the connection without an answer', async () => {
  fake.faults.set('*', 'reset');
  await expect(fetch(`${fake.url}/device`)).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(fake.calls.at(-1)).toMatchObject({ operation: 'VerifyDevice', status: 0 });
});

test('a stall is the caller’s to give up, and does not hold up the end of the server', async () => {
  fake.faults.set('Authorize', 'stall');
  const signal = AbortSignal.timeout(50);
  await expect(fetch(`${fake.url}/authorize`, { signal })).rejects.toMatchObject({ name: 'TimeoutError' });
  const waiting = expect(fetch(`${fake.url}/authorize`)).rejects.toMatchObject({ code: 'ECONNRESET' });
  while (fake.count('Authorize') < 2) await Bun.sleep(1);
  await fake.stop();
  await waiting;
});

test('a stalled body comes after the header', async () => {
  fake.faults.set('ListAccounts', 'stall-body');
  const response = await fetch(`${fake.url}/assignment/accounts`, { signal: AbortSignal.timeout(500) });
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toMatchObject({ name: 'TimeoutError' });
});

test('a status comes with its header and body', async () => {
  fake.faults.set('VerifyDevice', { status: 503, body: 'busy', headers: { 'retry-after': '7' } });
  const response = await fetch(`${fake.url}/device`);
  expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([503, '7', 'busy']);
  fake.faults.clear();
  expect((await fetch(`${fake.url}/device`)).status).toBe(200);
});

test('a delay lets the real answer through', async () => {
  fake.faults.set('VerifyDevice', { delayMs: 1 });
  expect((await fetch(`${fake.url}/device`)).status).toBe(200);
});

test('a skewed server shows its clock and refuses by it', async () => {
  fake.faults.set('GetCallerIdentity', { skewMs: 3_600_000 });
  expect(await refusalOf(identity())).toMatchObject({ name: 'SignatureDoesNotMatch' });
  fake.faults.set('VerifyDevice', { skewMs: 3_600_000 });
  const { headers } = await fetch(`${fake.url}/device`);
  expect(Date.parse(headers.get('date') ?? '') - Date.now()).toBeGreaterThan(3_000_000);
});

test('a fault for one operation comes before the fault for all, and others are untouched', async () => {
  fake.faults.set('*', { status: 500 });
  fake.faults.set('VerifyDevice', { status: 503 }, 1);
  const statuses = [await fetch(`${fake.url}/device`), await fetch(`${fake.url}/device`)].map(({ status }) => status);
  expect(statuses).toEqual([503, 500]);
});

test.each<[Fault, RegExp]>([
  ['mid-stream-exception', /unexpected error/],
  ['mid-stream-throttle', /Too many tokens/],
])('%s ends the answer with an exception frame', async (fault, message) => {
  fake.faults.set('InvokeModelWithResponseStream', fault, 1);
  const token = await getToken({ credentials, region: 'us-east-1', expiresInSeconds: 900 });
  const refusal = await refusalOf(ask(bedrockOf(fake, { token })));
  expect(refusal.message).toMatch(message);
});
