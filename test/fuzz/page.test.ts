import { connect } from 'node:net';
import fc from 'fast-check';
import { CALLBACK_PATH } from '../../shared/identity/code-flow.ts';
import { type Door, openDoor, STATE, shut } from './page-door.ts';
import { oddText, property } from './run.ts';

let door: Door;
const opened: Door[] = [];

beforeAll(() => {
  door = openDoor();
});
afterAll(() => Promise.all([door, ...opened].map(shut)));

const method = fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'get');
const piece = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'ax/.%2fe\\;@:') }),
  fc.webPath(),
  fc.constantFrom('open', 'state', 'oauth', '..', '%2e%2e'),
);
const path = fc.oneof(
  fc.constantFrom(
    '/',
    '/state',
    '/events',
    '/events?seen=99',
    '/report',
    '/do/retry',
    '/do/open-anyway',
    '/do/away',
    CALLBACK_PATH,
    '/open/',
    '/open',
    '/favicon.ico',
    `//${'x'.repeat(40)}`,
  ),
  piece.map((text) => `/${text}`),
  piece.map((text) => `/open/${text}`),
  piece.map((text) => `/do/${text}`),
  fc.constantFrom(
    '/open/TICKET',
    '/open/TICKETx',
    '/OPEN/TICKET',
    '/open/TICKET/',
    '/open//TICKET',
    `/x/..${CALLBACK_PATH}`,
  ),
);
const query = fc.oneof(
  fc.constantFrom(
    '',
    '?',
    '?state=',
    '?state=x&code=c',
    `?state=${STATE}x&code=c`,
    `?State=${STATE}`,
    `?state=x&state=${STATE}`,
    `?state[]=${STATE}`,
  ),
  fc.webQueryParameters().map((text) => `?state=${text}`),
);
const cookie = fc.constantFrom(
  '',
  'a=b',
  'bedrock-launcher-PORT=',
  `bedrock-launcher-PORT=${'x'.repeat(32)}`,
  'bedrock-launcher-PORT',
  '__proto__=x',
  ';;;=',
);
const extra = fc.constantFrom<Record<string, string>>(
  {},
  { origin: 'OWN' },
  { origin: 'OWN', 'x-page-key': '' },
  { origin: 'OWN', 'x-page-key': 'x'.repeat(32) },
  { origin: 'http://evil.example', 'x-page-key': 'undefined' },
  { origin: 'null', 'x-page-key': 'null' },
  { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty', origin: 'OWN' },
  { 'x-http-method-override': 'POST', 'x-forwarded-host': '127.0.0.1', upgrade: 'websocket' },
);
const host = fc.constantFrom(
  'OWN',
  'OWN',
  'OWN',
  'evil.example',
  'localhost:PORT',
  '127.0.0.1',
  '127.0.0.1:1',
  '[::1]:PORT',
  '127.0.0.1:PORT.evil.example',
  '127.1:PORT',
  '',
);

interface Request {
  method: string;
  target: string;
  host: string;
  cookie: string;
  extra: Record<string, string>;
}

/** What somebody sends who lacks the ticket, the cookie and the state; where the host or the method is wrong, who has the ticket. */
function asStranger({ method: verb, target, host: name, cookie: value, extra: more }: Request): Request {
  const own = name === 'OWN';
  const wrong = `${door.ticket.slice(0, -1)}${door.ticket.endsWith('x') ? 'y' : 'x'}`;
  return {
    method: verb,
    target: target.replace('TICKET', own && /^get$/i.test(verb) ? wrong : door.ticket),
    host: own ? `127.0.0.1:${door.port}` : name.replace('PORT', door.port),
    cookie: value.replace('PORT', door.port),
    extra: Object.fromEntries(Object.entries(more).map(([key, text]) => [key, text.replace('OWN', door.origin)])),
  };
}

const request = fc.tuple(method, path, query, host, cookie, extra).map(([verb, where, asked, name, value, more]) => ({
  method: verb,
  target: where + asked,
  host: name,
  cookie: value,
  extra: more,
}));

function expectUntouched(): void {
  const touched = [door.page.wasVisited(), door.page.isThere(), door.came.length, door.pressed.length];
  // The next input finds a door that nobody has touched, so that a failure shrinks to its own cause.
  if (touched.some(Boolean)) {
    opened.push(door);
    door = openDoor();
  }
  expect(touched).toEqual([false, false, 0, 0]);
}

property('a stranger gets nothing and changes nothing', ['refused', 'not allowed'], [request], async (asked) => {
  const { method: verb, target, host: name, cookie: value, extra: more } = asStranger(asked);
  const response = await fetch(door.origin + target, {
    method: verb,
    headers: { ...more, host: name, cookie: value },
    redirect: 'manual',
  });
  await response.arrayBuffer();
  expectUntouched();
  expect(response.headers.getSetCookie()).toEqual([]);
  expect(response.headers.get('location')).toBeNull();
  expect([400, 403, 404, 405]).toContain(response.status);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; /);
  return response.status === 405 ? 'not allowed' : 'refused';
});

/** Sends bytes as they are, and reads until the other side is done. */
function onTheWire(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(door.port), '127.0.0.1', () => socket.end(text, 'latin1'));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

const line = fc.oneof(
  fc.constantFrom(
    'Host: OWN',
    'Host: OWN',
    'Host: evil.example',
    'Origin: http://OWN',
    'X-Page-Key: ',
    'X-Page-Key: \xff',
    'Host:',
    'Content-Length: 5',
    'Content-Length: -1',
    'Transfer-Encoding: chunked',
    'Expect: 100-continue',
    'Upgrade: websocket',
    'Connection: upgrade',
    'Cookie: \xff',
    'X',
  ),
  oddText.map((text) => text.slice(0, 200)),
);
const target = fc.oneof(
  path,
  fc.constantFrom(
    '*',
    'http://evil.example/open/TICKET',
    'evil.example:443',
    '/%',
    '/%ff',
    '//',
    '/\xff',
    '/?state=%',
    'x',
    '',
  ),
  oddText.map((text) => text.slice(0, 200)),
);
const wire = fc
  .tuple(
    fc.oneof(method, fc.constantFrom('CONNECT', 'TRACE', 'X', '', 'GET GET')),
    target,
    fc.constantFrom('HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/9', ''),
    fc.array(line, { maxLength: 4 }),
  )
  .map(
    ([verb, where, version, lines]) =>
      `${verb} ${where.replace('TICKET', 'x')} ${version}\r\n${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`,
  );

property('no bytes on the wire make it fail, let anybody in or keep it busy', ['answered'], [wire], async (text) => {
  const answer = await onTheWire(text.replaceAll('OWN', `127.0.0.1:${door.port}`));
  expectUntouched();
  expect(answer).not.toMatch(/set-cookie|location:/i);
  // Of some noise the runtime thinks nothing at all.
  if (answer === '') return 'answered';
  // 505 is the runtime's own word for a version that it does not speak.
  expect(answer).toMatch(/^(HTTP\/1\.1 100 Continue\r\n\r\n)?HTTP\/1\.1 (4\d\d|505) /);
  return 'answered';
});
