import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { liveToken, refreshed, type SessionHost, type SsoSession } from '../../../shared/identity/session.ts';
import { SsoToken, type SsoTokenFile } from '../../../shared/identity/sso-token.ts';
import { cliCache, cliCacheFile } from '../../../shared/identity/token-store.ts';
import type { Fault } from '../../fake-aws/fault.ts';
import { type FakeAws, startFakeAws } from '../../fake-aws/server.ts';
import { envOf, forever, newWorld, problemOf, type World } from '../world.ts';

let fake: FakeAws;
let world: World;
let host: SessionHost;
let session: SsoSession;

beforeEach(async () => {
  fake = await startFakeAws();
  world = newWorld();
  host = { ...world, network: { env: envOf(fake) } };
  session = {
    portal: { startUrl: fake.options.startUrl, region: 'us-east-1', scopes: ['sso:account:access'] },
    key: 'company',
    refreshArgs: [],
    store: cliCache(world, 'company'),
  };
});

afterEach(async () => {
  world.leave();
  await fake.stop();
});

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString().replace(/\.\d+Z/, 'Z');
const ENDED = -60;
const ALMOST_ENDED = 120;

/** Stores a session whose access token has that many seconds left. */
async function stored(secondsLeft: number, other: object = {}): Promise<SsoTokenFile> {
  const file = { ...(await fake.issueSession()), expiresAt: inSeconds(secondsLeft), ...other };
  const place = cliCacheFile(world, 'company');
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, JSON.stringify(file));
  return file;
}

const onDisk = (): SsoTokenFile => JSON.parse(readFileSync(cliCacheFile(world, 'company'), 'utf8'));
const live = () => liveToken(host, session, forever());
const accessTokenOf = (token: SsoToken | undefined) => token?.accessToken.reveal();
const refreshes = () => fake.count('CreateToken', { grantType: 'refresh_token' });

