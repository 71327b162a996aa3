import fc from 'fast-check';
import { awsTime, LAST_MOMENT, readSsoToken, SsoToken, type SsoTokenFile } from '../../shared/identity/sso-token.ts';
import { anyJson, builtInName, fieldsOf, mutated, oddText, property } from './run.ts';

const word = fc.string({ unit: fc.constantFrom(...'abcXYZ019+/=._-{}":,'), minLength: 1 });
const moment = fc.integer({ min: 0, max: LAST_MOMENT }).map((at) => Math.floor(at / 1000) * 1000);
const written = moment.map(awsTime);
const time = fc.oneof(
  written,
  written.map((text) => text.replace('Z', 'UTC')),
  written.map((text) => text.replace('Z', '+02:00')),
  fc.constantFrom('2024-02-30T00:00:00Z', '9999-12-31T23:59:59Z', 'now', '0', '2024', '2024-13-01T00:00:00Z', '', 'Z'),
  oddText,
);
const KNOWN = ['startUrl', 'region', 'clientId', 'clientSecret', 'registrationExpiresAt', 'refreshToken'] as const;
const known = Object.fromEntries(
  KNOWN.map((name) => [name, name === 'registrationExpiresAt' ? time : fc.oneof(word, oddText)]),
);
const more = fc.dictionary(fc.oneof(word, fc.constantFrom('issuedAt', 'ExpiresAt'), builtInName), anyJson, {
  maxKeys: 2,
});

/** As the AWS CLI writes it, perhaps with fields that we don't know. */
const valid: fc.Arbitrary<SsoTokenFile> = fc
  .tuple(
    more,
    fc.record({ accessToken: word, expiresAt: written, ...known }, { requiredKeys: ['accessToken', 'expiresAt'] }),
  )
  .map(([others, file]) => ({ ...others, ...file }) as SsoTokenFile);
/** With any value at any field. */
const strange = fc.record(
  {
    accessToken: fc.oneof({ weight: 3, arbitrary: word }, anyJson),
    expiresAt: fc.oneof({ weight: 3, arbitrary: time }, anyJson),
    ...Object.fromEntries(KNOWN.map((name) => [name, fc.oneof({ weight: 5, arbitrary: word }, anyJson)])),
  },
  { requiredKeys: [] },
);
const fileText = fc.oneof(
  valid.map((file) => JSON.stringify(file, null, 2)),
  mutated(
    valid.map((file) => JSON.stringify(file)),
    fc.oneof(word, oddText),
  ),
  strange.map((file) => JSON.stringify(file)),
  anyJson.map((value) => JSON.stringify(value)),
  oddText,
);

property('what we write is read back as it was, with every field that we do not know', ['read'], [valid], (file) => {
  const token = readSsoToken(JSON.stringify(new SsoToken(file).reveal(), null, 2));
  expect(token?.reveal()).toEqual(fieldsOf(file));
  expect(token?.accessToken.reveal()).toBe(file.accessToken);
  expect(awsTime(token?.expiresAt ?? Number.NaN)).toBe(file.expiresAt);
  return 'read';
});

property('a file is read as what stands in it, or not at all', ['read', 'refused'], [fileText], (text) => {
  const token = readSsoToken(text);
  if (!token) return 'refused';
  const said = JSON.parse(text);
  expect(token.reveal()).toEqual(fieldsOf(said));
  expect(token.accessToken.reveal()).toBe(said.accessToken);
  expect([...said.accessToken].every((letter: string) => letter > ' ' && letter < '\u007f')).toBe(true);
  for (const name of KNOWN) expect(['string', 'undefined', 'object']).toContain(typeof (said[name] ?? undefined));
  // A moment that means the same on every machine. (The engine takes February 30 for March 1.)
  expect(said.expiresAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\D/);
  expect(said.expiresAt).toMatch(/(Z|UTC|[+-]\d\d:\d\d)$/);
  expect(Number.isFinite(token.expiresAt)).toBe(true);
  const usual = /-(0[1-9]|1\d|2[0-8])T[01]\d:.*(Z|UTC)$/.test(said.expiresAt);
  if (usual) expect(awsTime(token.expiresAt)).toBe(`${said.expiresAt.slice(0, 19)}Z`);
  return 'read';
});

property(
  'what is no token is not taken for one',
  ['refused'],
  [valid, fc.constantFrom('accessToken', 'expiresAt'), anyJson],
  (file, name, value) => {
    fc.pre(typeof value !== 'string');
    expect(readSsoToken(JSON.stringify({ ...file, [name]: value }))).toBeUndefined();
    return 'refused';
  },
);

property(
  'half a file is no token: its writer is not done',
  ['refused'],
  [valid, fc.nat({ max: 1_000_000 })],
  (file, at) => {
    const text = JSON.stringify(file, null, 2);
    expect(readSsoToken(text.slice(0, at % text.length))).toBeUndefined();
    return 'refused';
  },
);

property(
  'the end of a token is the moment that stands there, whatever the zone of this machine',
  ['read'],
  [moment, fc.integer({ min: -14, max: 14 })],
  (at, hours) => {
    const zone = `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`;
    const there = awsTime(Math.min(Math.max(at + hours * 3_600_000, 0), LAST_MOMENT));
    const read = (expiresAt: string) => readSsoToken(JSON.stringify({ accessToken: 't', expiresAt }))?.expiresAt;
    expect(read(awsTime(at))).toBe(at);
    expect(read(awsTime(at).replace('Z', 'UTC'))).toBe(at);
    expect(read(there.replace('Z', zone))).toBe(Date.parse(there) - hours * 3_600_000);
    return 'read';
  },
);

property(
  'a token is refreshed only with all that it takes, before the registration ends',
  ['refreshable', 'over'],
  [valid, moment],
  (file, now) => {
    const means = new SsoToken(file).refreshable(now);
    if (!means) return 'over';
    expect([means.clientId, means.clientSecret.reveal(), means.refreshToken.reveal()]).toEqual([
      file.clientId,
      file.clientSecret,
      file.refreshToken,
    ]);
    expect(
      [file.clientId, file.clientSecret, file.refreshToken].every((value) => typeof value === 'string' && value !== ''),
    ).toBe(true);
    expect(Date.parse(String(file.registrationExpiresAt).replace('UTC', 'Z'))).toBeGreaterThan(now);
    return 'refreshable';
  },
);
