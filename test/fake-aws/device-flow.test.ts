import {
  CreateTokenCommand,
  type CreateTokenCommandOutput,
  RegisterClientCommand,
  type RegisterClientCommandOutput,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc';
import { oidcOf, refusalOf } from './clients.ts';
import { type FakeAws, startFakeAws } from './server.ts';

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
const clock = { now: Date.UTC(2026, 0, 1) };
let fake: FakeAws;

beforeEach(async () => {
  fake = await startFakeAws({ now: () => clock.now });
});
afterEach(() => fake.stop());

function register(scopes: string[] = ['sso:account:access']): Promise<RegisterClientCommandOutput> {
  return oidcOf(fake).send(new RegisterClientCommand({ clientName: 'test', clientType: 'public', scopes }));
}

async function start(client: RegisterClientCommandOutput) {
  const { clientId, clientSecret } = client;
  const startUrl = fake.options.startUrl;
  const answer = await oidcOf(fake).send(new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl }));
  const { deviceCode, verificationUriComplete = '' } = answer;
  const poll = (): Promise<CreateTokenCommandOutput> => {
    clock.now += 1000;
    return oidcOf(fake).send(new CreateTokenCommand({ clientId, clientSecret, deviceCode, grantType: DEVICE_CODE }));
  };
  return { answer, poll, page: verificationUriComplete };
}

const refresh = (client: RegisterClientCommandOutput, refreshToken: string | undefined) =>
  oidcOf(fake).send(
    new CreateTokenCommand({
      clientId: client.clientId,
      clientSecret: client.clientSecret,
      refreshToken,
      grantType: 'refresh_token',
    }),
  );

async function decide(page: string, decision: 'allow' | 'deny'): Promise<string> {
  const html = await (await fetch(page)).text();
  const request = /name="request" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const answer = await fetch(`${fake.url}/decision`, {
    method: 'POST',
    body: new URLSearchParams({ request, decision }),
  });
  return answer.text();
}

test('a person allows the code that the device shows', async () => {
  const { answer, poll, page } = await start(await register());
  expect(answer).toMatchObject({ expiresIn: 600, interval: 1, verificationUri: `${fake.url}/device` });
  expect(page).toBe(`${fake.url}/device?user_code=${answer.userCode}`);
  expect(await refusalOf(poll())).toMatchObject({ name: 'AuthorizationPendingException', status: 400 });
  expect(await decide(page, 'allow')).toContain('Request approved');
  expect(await poll()).toMatchObject({ expiresIn: 3600, tokenType: 'Bearer', refreshToken: expect.any(String) });
  expect(fake.count('VerifyDevice')).toBe(1);
  expect(fake.count('CreateToken', { grantType: DEVICE_CODE, status: 200 })).toBe(1);
});

test('a client without scopes gets no refresh token', async () => {
  fake.options.decision = 'approve';
  const { poll, page } = await start(await register([]));
  await fetch(page);
  expect((await poll()).refreshToken).toBeUndefined();
});

test('a person denies', async () => {
  const { poll, page } = await start(await register());
  expect(await decide(page, 'deny')).toContain('Request denied');
  expect(await refusalOf(poll())).toMatchObject({ name: 'AccessDeniedException', status: 400 });
});

test('a device code works once, in its time, and not when polled too fast', async () => {
  fake.options.decision = 'approve';
  const client = await register();
  const first = await start(client);
  await fetch(first.page);
  await first.poll();
  expect(await refusalOf(first.poll())).toMatchObject({ name: 'InvalidGrantException' });

  const late = await start(client);
  clock.now += 600_000;
  expect(await refusalOf(late.poll())).toMatchObject({ name: 'ExpiredTokenException', status: 400 });

  const hasty = await start(client);
  await refusalOf(hasty.poll());
  await refusalOf(hasty.poll());
  clock.now -= 800;
  expect(await refusalOf(hasty.poll())).toMatchObject({ name: 'SlowDownException', status: 400 });
});

