import { readAuthorization, signInByDevice } from '../../../shared/identity/device-flow.ts';
import type { Invitation } from '../../../shared/identity/sign-in.ts';
import { Problem } from '../../../shared/problem.ts';
import { type FakeAws, startFakeAws } from '../../fake-aws/server.ts';
import { envOf, forever, problemOf } from '../world.ts';

let fake: FakeAws;
let clock: number;
let pauses: number[];

beforeEach(async () => {
  clock = Date.now();
  pauses = [];
  fake = await startFakeAws({ decision: 'approve', now: () => clock });
});
afterEach(() => fake.stop());

/** A host whose clock moves by what is paused, so that nobody waits. */
function host(onPause: (count: number) => void = () => {}) {
  return {
    network: { env: envOf(fake) },
    now: () => clock,
    pause: async (milliseconds: number) => {
      pauses.push(milliseconds);
      clock += milliseconds;
      onPause(pauses.length);
    },
  };
}

const portalOf = (scopes = ['sso:account:access']) => ({
  startUrl: fake.options.startUrl,
  region: 'us-east-1',
  scopes,
});
const confirm = async ({ address }: Invitation) => {
  await fetch(address);
};
const ignore = async () => {};

test('gives a token in the form of the AWS CLI once the person has confirmed the code', async () => {
  const invitations: Invitation[] = [];
  const token = await signInByDevice(
    host(),
    portalOf(),
    async (invitation) => {
      invitations.push(invitation);
      await confirm(invitation);
    },
    forever(),
  );
  expect(invitations).toEqual([
    {
      address: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/device\?user_code=[A-Z]{4}-[A-Z]{4}$/),
      userCode: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
      expiresAt: expect.any(Number),
    },
  ]);
  expect(token.reveal()).toEqual({
    startUrl: fake.options.startUrl,
    region: 'us-east-1',
    accessToken: expect.stringMatching(/^aoa/),
    expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    clientId: expect.any(String),
    clientSecret: expect.any(String),
    registrationExpiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    refreshToken: expect.stringMatching(/^aor/),
  });
});

test('a legacy profile asks for no scope and gets no refresh token', async () => {
  const token = await signInByDevice(host(), portalOf([]), confirm, forever());
  expect(token.reveal().refreshToken).toBeUndefined();
});

test('asks at the interval of the service, until the person has decided', async () => {
  fake.options.deviceIntervalSeconds = 7;
  let address = '';
  const whenTheyCame = (count: number) => {
    if (count === 4) void fetch(address);
  };
  const invite = async (invitation: Invitation) => {
    address = invitation.address;
  };
  await signInByDevice(host(whenTheyCame), portalOf(), invite, forever());
  expect(new Set(pauses)).toEqual(new Set([7000]));
  expect(fake.count('CreateToken', { error: 'AuthorizationPendingException' })).toBeGreaterThanOrEqual(3);
});

test.each([
  [0, 5000],
  [1e-9, 1000],
  [0.5, 1000],
])('an interval of %d s is one of %d ms', async (interval, expected) => {
  const body = { deviceCode: 'd', userCode: 'U', verificationUri: 'https://x.example', expiresIn: 600, interval };
  expect(readAuthorization(body, clock).interval).toBe(expected);
});

test('slows down by five seconds each time that the service asks for it', async () => {
  fake.faults.set('CreateToken', 'slow_down', 3);
  await signInByDevice(host(), portalOf(), confirm, forever());
  expect(pauses).toEqual([1000, 6000, 11_000, 16_000]);
});

test.each(['html', { status: 503 }, 'throttle'] as const)(
  'an outage in between (%j) does not end the sign-in',
  async (fault) => {
    fake.faults.set('CreateToken', fault, 4);
    const token = await signInByDevice(host(), portalOf(), confirm, forever());
    expect(token.accessToken.reveal()).toMatch(/^aoa/);
  },
);

test('ends when the person denies', async () => {
  fake.options.decision = 'deny';
  expect(await problemOf(() => signInByDevice(host(), portalOf(), confirm, forever()))).toMatchObject({
    code: 'signInRefused',
    message: 'the sign-in was denied in the browser',
  });
});

test('ends when the code has expired, also while AWS cannot be reached', async () => {
  fake.options.deviceCodeSeconds = 20;
  fake.faults.set('CreateToken', 'html');
  const start = clock;
  expect(await problemOf(() => signInByDevice(host(), portalOf(), ignore, forever()))).toMatchObject({
    code: 'signInRefused',
    message: 'the sign-in was not finished in time',
  });
  expect(clock - start).toBeLessThanOrEqual(21_000);
});

test("ends with the signal's own problem when the deadline passes", async () => {
  const late = new Problem('timeout', 'late', 'hint');
  const controller = new AbortController();
  const onPause = (count: number) => count === 2 && controller.abort(late);
  expect(await problemOf(() => signInByDevice(host(onPause), portalOf(), ignore, controller.signal))).toBe(late);
});

test("ends with the signal's own problem when the deadline passes in the middle of a question", async () => {
  const late = new Problem('timeout', 'late', 'hint');
  const controller = new AbortController();
  fake.faults.set('CreateToken', 'stall');
  const asked = async () => {
    while (fake.count('CreateToken') === 0) await Bun.sleep(5);
    controller.abort(late);
  };
  void asked();
  expect(await problemOf(() => signInByDevice(host(), portalOf(), ignore, controller.signal))).toBe(late);
});

test.each(['deviceCode', 'userCode', 'verificationUri', 'expiresIn'])(
  'an answer without %s is a problem of the network',
  async (name) => {
    const whole = { deviceCode: 'd', userCode: 'U', verificationUri: 'https://x.example', expiresIn: 600, interval: 1 };
    const body = JSON.stringify({ ...whole, [name]: undefined });
    fake.faults.set('StartDeviceAuthorization', { status: 200, body, headers: { 'content-type': 'application/json' } });
    expect(await problemOf(() => signInByDevice(host(), portalOf(), ignore, forever()))).toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining(`without ${name}`),
    });
  },
);

test.each(['ABCD\r\nyour password', '\u001b[2J', '\u202eABCD', 'A'.repeat(65)])(
  'a code that is not what it looks like is refused: %j',
  async (userCode) => {
    const whole = { deviceCode: 'd', userCode, verificationUri: 'https://x.example', expiresIn: 600, interval: 1 };
    const headers = { 'content-type': 'application/json' };
    fake.faults.set('StartDeviceAuthorization', { status: 200, body: JSON.stringify(whole), headers });
    expect(await problemOf(() => signInByDevice(host(), portalOf(), ignore, forever()))).toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('without userCode'),
    });
  },
);

test.each(['RegisterClient', 'StartDeviceAuthorization'])(
  'a web page instead of %s is a problem of the network',
  async (operation) => {
    fake.faults.set(operation, 'html');
    expect(await problemOf(() => signInByDevice(host(), portalOf(), ignore, forever()))).toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining(`SSO OIDC ${operation}: answered with a web page`),
    });
  },
);
