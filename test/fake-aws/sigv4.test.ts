import { formatTime, readTime, sha256, signatureOf } from './sigv4.ts';

/** From the test suite that AWS publishes for Signature Version 4. */
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const claim = {
  accessKeyId: 'AKIDEXAMPLE',
  day: '20150830',
  time: '20150830T123600Z',
  region: 'us-east-1',
  service: 'service',
  signature: '',
};
const vanilla = { host: 'example.amazonaws.com', 'x-amz-date': claim.time };
const form = { ...vanilla, 'content-type': 'application/x-www-form-urlencoded' };

test.each([
  ['get-vanilla', 'GET', '', vanilla, '', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  [
    'get-vanilla-query-order-key-case',
    'GET',
    'Param2=value2&Param1=value1',
    vanilla,
    '',
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  [
    'post-x-www-form-urlencoded',
    'POST',
    '',
    form,
    'Param1=value1',
    'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  ],
])('signs %s as AWS does', (_name, method, query, headers, body, signature) => {
  const request = {
    method,
    path: '/',
    query: [...new URLSearchParams(query)],
    headers: new Headers(headers),
    payloadHash: sha256(body),
  };
  const signedHeaders = Object.keys(headers).sort();
  expect(signatureOf(request, { ...claim, signedHeaders }, SECRET)).toBe(signature);
});

test('times go there and back', () => {
  expect(formatTime(readTime('20150830T123600Z'))).toBe('20150830T123600Z');
});
