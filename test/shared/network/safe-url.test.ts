import { isSafeUrl, isWebAddress } from '../../../shared/network/safe-url.ts';

test.each([
  'https://bedrock.us-east-1.amazonaws.com',
  'https://x.example/path',
  'https://x.example:8443',
  'http://localhost:4566',
  'http://127.0.0.1',
  'http://127.8.9.10:1/x',
  'http://[::1]:8080',
  'HTTPS://X.EXAMPLE',
  'http://127.1',
  'http://0x7f.0.0.1',
])('a credential may go to %s', (url) => {
  expect(isSafeUrl(url)).toBe(true);
});

test.each([
  '',
  'x.example',
  '//x.example',
  'http://x.example',
  'http://127.0.0.1.x.example',
  'http://127.0.0.1x',
  'http://localhost.x.example',
  'http://notlocalhost',
  'http://0.0.0.0',
  'http://[::]',
  'http://[::ffff:127.0.0.1]',
  'http://10.0.0.1',
  'http://169.254.169.254',
  'ftp://localhost',
  'ws://localhost',
  'file:///etc/passwd',
  'data:text/plain,x',
  'https://user@x.example',
  'https://user:password@x.example',
  'http://localhost@x.example',
  'https://x.example?token=1',
  'https://x.example#x',
  'https://',
  'https:// x.example',
  // What the URL parser forgives, and another program does not.
  ' https://x.example',
  'https://x.exa\nmple',
  'https://x.example/\r\nHost: y.example',
  'https:x.example',
  'https:\\\\x.example',
  'https://x.example\\@y.example',
  'https://@x.example',
  'https://x.example?',
  'https://x.example/#',
])('no credential goes to %j', (url) => {
  expect(isSafeUrl(url)).toBe(false);
});

test.each([
  'https://x.example/a?b=c#d',
  'http://127.0.0.1:1/device?user_code=ABCD',
  'https://x.example/@a',
  `https://x.example/${'a'.repeat(8000)}`,
])('a browser may be sent to %s', (url) => {
  expect(isWebAddress(url)).toBe(true);
});

test.each([
  'http://x.example',
  'javascript:alert(1)',
  'https://user@x.example',
  'https://x.example/\r\nx',
  'https://x.example\\y',
  'https://x.example/\u202egpj.exe',
  'https://x\u200b.example/',
])('no browser is sent to %j', (url) => {
  expect(isWebAddress(url)).toBe(false);
});

test('no browser is sent to an address of more than 8 KiB', () => {
  const lengths = [8_000, 8_192];
  expect(lengths.map((length) => isWebAddress(`https://x.example/${'a'.repeat(length)}`))).toEqual([true, false]);
});