test('the error is in the words of OAuth too, as other clients read it', async () => {
  const client = await register();
  const { answer } = await start(client);
  const body = JSON.stringify({ ...client, deviceCode: answer.deviceCode, grantType: DEVICE_CODE });
  const response = await fetch(`${fake.url}/token`, { method: 'POST', body });
  expect(response.headers.get('x-amzn-errortype')).toBe('AuthorizationPendingException');
  expect(await response.json()).toMatchObject({ error: 'authorization_pending' });
});

describe('refreshing', () => {
  async function signedIn() {
    fake.options.decision = 'approve';
    const client = await register();
    const { poll, page } = await start(client);
    await fetch(page);
    return { client, token: (await poll()).refreshToken };
  }

  test('rotates the refresh token', async () => {
    const { client, token } = await signedIn();
    const next = await refresh(client, token);
    expect(next.refreshToken).not.toBe(token);
    expect(await refusalOf(refresh(client, token))).toMatchObject({ name: 'InvalidGrantException', status: 400 });
    await refresh(client, next.refreshToken);
    expect(fake.count('CreateToken', { grantType: 'refresh_token', status: 200 })).toBe(2);
  });

  test('the log of calls tells two presentations of one refresh token apart from two tokens, and who presented them', async () => {
    const { client, token } = await signedIn();
    const next = await refresh(client, token);
    await refusalOf(refresh(client, token));
    await refresh(client, next.refreshToken);
    const seen = fake.calls.filter(({ grantType }) => grantType === 'refresh_token');
    const [first, again, other] = seen.map(({ refreshTokenHash }) => refreshTokenHash);
    expect(first).toMatch(/^[0-9a-f]{12}$/);
    expect([again, other === first]).toEqual([first, false]);
    expect(seen.map(({ agent }) => agent)).toEqual(['aws-sdk-js', 'aws-sdk-js', 'aws-sdk-js']);
  });

  test('keeps the refresh token when it is told to', async () => {
    fake.options.rotateRefreshTokens = false;
    const { client, token } = await signedIn();
    expect((await refresh(client, token)).refreshToken).toBe(token);
  });

  test('ends with the portal session, whose last access token is shorter', async () => {
    const { client, token } = await signedIn();
    clock.now += 28_000_000;
    const last = await refresh(client, token);
    expect(last.expiresIn).toBe(800);
    clock.now += 800_000;
    expect(await refusalOf(refresh(client, last.refreshToken))).toMatchObject({ name: 'InvalidGrantException' });
  });

  test('is refused for another client, after endSessions, and after the registration has expired', async () => {
    const { client, token } = await signedIn();
    expect(await refusalOf(refresh(await register(), token))).toMatchObject({ name: 'InvalidGrantException' });
    fake.endSessions();
    expect(await refusalOf(refresh(client, token))).toMatchObject({ name: 'InvalidGrantException' });
    clock.now += 91 * 86_400_000;
    expect(await refusalOf(refresh(client, token))).toMatchObject({ name: 'InvalidClientException', status: 401 });
  });
});

test('a registration is checked', async () => {
  const client = await register();
  expect(client.clientSecretExpiresAt).toBe(Math.floor(clock.now / 1000) + 90 * 86_400);
  const forged = { ...client, clientSecret: 'forged' };
  expect(await refusalOf(start(forged))).toMatchObject({ name: 'InvalidClientException', status: 401 });
  const bad = new RegisterClientCommand({
    clientName: 'x',
    clientType: 'public',
    redirectUris: ['https://example.com/'],
  });
  expect(await refusalOf(oidcOf(fake).send(bad))).toMatchObject({ name: 'InvalidRedirectUriException' });
  fake.options.startUrl = 'https://other.awsapps.com/start';
  const { clientId, clientSecret } = client;
  const startUrl = 'https://example.awsapps.com/start';
  const elsewhere = new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl });
  expect(await refusalOf(oidcOf(fake).send(elsewhere))).toMatchObject({ name: 'InvalidRequestException' });
});
