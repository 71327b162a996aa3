import { connect } from 'node:net';
import { onPage } from './visitor.ts';

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

describe('the ticket', () => {
  test('opens once, and gives a cookie that scripts cannot read', async () => {
    const response = await on.visit(on.page);
    on.cookieOf(response);
    expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^bedrock-launcher-\d+=[\w-]{32}; HttpOnly; SameSite=Lax; Path=\/$/),
    ]);
    expect((await on.visit(on.page)).status).toBe(403);
  });

  test('leads the browser that has come already to the page', async () => {
    const cookie = await on.entered();
    const response = await on.get(new URL(on.page.address).pathname, { cookie });
    expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
  });

  test.each(['', 'x', 'x'.repeat(32), '../', '%2e%2e', 'é'])('is not %j', async (ticket) => {
    expect((await on.get(`/open/${ticket}`)).status).toBe(403);
    expect(on.page.wasVisited()).toBe(false);
    await on.entered();
  });

  test('of one page opens no other', async () => {
    const other = new URL(on.another().address);
    expect((await on.get(other.pathname)).status).toBe(403);
  });

  test('cannot be guessed', () => {
    const tickets = Array.from({ length: 20 }, () => new URL(on.another().address).pathname);
    expect(new Set(tickets).size).toBe(20);
    for (const ticket of tickets) expect(ticket).toMatch(/^\/open\/[\w-]{32}$/);
  });

  test('leads straight on to AWS when there is no code to compare, and to our page when there is', async () => {
    on.page.show({ phase: 'waiting', address: 'https://aws.example/authorize' });
    const withCode = on.another();
    withCode.show({ phase: 'waiting', address: 'https://aws.example/device', userCode: 'ABCD-EFGH' });
    const [straightOn, toUs] = await Promise.all([on.visit(on.page), on.visit(withCode)]);
    for (const response of [straightOn, toUs]) on.cookieOf(response);
    expect(straightOn.headers.get('location')).toBe('https://aws.example/authorize');
    expect(toUs.headers.get('location')).toBe('/');
  });
});

describe('without the cookie', () => {
  test.each(['/', '/state', '/state?seen=0', '/favicon.ico', '/open', '/oauth', '/..%2f', '/open%2Fx'])(
    '%s is refused',
    async (path) => {
      expect((await on.get(path)).status).toBe(403);
    },
  );

  test.each([
    ['a wrong one', () => 'x'.repeat(32)],
    ['an empty one', () => ''],
  ])('or with %s, the page is refused', async (_name, value) => {
    const [name = ''] = (await on.entered()).split('=');
    expect((await on.get('/', { cookie: `${name}=${value()}` })).status).toBe(403);
  });
});

test('with the cookie among others the page is shown, and unknown paths are not there', async () => {
  const cookie = `a=b; ${await on.entered()}; c=d`;
  const response = await on.get('/', { cookie });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  for (const path of ['/x', '/state/x', '/index.html', '/oauth/callback/x'])
    expect((await on.get(path, { cookie })).status).toBe(404);
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
    const path = new URL(on.page.address).pathname;
    const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 40[03] /);
    expect(answer).not.toMatch(/set-cookie|location/i);
    expect(on.page.wasVisited()).toBe(false);
  });

  test('the whole address in the request line does not help', async () => {
    const answer = await raw(`GET ${on.page.address} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`);
    expect(answer).not.toMatch(/set-cookie/i);
  });
});

test.each(['__proto__', 'evil.example:443', '*'])('what is no address is refused: CONNECT %s', async (target) => {
  const { host } = new URL(on.origin);
  const answer = await raw(`CONNECT ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 40[05] /);
});

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'HEAD'])('%s is refused everywhere', async (method) => {
  const cookie = await on.entered();
  for (const path of ['/', '/state', '/oauth/callback?state=x', new URL(on.page.address).pathname]) {
    expect((await on.get(path, { cookie }, method)).status).toBe(405);
  }
});

test('every answer keeps caches, frames, foreign scripts and referrers out', async () => {
  const cookie = await on.entered();
  const answers = await Promise.all([
    on.get('/', { cookie }),
    on.get('/x'),
    on.get('/state', { cookie }),
    on.get('/', {}, 'POST'),
  ]);
  for (const { headers } of answers) {
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; /);
    expect(policy).toMatch(/frame-ancestors 'none'/);
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  }
});

test('the page brings nothing from outside, and the policy knows its style and script', async () => {
  const response = await on.get('/', { cookie: await on.entered() });
  const html = await response.text();
  expect(html).not.toMatch(/(src|href)=|@import|url\(/);
  for (const tag of ['style', 'script']) {
    const [, text = ''] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(html) ?? [];
    const digest = new Bun.CryptoHasher('sha256').update(text).digest('base64');
    expect(response.headers.get('content-security-policy')).toContain(`${tag}-src 'sha256-${digest}'`);
  }
});

test('it listens on this machine alone', async () => {
  expect(new URL(on.page.address).hostname).toBe('127.0.0.1');
  await expect(fetch(on.page.address.replace('127.0.0.1', '127.0.0.2'))).rejects.toThrow();
});

test('once it is closed nobody answers', async () => {
  await on.page.close();
  await expect(fetch(on.page.address)).rejects.toThrow();
});

test('it stays until the browser has seen the last state', async () => {
  const cookie = await on.entered();
  const last = on.get('/state?seen=1', { cookie });
  on.page.show({ phase: 'done' });
  await on.page.close();
  expect(await (await last).json()).toMatchObject({ phase: 'done' });
});
