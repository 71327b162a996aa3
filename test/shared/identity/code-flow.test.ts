import { type Callback, signInByCode } from '../../../shared/identity/code-flow.ts';
import type { Invitation } from '../../../shared/identity/sign-in.ts';
import { Problem } from '../../../shared/problem.ts';
import { type FakeAws, startFakeAws } from '../../fake-aws/server.ts';
import { envOf, forever, problemOf } from '../world.ts';

const REDIRECT = 'http://127.0.0.1:45678/oauth/callback';

let fake: FakeAws;

beforeEach(async () => {
  fake = await startFakeAws({ decision: 'approve' });
});
afterEach(() => fake.stop());

const portal = () => ({ startUrl: fake.options.startUrl, region: 'us-east-1', scopes: ['sso:account:access'] });
const host = () => ({ network: { env: envOf(fake) }, now: Date.now });

/** A person whose browser goes where it is invited; what comes back may be changed on the way. */
function person(change: (query: URLSearchParams) => void = () => {}) {
  const back = Promise.withResolvers<URLSearchParams>();
  const asked: { state?: string; address?: URL; expiresAt?: number } = {};
  const callback: Callback = {
    redirectUri: REDIRECT,
    wait: (state) => {
      asked.state = state;
      return back.promise;
    },
  };
  const invite = async ({ address, expiresAt }: Invitation) => {
    Object.assign(asked, { address: new URL(address), expiresAt });
    const response = await fetch(address, { redirect: 'manual' });
    const query = new URL(response.headers.get('location') ?? '').searchParams;
    change(query);
    back.resolve(query);
  };
  return { callback, invite, asked };
}

function signIn({ callback, invite }: ReturnType<typeof person>, signal = forever()) {
  return signInByCode(host(), portal(), callback, invite, 1234, signal);
}

test('gives a token in the form of the AWS CLI, by PKCE', async () => {
  const someone = person();
  const token = await signIn(someone);
  expect(token.reveal()).toMatchObject({
    startUrl: fake.options.startUrl,
    accessToken: expect.stringMatching(/^aoa/),
    refreshToken: expect.stringMatching(/^aor/),
  });
  expect(fake.count('CreateToken', { grantType: 'authorization_code', status: 200 })).toBe(1);
});

test('invites with everything that the service needs, and nothing secret', async () => {
  const someone = person();
  const token = await signIn(someone);
  const { address, state, expiresAt } = someone.asked;
  expect(address?.origin + (address?.pathname ?? '')).toBe(`${fake.url}/authorize`);
  expect(Object.fromEntries(address?.searchParams ?? [])).toEqual({
    response_type: 'code',
    client_id: token.reveal().clientId,
    redirect_uri: REDIRECT,
    state,
    code_challenge_method: 'S256',
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    scopes: 'sso:account:access',
  });
  expect(state?.length).toBeGreaterThanOrEqual(22);
  expect(expiresAt).toBe(1234);
});

test('has another state, verifier and client each time', async () => {
  const [one, other] = [person(), person()];
  await signIn(one);
  await signIn(other);
  for (const name of ['state', 'code_challenge', 'client_id']) {
    expect(one.asked.address?.searchParams.get(name)).not.toBe(other.asked.address?.searchParams.get(name));
  }
});

test('without an endpoint of its own it invites to the service of the region', async () => {
  const address = Promise.withResolvers<string>();
  const { AWS_ENDPOINT_URL: url } = envOf(fake);
  const only = { network: { env: { AWS_ENDPOINT_URL_SSO_OIDC: url } }, now: Date.now };
  const invite = async (invitation: Invitation) => address.resolve(invitation.address);
  const callback = { redirectUri: REDIRECT, wait: () => Promise.reject(new Problem('timeout', 'enough', 'seen')) };
  await problemOf(() => signInByCode(only, portal(), callback, invite, 0, forever()));
  expect(await address.promise).toMatch(`${url}/authorize?`);
});

test.each<[string, (query: URLSearchParams) => void, RegExp]>([
  ['denies', (query) => replaceAll(query, { error: 'access_denied' }), /denied in the browser/],
  [
    'comes back with another error',
    (query) => replaceAll(query, { error: 'server_error' }),
    /no longer valid when it came back/,
  ],
  ['comes back with nothing', (query) => replaceAll(query, {}), /no longer valid when it came back/],
  ['comes back with an empty code', (query) => query.set('code', ''), /no longer valid when it came back/],
  [
    'comes back with a code that is not ours',
    (query) => query.set('code', 'forged'),
    /no longer valid when it came back/,
  ],
])('a person who %s is not signed in', async (_what, change, words) => {
  expect(await problemOf(() => signIn(person(change)))).toMatchObject({
    code: 'signInRefused',
    message: expect.stringMatching(words),
  });
});

function replaceAll(query: URLSearchParams, other: Record<string, string>): void {
  for (const name of [...query.keys()]) query.delete(name);
  for (const [name, value] of Object.entries(other)) query.set(name, value);
}

test('a code that came too late is refused', async () => {
  fake.options.authorizationCodeSeconds = 0;
  expect(await problemOf(() => signIn(person()))).toMatchObject({ code: 'signInRefused' });
});

test.each(['RegisterClient', 'CreateToken'])('an outage at %s is a problem of the network', async (operation) => {
  fake.faults.set(operation, 'html');
  expect(await problemOf(() => signIn(person()))).toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining(`SSO OIDC ${operation}: answered with a web page`),
  });
});

test("the deadline's own problem comes through while the service stalls", async () => {
  const late = new Problem('timeout', 'late', 'hint');
  const controller = new AbortController();
  fake.faults.set('RegisterClient', 'stall');
  const asked = async () => {
    while (fake.count('RegisterClient') === 0) await Bun.sleep(5);
    controller.abort(late);
  };
  void asked();
  expect(await problemOf(() => signIn(person(), controller.signal))).toBe(late);
});
