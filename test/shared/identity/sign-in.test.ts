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
  ['Linux over SSH that hands on no more than this', 'linux', { ...DISPLAY, SSH_CLIENT: '192.0.2.1 50000 22' }, false],
  ['WSL', 'linux', { ...DISPLAY, WSL_DISTRO_NAME: 'Debian' }, false],
  ['WSL without its name', 'linux', { ...DISPLAY, WSL_INTEROP: '/run/WSL/8_interop' }, false],
  ['WSL with BROWSER', 'linux', { WSL_DISTRO_NAME: 'Debian', BROWSER: 'wslview' }, false],
  ['a container', 'linux', { ...DISPLAY, container: 'podman' }, false],
  ['a container with BROWSER', 'linux', { container: 'podman', BROWSER: 'x' }, true],
  ['a container with BROWSER over SSH', 'linux', { container: 'podman', BROWSER: 'x', ...SSH }, false],
  ['a development container', 'linux', { ...DISPLAY, REMOTE_CONTAINERS: 'true' }, false],
  ['a development container with BROWSER', 'linux', { REMOTE_CONTAINERS: 'true', BROWSER: 'x' }, true],
  ['a codespace', 'linux', { ...DISPLAY, CODESPACES: 'true' }, false],
  ['a Mac that has such a variable', 'darwin', { container: 'x', CODESPACES: 'true' }, true],
] as const;
const nowhere = () => false;

test.each(['/.dockerenv', '/run/.containerenv'])('where there is a file %s, a display is not enough', (mark) => {
  const exists = (file: string) => file === mark;
  expect(hasLocalBrowser({ platform: 'linux', env: DISPLAY, exists })).toBe(false);
  expect(hasLocalBrowser({ platform: 'linux', env: { ...DISPLAY, BROWSER: 'x' }, exists })).toBe(true);
  expect(hasLocalBrowser({ platform: 'linux', env: DISPLAY, exists }, 'firefox')).toBe(true);
  expect(hasLocalBrowser({ platform: 'darwin', env: {}, exists })).toBe(true);
});

test('no file is looked for where it would decide nothing', () => {
  const exists = () => {
    throw new Error('looked for');
  };
  for (const env of [SSH, {}, { BROWSER: 'x' }]) hasLocalBrowser({ platform: 'linux', env, exists });
  hasLocalBrowser({ platform: 'win32', env: {}, exists });
});

test.each(machines)('on %s (%s, %j) there is a local browser: %p', (_name, platform, env, there) => {
  expect(hasLocalBrowser({ platform, env, exists: nowhere })).toBe(there);
});

test.each(machines)('on %s (%s, %j) the flow follows from it', (_name, platform, env, there) => {
  expect(chooseFlow({ platform, env, exists: nowhere }, portal, signIn)).toBe(
    there ? 'authorization-code' : 'device-code',
  );
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
