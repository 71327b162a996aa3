import { CreateTokenCommand, RegisterClientCommand, type RegisterClientCommandOutput } from '@aws-sdk/client-sso-oidc';
import { oidcOf, pkcePair, refusalOf } from './clients.ts';
import { type FakeAws, startFakeAws } from './server.ts';

const REDIRECT = 'http://127.0.0.1:45678/oauth/callback';
const clock = { now: Date.UTC(2026, 0, 1) };
const { verifier, challenge } = pkcePair();
let fake: FakeAws;
let client: RegisterClientCommandOutput;

beforeEach(async () => {
  fake = await startFakeAws({ now: () => clock.now, decision: 'approve' });
  client = await oidcOf(fake).send(
    new RegisterClientCommand({
      clientName: 'test',
      clientType: 'public',
      scopes: ['sso:account:access'],
      grantTypes: ['authorization_code', 'refresh_token'],
      redirectUris: ['http://127.0.0.1/oauth/callback'],
      issuerUrl: fake.options.startUrl,
    }),
  );
});
afterEach(() => fake.stop());

function authorize(changes: Record<string, string> = {}): Promise<Response> {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: client.clientId ?? '',
    redirect_uri: REDIRECT,
    state: 'the state',
    code_challenge_method: 'S256',
    code_challenge: challenge,
    scopes: 'sso:account:access',
    ...changes,
  });
  return fetch(`${fake.url}/authorize?${query}`, { redirect: 'manual' });
}

function redirectOf(response: Response): URLSearchParams {
  const location = new URL(response.headers.get('location') ?? '');
  expect(location.origin + location.pathname).toBe(REDIRECT);
  return location.searchParams;
}

async function code(): Promise<string> {
  return redirectOf(await authorize()).get('code') ?? '';
}

function exchange(given: string, changes: object = {}) {
  const { clientId, clientSecret } = client;
  const request = {
    clientId,
    clientSecret,
    grantType: 'authorization_code',
    redirectUri: REDIRECT,
    codeVerifier: verifier,
  };
  return oidcOf(fake).send(new CreateTokenCommand({ ...request, code: given, ...changes }));
}

test('code and state come back, and the code gives tokens once', async () => {
  const parameters = redirectOf(await authorize());
  expect(parameters.get('state')).toBe('the state');
  const given = parameters.get('code') ?? '';
  expect(await exchange(given)).toMatchObject({ expiresIn: 3600, refreshToken: expect.any(String) });
  expect(await refusalOf(exchange(given))).toMatchObject({ name: 'InvalidGrantException', status: 400 });
  expect(fake.count('Authorize', { status: 302 })).toBe(1);
});

test.each([
  ['another verifier', { codeVerifier: pkcePair().verifier }],
  ['no verifier', { codeVerifier: undefined }],
  ['a verifier that is too short', { codeVerifier: 'short' }],
  ['another redirect URI', { redirectUri: 'http://127.0.0.1:45679/oauth/callback' }],
])('a code is refused with %s', async (_name, changes) => {
  expect(await refusalOf(exchange(await code(), changes))).toMatchObject({
    name: 'InvalidGrantException',
    status: 400,
  });
});

test('a code expires, and no code works that was never issued', async () => {
  const given = await code();
  clock.now += 60_000;
  expect(await refusalOf(exchange(given))).toMatchObject({ name: 'InvalidGrantException' });
  expect(await refusalOf(exchange('made-up'))).toMatchObject({ name: 'InvalidGrantException' });
});

test.each([
  ['unsupported_response_type', { response_type: 'token' }],
  ['invalid_request', { code_challenge_method: 'plain' }],
  ['invalid_request', { code_challenge: '' }],
  ['invalid_request', { state: '' }],
  ['invalid_scope', { scopes: 'sso:account:access,codewhisperer:completions' }],
])('the client is told of %s for %j', async (error, changes) => {
  const parameters = redirectOf(await authorize(changes));
  expect(parameters.get('error')).toBe(error);
  expect(parameters.has('code')).toBe(false);
});

test.each([
  ['an unknown client', { client_id: 'unknown' }],
  ['another path', { redirect_uri: 'http://127.0.0.1:45678/elsewhere' }],
  ['another host', { redirect_uri: 'http://localhost:45678/oauth/callback' }],
  ['a host that only looks alike', { redirect_uri: 'http://127.0.0.1.example.com/oauth/callback' }],
  ['no redirect URI', { redirect_uri: '' }],
])('nothing is redirected for %s', async (_name, changes) => {
  const response = await authorize(changes);
  expect(response.status).toBe(400);
  expect(response.headers.has('location')).toBe(false);
});

test.each([
  ['allow', 'code'],
  ['deny', 'error'],
])('a person presses %s', async (decision, parameter) => {
  fake.options.decision = 'ask';
  const html = await (await authorize()).text();
  const request = /name="request" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const post = () =>
    fetch(`${fake.url}/decision`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ request, decision }),
    });
  const parameters = redirectOf(await post());
  expect([...parameters.keys()].sort()).toEqual([parameter, 'state'].sort());
  expect((await post()).status).toBe(400);
});

test('a client of the device flow has no authorization code grant', async () => {
  const device = new RegisterClientCommand({
    clientName: 'device',
    clientType: 'public',
    scopes: ['sso:account:access'],
  });
  client = await oidcOf(fake).send(device);
  expect(await refusalOf(exchange('any'))).toMatchObject({ name: 'UnauthorizedClientException', status: 400 });
  expect((await authorize()).status).toBe(400);
});
