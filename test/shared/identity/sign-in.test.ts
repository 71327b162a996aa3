import { cancelled, chooseFlow, hasLocalBrowser, refused, signInDeadline } from '../../../shared/identity/sign-in.ts';
import { Problem } from '../../../shared/problem.ts';

const portal = { startUrl: 'https://example.awsapps.com/start', region: 'us-east-1', scopes: ['sso:account:access'] };
const signIn = {
  method: 'auto',
  flow: 'auto',
  timeoutSec: 600,
  browserCommand: undefined,
  awsCliPath: undefined,
} as const;

const SSH = { SSH_CONNECTION: '192.0.2.1 50000 192.0.2.2 22' };
const DISPLAY = { DISPLAY: ':0' };

const machines = [
  ['a Mac', 'darwin', {}, true],
  ['a Mac over SSH', 'darwin', SSH, false],
  ['Windows', 'win32', {}, true],
  ['Windows over SSH', 'win32', SSH, false],
  ['Linux without a display', 'linux', {}, false],
  ['Linux with X11', 'linux', DISPLAY, true],
  ['Linux with Wayland', 'linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
  ['Linux with an empty DISPLAY', 'linux', { DISPLAY: '' }, false],
  ['Linux with BROWSER alone', 'linux', { BROWSER: 'w3m' }, true],
  ['Linux with X11 over SSH', 'linux', { ...DISPLAY, ...SSH }, false],
  ['Linux with BROWSER over SSH', 'linux', { BROWSER: 'x', SSH_TTY: '/dev/pts/1' }, false],
  ['WSL', 'linux', { ...DISPLAY, WSL_DISTRO_NAME: 'Debian' }, false],
  ['a container', 'linux', { ...DISPLAY, container: 'podman' }, false],
] as const;

test.each(machines)('on %s (%s, %j) there is a local browser: %p', (_name, platform, env, there) => {
  expect(hasLocalBrowser({ platform, env })).toBe(there);
});

test.each(machines)('on %s (%s, %j) the flow follows from it', (_name, platform, env, there) => {
  expect(chooseFlow({ platform, env }, portal, signIn)).toBe(there ? 'authorization-code' : 'device-code');
});

test('a browser command by policy is a browser where there is no display, but not over SSH', () => {
  const withCommand = { ...signIn, browserCommand: 'firefox' };
  expect(chooseFlow({ platform: 'linux', env: {} }, portal, withCommand)).toBe('authorization-code');
  expect(chooseFlow({ platform: 'linux', env: SSH }, portal, withCommand)).toBe('device-code');
});

test.each(['authorization-code', 'device-code'] as const)('the flow of the settings wins everywhere: %s', (flow) => {
  for (const [, platform, env] of machines)
    expect(chooseFlow({ platform, env }, portal, { ...signIn, flow })).toBe(flow);
});

test.each(['authorization-code', 'device-code', 'auto'] as const)(
  'a legacy profile, which has no scope to ask for, signs in by device code whatever is set (%s)',
  (flow) => {
    const legacy = { ...portal, scopes: [] };
    expect(chooseFlow({ platform: 'darwin', env: {} }, legacy, { ...signIn, flow })).toBe('device-code');
  },
);

test.each([
  ['AccessDeniedException', /denied in the browser/],
  ['ExpiredTokenException', /not finished in time/],
  ['InvalidGrantException', /no longer valid/],
  ['InvalidClientException', /no longer knows/],
  ['UnauthorizedClientException', /does not allow/],
])('%s is a refusal in plain words', (name, words) => {
  expect(refused(name)).toMatchObject({ code: 'signInRefused', message: expect.stringMatching(words) });
});

test.each(['AuthorizationPendingException', 'SlowDownException', '', 'toString', '__proto__', 'constructor'])(
  '%j is no refusal',
  (name) => {
    expect(refused(name)).toBeUndefined();
  },
);

test('a cancelled sign-in has the Problem that its signal carries', () => {
  const late = new Problem('timeout', 'late', 'hint');
  expect(cancelled(AbortSignal.abort(late))).toBe(late);
  expect(cancelled(AbortSignal.abort('gone'))).toMatchObject({
    code: 'signInRefused',
    message: 'the sign-in was cancelled',
  });
});

test('the deadline of a sign-in ends as a sign-in that was not finished', async () => {
  const signal = signInDeadline(0.01);
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  expect(cancelled(signal)).toMatchObject({ code: 'signInRefused', message: 'the sign-in was not finished in time' });
});