function answerOf(body: object): Fault {
  return { status: 200, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

describe('a token', () => {
  test('with a long life is used as it is, and nobody is asked', async () => {
    const { accessToken } = await stored(3600);
    expect(accessTokenOf(await live())).toBe(accessToken);
    expect(fake.calls).toEqual([]);
  });

  test('that nobody stored is none', async () => {
    expect(await live()).toBeUndefined();
    expect(fake.calls).toEqual([]);
  });

  test.each([ENDED, ALMOST_ENDED])(
    'with %d s left is refreshed, and the rotated refresh token is kept',
    async (left) => {
      const before = await stored(left);
      const token = await live();
      expect(accessTokenOf(token)).not.toBe(before.accessToken);
      expect(onDisk().accessToken).toBe(accessTokenOf(token));
      expect(onDisk().refreshToken).not.toBe(before.refreshToken);
      expect(Date.parse(onDisk().expiresAt)).toBeGreaterThan(Date.now() + 3500_000);
    },
  );

  test('is refreshed again and again with what the last refresh stored', async () => {
    fake.options.accessTokenSeconds = 60;
    await stored(ENDED);
    for (const _ of [1, 2, 3]) expect(await live()).toBeDefined();
    expect(fake.count('CreateToken', { status: 200 })).toBe(3);
  });

  test('that several want at once is refreshed once', async () => {
    await stored(ENDED);
    const tokens = await Promise.all([live(), live(), live(), live()]);
    expect(new Set(tokens.map(accessTokenOf)).size).toBe(1);
    expect(refreshes()).toBe(1);
  });
});

describe('a session that is signed out of meanwhile', () => {
  const signOut = () => rmSync(cliCacheFile(world, 'company'), { force: true });

  test('while its refresh waits for the lock is over, and AWS is not asked', async () => {
    const stale = new SsoToken(await stored(ENDED));
    signOut();
    expect(await refreshed(host, session, stale, forever())).toBeUndefined();
    expect(fake.calls).toEqual([]);
  });

  test('while AWS answers is not brought back', async () => {
    await stored(ENDED);
    const clock = { now: Date.now, offset: () => 0, recall() {}, learn: signOut };
    host.network = { ...host.network, clock };
    expect(await live()).toBeUndefined();
    expect(refreshes()).toBe(1);
    expect(existsSync(cliCacheFile(world, 'company'))).toBe(false);
  });
});

describe('a refresh', () => {
  test('keeps the fields of other programs, and the registration', async () => {
    const before = await stored(ENDED, { receivedAt: '2026-01-01T00:00:00Z', nested: { deep: [1, null] } });
    await live();
    const { accessToken, expiresAt, refreshToken, ...rest } = onDisk();
    expect({ ...before, ...rest }).toEqual(before);
    expect(Object.keys(onDisk())).toEqual(Object.keys(before));
  });

  test('whose answer has no refresh token keeps the old one', async () => {
    const before = await stored(ENDED);
    fake.faults.set('CreateToken', answerOf({ accessToken: 'fresh', expiresIn: 3600, tokenType: 'Bearer' }));
    expect(accessTokenOf(await live())).toBe('fresh');
    expect(onDisk()).toMatchObject({ accessToken: 'fresh', refreshToken: before.refreshToken });
  });

  test('that was spent by another program finds the successor that the other stored', async () => {
    const spent = new SsoToken(await stored(ENDED, { refreshToken: 'spent' }));
    const successor = new SsoToken({ ...(await fake.issueSession()), expiresAt: inSeconds(3600) });
    session.store = { ...session.store, read: async () => (refreshes() > 0 ? successor : spent) };
    expect(accessTokenOf(await live())).toBe(accessTokenOf(successor));
  });

  test('finds under the lock what another process has refreshed meanwhile, and asks nobody', async () => {
    const stale = new SsoToken(await stored(ENDED));
    const { accessToken } = await stored(3600);
    expect(accessTokenOf(await refreshed(host, session, stale, forever()))).toBe(accessToken);
    expect(fake.calls).toEqual([]);
  });

  test.each([
    'InvalidGrantException',
    'ExpiredTokenException',
    'InvalidClientException',
    'UnauthorizedClientException',
  ])('that ends in %s means: a person must sign in, and the file stays as it was', async (name) => {
    const before = await stored(ENDED);
    fake.faults.set('CreateToken', { status: 400, body: '{}', headers: { 'x-amzn-errortype': name } });
    expect(await live()).toBeUndefined();
    expect(onDisk()).toEqual(before);
  });

  test('of a session that is over leaves a token that still works', async () => {
    const { accessToken } = await stored(ALMOST_ENDED);
    fake.endSessions();
    expect(accessTokenOf(await live())).toBe(accessToken);
  });
});

const outages: [string, Fault][] = [
  ['a 503', { status: 503 }],
  ['throttling', 'throttle'],
  ['a web page', 'html'],
  ['garbage', 'garbage'],
];

describe.each(outages)('with %s instead of a refresh', (_name, fault) => {
  beforeEach(() => fake.faults.set('CreateToken', fault));

  test('a token that still works is used', async () => {
    const before = await stored(ALMOST_ENDED);
    expect(accessTokenOf(await live())).toBe(before.accessToken);
    expect(onDisk()).toEqual(before);
  });

  test('an ended token is a problem of the network, not a sign-in', async () => {
    const before = await stored(ENDED);
    expect((await problemOf(live)).code).toBe('unreachable');
    expect(onDisk()).toEqual(before);
  });
});

describe('without the means to refresh', () => {
  const lacking: [string, object][] = [
    ['an expired registration', { registrationExpiresAt: inSeconds(-1) }],
    ['no date of the registration', { registrationExpiresAt: undefined }],
    ['an unreadable date of the registration', { registrationExpiresAt: 'soon' }],
    ['no refresh token', { refreshToken: undefined }],
    ['an empty refresh token', { refreshToken: '' }],
    ['no client', { clientId: undefined }],
    ['no client secret', { clientSecret: undefined }],
  ];
  test.each(lacking)('(%s) an ended token is none, and a live one is used to its end', async (_name, other) => {
    await stored(ENDED, other);
    expect(await live()).toBeUndefined();
    const { accessToken } = await stored(ALMOST_ENDED, other);
    expect(accessTokenOf(await live())).toBe(accessToken);
    expect(fake.calls).toEqual([]);
  });
});

describe.each([
  ['a life beyond all calendars', { accessToken: 'x', expiresIn: 1e20 }],
  ['a life that is a word', { accessToken: 'x', expiresIn: 'long' }],
  ['a token that no header can carry', { accessToken: 'a\r\nb', expiresIn: 3600 }],
])('a refresh that answers with %s', (_name, body) => {
  test('is a problem of the network, and the file stays as it was', async () => {
    const before = await stored(ENDED);
    fake.faults.set('CreateToken', answerOf(body));
    expect((await problemOf(live)).code).toBe('unreachable');
    expect(onDisk()).toEqual(before);
  });
});

test('where no lock can be had, a token that still works is used', async () => {
  const { accessToken } = await stored(ALMOST_ENDED);
  mkdirSync(join(world.home, '.local', 'state'), { recursive: true });
  writeFileSync(join(world.home, '.local', 'state', 'bedrock-launcher'), 'a file in the way');
  expect(accessTokenOf(await live())).toBe(accessToken);
});
