import { type FakeAws, startFakeAws } from './server.ts';

let fake: FakeAws;

beforeEach(async () => {
  fake = await startFakeAws();
});
afterEach(() => fake.stop());

async function pull(lever: string, body: object = {}): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${fake.url}/_fake/${lever}`, { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

test('a session is issued over the wire, as the AWS CLI would cache it', async () => {
  const { body } = await pull('session');
  expect(body).toEqual({
    startUrl: 'https://example.awsapps.com/start',
    region: 'us-east-1',
    accessToken: expect.stringMatching(/^aoa/),
    expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    clientId: expect.any(String),
    clientSecret: expect.stringMatching(/^eyJ/),
    registrationExpiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    refreshToken: expect.stringMatching(/^aor/),
  });
});

test('faults are armed and cleared', async () => {
  await pull('faults', { operation: 'VerifyDevice', fault: { status: 503 }, times: 1 });
  expect((await fetch(`${fake.url}/device`)).status).toBe(503);
  expect((await fetch(`${fake.url}/device`)).status).toBe(200);
  await pull('faults', { operation: '*', fault: 'throttle' });
  expect((await fetch(`${fake.url}/device`)).status).toBe(429);
  await pull('faults');
  expect((await fetch(`${fake.url}/device`)).status).toBe(200);
  expect(await pull('faults', { operation: '*', fault: 'no such fault' })).toMatchObject({ status: 400 });
});

test('options are patched, all but those of the process', async () => {
  expect(await pull('options', { decision: 'deny', answer: 'other' })).toMatchObject({ body: { decision: 'deny' } });
  expect(fake.options).toMatchObject({ decision: 'deny', answer: 'other' });
  for (const wrong of [{ port: 1 }, { models: 'one' }, { unknown: true }]) {
    expect(await pull('options', wrong)).toMatchObject({ status: 400 });
  }
});

test('sessions end', async () => {
  const { accessToken } = await fake.issueSession();
  const list = () => fetch(`${fake.url}/assignment/accounts`, { headers: { 'x-amz-sso_bearer_token': accessToken } });
  expect((await list()).status).toBe(200);
  await pull('end-sessions');
  expect((await list()).status).toBe(401);
  expect(await pull('end-role-sessions')).toMatchObject({ status: 200 });
});

test('access tokens die before their time', async () => {
  const { accessToken, ...means } = await fake.issueSession();
  await pull('end-access-tokens');
  const list = (token: string) =>
    fetch(`${fake.url}/assignment/accounts`, { headers: { 'x-amz-sso_bearer_token': token } });
  expect((await list(accessToken)).status).toBe(401);
  const body = JSON.stringify({ ...means, grantType: 'refresh_token' });
  const refreshed = (await (await fetch(`${fake.url}/token`, { method: 'POST', body })).json()) as typeof means & {
    accessToken: string;
  };
  expect((await list(refreshed.accessToken)).status).toBe(200);
});

test('calls are listed, and the control interface is not among them', async () => {
  await fetch(`${fake.url}/nothing/here`);
  const calls = await (await fetch(`${fake.url}/_fake/calls`)).json();
  expect(calls).toEqual([
    expect.objectContaining({
      operation: 'Unknown',
      path: '/nothing/here',
      status: 404,
      error: 'UnknownOperationException',
    }),
  ]);
  expect(await pull('no-such-lever')).toMatchObject({ status: 404 });
});
