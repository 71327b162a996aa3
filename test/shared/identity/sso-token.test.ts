import { inspect } from 'node:util';
import { awsTime, readSsoToken } from '../../../shared/identity/sso-token.ts';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const whole = {
  accessToken: 'access',
  expiresAt: '2026-06-01T13:00:00Z',
  clientId: 'id',
  clientSecret: 'secret',
  registrationExpiresAt: '2026-08-01T00:00:00Z',
  refreshToken: 'refresh',
};
const read = (other: object = {}) => readSsoToken(JSON.stringify({ ...whole, ...other }));

test.each([
  ['Z', '2026-06-01T13:00:00Z'],
  ['a fraction', '2026-06-01T13:00:00.000Z'],
  ['an offset', '2026-06-01T15:00:00+02:00'],
  ['UTC, as older AWS CLIs wrote it', '2026-06-01T13:00:00UTC'],
])('a time with %s is understood', (_name, expiresAt) => {
  expect(read({ expiresAt })?.expiresAt).toBe(NOW + 3_600_000);
});

test.each([
  ['no text', ''],
  ['half a text', JSON.stringify(whole).slice(0, 50)],
  ['null', 'null'],
  ['a list', '[]'],
  ['a word', '"token"'],
  ['no access token', JSON.stringify({ ...whole, accessToken: undefined })],
  ['an empty access token', JSON.stringify({ ...whole, accessToken: '' })],
  ['a number for a token', JSON.stringify({ ...whole, accessToken: 5 })],
  ['no end', JSON.stringify({ ...whole, expiresAt: undefined })],
  ['an end that is no time', JSON.stringify({ ...whole, expiresAt: 'soon' })],
  ['an end without a zone', JSON.stringify({ ...whole, expiresAt: '2026-06-01T13:00:00' })],
  ['a day for an end', JSON.stringify({ ...whole, expiresAt: '2026-06-01' })],
  ['a number in an end', JSON.stringify({ ...whole, expiresAt: 'session 9' })],
  ['an end on a day that is not', JSON.stringify({ ...whole, expiresAt: '2026-13-01T13:00:00Z' })],
  [
    'a registration without a token',
    JSON.stringify({ clientId: 'id', clientSecret: 'x', expiresAt: '2026-06-01T13:00:00Z' }),
  ],
  ['a token with a line break', JSON.stringify({ ...whole, accessToken: 'a\r\nX-Evil: 1' })],
  ['a token that no header can carry', JSON.stringify({ ...whole, accessToken: '日本語' })],
  ['a token with a NUL', JSON.stringify({ ...whole, accessToken: 'a\0b' })],
])('a file with %s holds no token', (_name, text) => {
  expect(readSsoToken(text)).toBeUndefined();
});

test.each(['refreshToken', 'registrationExpiresAt', 'startUrl'])(
  'a file whose %s is null holds a token all the same',
  (name) => {
    expect(read({ [name]: null })?.accessToken.reveal()).toBe('access');
  },
);

test('it can be refreshed while the registration stands', () => {
  const means = read()?.refreshable(NOW);
  expect([means?.clientId, means?.clientSecret.reveal(), means?.refreshToken.reveal()]).toEqual([
    'id',
    'secret',
    'refresh',
  ]);
});

test.each([
  ['the registration has expired', { registrationExpiresAt: '2026-06-01T12:00:00Z' }],
  ['nobody says when the registration expires', { registrationExpiresAt: undefined }],
  ['there is no refresh token', { refreshToken: undefined }],
])('it cannot be refreshed when %s', (_name, other) => {
  expect(read(other)?.refreshable(NOW)).toBeUndefined();
});

test('no way of printing it shows a secret', () => {
  const token = read({ accessToken: 'a-very-secret-thing', refreshToken: 'a-very-secret-thing' });
  for (const text of [
    String(token),
    JSON.stringify(token),
    inspect(token, { depth: 9, showHidden: true }),
    Bun.inspect(token),
  ]) {
    expect(text).not.toContain('very-secret');
  }
});

test.each([
  [0, '1970-01-01T00:00:00Z'],
  [NOW + 999, '2026-06-01T12:00:00Z'],
])('%d is written as the AWS CLI writes it', (time, text) => {
  expect(awsTime(time)).toBe(text);
});
