import { isIPv4 } from 'node:net';
import fc from 'fast-check';
import { isSafeUrl, isWebAddress } from '../../shared/network/safe-url.ts';
import { mutated, oddText, property } from './run.ts';

const scheme = fc.constantFrom(
  'https://',
  'http://',
  'HTTPS://',
  'https:',
  'https:///',
  '//',
  'ftp://',
  'javascript:',
  'ws://',
  '',
);
const user = fc.constantFrom('', '', '', '', '@', 'user@', 'user:password@', ':@', 'localhost@', '%40');
const host = fc.oneof(
  fc.domain(),
  fc.ipV4(),
  fc.ipV6().map((address) => `[${address}]`),
  fc.constantFrom(
    'localhost',
    '127.0.0.1',
    '127.1',
    '[::1]',
    '0x7f.1',
    '2130706433',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
  ),
  fc.constantFrom(
    'LOCALHOST',
    'localhost.',
    '0.0.0.0',
    '[::ffff:127.0.0.1]',
    'ｌocalhost',
    '１27.0.0.1',
    'x%2eexample',
    '',
  ),
);
const port = fc.constantFrom('', '', ':443', ':8080', ':0', ':65536', ':x', ':');
const rest = fc.constantFrom(
  '',
  '',
  '/',
  '/start',
  '/a/../b',
  '/@x',
  '\\x',
  '?',
  '?a=b',
  '#',
  '#/',
  '/%0d%0a',
  '/ x',
  '/\r\nHost: x',
  '/\u2028',
);
const spelled = fc.tuple(scheme, user, host, port, rest).map((parts) => parts.join(''));
const address = fc.oneof({ weight: 4, arbitrary: spelled }, mutated(spelled), mutated(fc.webUrl()), oddText);

/** An address as every reader splits it, by the letters alone. */
const PARTS =
  /^(https?):\/\/(\[[\da-f:.]+\]|[^\s\p{Cc}[\]@:/\\?#]+)(:\d*)?(\/[^\s\p{Cc}\\?#]*)?([?#][^\s\p{Cc}\\]*)?$/iu;

/** Asked of the runtime, which is who will connect. */
function leadsToThisMachine(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'));
}

property(
  'a credential goes by TLS or stays here, and to the host that a person reads',
  ['taken', 'refused'],
  [address],
  (text) => {
    if (!isSafeUrl(text)) return 'refused';
    const [, protocol, , , , tail] = PARTS.exec(text) ?? [];
    expect(protocol).toBeDefined();
    expect(tail).toBeUndefined();
    const { username, password, search, hash } = new URL(text);
    expect([username, password, search, hash]).toEqual(['', '', '', '']);
    if (protocol?.toLowerCase() === 'http') expect(leadsToThisMachine(text)).toBe(true);
    return 'taken';
  },
);

property('a browser is sent to a web page by TLS, or to this machine', ['taken', 'refused'], [address], (text) => {
  if (!isWebAddress(text)) return 'refused';
  const [, protocol] = PARTS.exec(text) ?? [];
  expect(protocol).toBeDefined();
  if (protocol?.toLowerCase() === 'http') expect(leadsToThisMachine(text)).toBe(true);
  return 'taken';
});

property(
  'every plain https address is taken',
  ['taken'],
  [fc.domain(), fc.integer({ min: 1, max: 65_535 }), fc.webPath()],
  (name, number, path) => {
    // Not every name is one to the runtime: xn-- must be followed by Punycode.
    fc.pre(URL.canParse(`https://${name}`));
    expect(isSafeUrl(`https://${name}:${number}${path}`)).toBe(true);
    expect(isWebAddress(`https://${name}:${number}${path}?a=b#c`)).toBe(true);
    return 'taken';
  },
);
