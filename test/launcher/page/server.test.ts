import { connect } from 'node:net';
import { BROWSER, onPage } from './visitor.ts';

const on = onPage();

/** A request as it stands on the wire, for what fetch would not send. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(on.origin).port), '127.0.0.1', () => socket.end(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

describe('without the cookie', () => {
  test.each(['/', '/state', '/x', '/favicon.ico', '/open', '/oauth', '/..%2f', '/open%2Fx', '/do/away'])(
    '%s is refused',
    async (path) => {
      expect((await on.get(path, BROWSER)).status).toBe(403);
    },
  );

  test.each([
    ['a wrong one', () => 'x'.repeat(32)],
    ['an empty one', () => ''],
  ])('or with %s, the page is refused', async (_name, value) => {
    const [name = ''] = (await on.entered()).cookie.split('=');
    expect((await on.get('/', { cookie: `${name}=${value()}` })).status).toBe(403);
  });
});

test('with the cookie among others the page is shown, without its key, and unknown paths are not there', async () => {
  const tab = await on.entered();
  const cookie = `a=b; ${tab.cookie}; c=d`;
  const response = await on.get('/', { cookie });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(await response.text()).not.toContain(tab.key);
  for (const path of ['/x', '/state', '/index.html', '/oauth/callback/x', '/do/away'])
    expect((await on.get(path, { cookie })).status).toBe(404);
});

describe('without the key', () => {
  test.each(['/events', '/report'])('%s is refused, cookie or not', async (path) => {
    const { cookie, key } = await on.entered();
    on.page.reportBy(async () => 'a report');
    for (const headers of [{}, { cookie }, { cookie, 'x-page-key': '' }, { cookie, 'x-page-key': key.slice(1) }])
      expect((await on.get(path, headers)).status).toBe(403);
    expect((await on.get(`${path}?key=${key}`, { cookie })).status).toBe(403);
  });

  test('nothing is pressed, and with it only from our own origin', async () => {
    const { cookie, key } = await on.entered();
    on.page.show({ name: 'offline' }, ['retry']);
    const pressed = on.page.pressed(['retry'], new AbortController().signal);
    const own = { cookie, 'x-page-key': key };
    for (const headers of [
      {},
      { cookie },
      { cookie, origin: on.origin },
      { ...own, 'x-page-key': 'x'.repeat(32), origin: on.origin },
      own,
      { ...own, origin: 'null' },
      { ...own, origin: 'http://127.0.0.1:1' },
      { ...own, origin: on.origin.replace('127.0.0.1', 'localhost') },
      { ...own, origin: `${on.origin}.evil.example` },
      { ...own, origin: on.origin.replace('http:', 'https:') },
    ])
      expect(await on.press('retry', headers as Record<string, string>)).toBe(403);
    expect(await on.press('retry', { 'x-page-key': key, origin: on.origin })).toBe(204);
    expect(await pressed).toBe('retry');
  });
});

describe('a request for another host is refused', () => {
  test.each([
    'evil.example',
    'localhost',
    '127.0.0.1',
    '127.0.0.1:1',
    '',
    'evil.example:80@127.0.0.1',
    '[::1]',
    'a b',
    '127.0.0.1.evil.example',
  ])('Host: %j', async (host) => {
    const path = new URL(on.page.address()).pathname;
    const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 40[03] /);
    expect(answer).not.toMatch(/set-cookie|location/i);
    expect(on.page.wasVisited()).toBe(false);
  });

  test('the whole address in the request line does not help', async () => {
    const answer = await raw(`GET ${on.page.address()} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`);
    expect(answer).not.toMatch(/set-cookie/i);
  });
});

test.each(['__proto__', 'evil.example:443', '*'])('what is no address is refused: CONNECT %s', async (target) => {
  const { host } = new URL(on.origin);
  const answer = await raw(`CONNECT ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 40[05] /);
});

test.each(['PUT', 'DELETE', 'OPTIONS', 'PATCH', 'HEAD'])('%s is refused everywhere', async (method) => {
  const { cookie, key } = await on.entered();
  const headers = { cookie, 'x-page-key': key, origin: on.origin };
  for (const path of [
    '/',
    '/events',
    '/report',
    '/do/away',
    '/oauth/callback?state=x',
    new URL(on.page.address()).pathname,
  ])
    expect((await on.get(path, headers, method)).status).toBe(405);
});

test('POST does what a button says, and nothing else', async () => {
  const { cookie, key } = await on.entered();
  const headers = { cookie, 'x-page-key': key, origin: on.origin };
  for (const path of [
    '/',
    '/events',
    '/report',
    '/do/',
    '/do',
    '/do/retry/',
    '/DO/retry',
    '/do/__proto__',
    '/xdo/retry',
  ])
    expect((await on.get(path, headers, 'POST')).status).toBe(409);
});

test('every answer keeps caches, frames, foreign scripts and referrers out', async () => {
  const { cookie, key } = await on.entered();
  const answers = await Promise.all([
    on.get('/', { cookie }),
    on.get('/x'),
    on.get('/report', { 'x-page-key': key }),
    on.get('/', {}, 'POST'),
    on.get('/', {}, 'PUT'),
  ]);
  for (const { headers } of answers) {
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; /);
    expect(policy).toMatch(/frame-ancestors 'none'/);
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  }
});

test('the page brings nothing from outside, and the policy knows its style and script', async () => {
  const response = await on.get('/', { cookie: (await on.entered()).cookie });
  const html = await response.text();
  expect(html).not.toMatch(/(src|href)=|@import|url\(/);
  for (const tag of ['style', 'script']) {
    const [, text = ''] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(html) ?? [];
    const digest = new Bun.CryptoHasher('sha256').update(text).digest('base64');
    expect(response.headers.get('content-security-policy')).toContain(`${tag}-src 'sha256-${digest}'`);
  }
});

test('it listens on this machine alone', async () => {
  expect(new URL(on.page.address()).hostname).toBe('127.0.0.1');
  await expect(fetch(on.page.address().replace('127.0.0.1', '127.0.0.2'))).rejects.toThrow();
});

test('once it is closed nobody answers', async () => {
  await on.page.close();
  await expect(fetch(on.page.address())).rejects.toThrow();
});

const asRoot = process.getuid?.() === 0 && Bun.which('setpriv') ? test : test.skip;

asRoot(
  'another user of this machine, who has seen our address in a list of processes, is not let in (needs root)',
  async () => {
    const { host, pathname } = new URL(on.page.address());
    const words = `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
    const script = `exec 3<>/dev/tcp/${host.replace(':', '/')}; printf '%s' "$1" >&3; cat <&3`;
    const as = ['setpriv', '--reuid=65534', '--clear-groups', '--', 'bash', '-c', script, 'bash', words];
    const answer = await Bun.$`${as}`.text();
    expect(answer).toMatch(/^HTTP\/1\.1 403/);
    expect(on.page.wasVisited()).toBe(false);
    expect((await on.visit(on.page)).status).toBe(200);
  },
);
