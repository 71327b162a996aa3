import fc from 'fast-check';
import { readAuthorization } from '../../shared/identity/device-flow.ts';
import { readGrant, readRegistration } from '../../shared/identity/oidc.ts';
import { readCredentials, revealed } from '../../shared/identity/role-credentials.ts';
import { awsTime } from '../../shared/identity/sso-token.ts';
import { anyJson, outcomeOf, PLANTED, property } from './run.ts';

const NOW = Date.UTC(2026, 0, 1);
const word = fc.oneof(fc.string({ unit: fc.constantFrom(...'abcXYZ019+/=._-'), minLength: 1 }), fc.constant(PLANTED));
const number = fc.oneof(
  fc.integer({ min: 0, max: 4_000_000_000 }),
  fc.double(),
  fc.constantFrom(0, 1, -1, 600, 5, 60, 61, 86_400, 1e300, 253_402_300_800, 253_402_300_800_000),
);
const address = fc.oneof(
  fc.webUrl(),
  fc.constantFrom(
    'http://127.0.0.1:1/device',
    'http://evil.example/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://u:p@x.example',
  ),
);

/** A right answer, of which one field may be missing or be anything. */
function answer(fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Record<string, unknown>> {
  const whole = fc.record(fields);
  const name = fc.constantFrom(...Object.keys(fields));
  const spoilt = fc.tuple(whole, name, anyJson).map(([record, field, value]) => ({ ...record, [field]: value }));
  const partial = fc.record(fields, { requiredKeys: [] });
  const other = anyJson.map((value) => value as Record<string, unknown>);
  return fc.oneof({ weight: 3, arbitrary: whole }, spoilt, partial, other);
}

const isWord = (value: unknown) => typeof value === 'string' && value !== '' && !/[^!-~]/.test(value);
/** A moment that the AWS CLI's form of a time can hold. */
const isMoment = (epochMs: number) => epochMs >= 0 && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(awsTime(epochMs));

const ends = ['read', 'refused'] as const;

async function refusal(outcome: object): Promise<'refused'> {
  expect(outcome).toMatchObject({ code: 'unreachable', hint: expect.stringContaining('captive portal') });
  return 'refused';
}

const registration = answer({ clientId: word, clientSecret: word, clientSecretExpiresAt: number });

property('a registration', ends, [registration], async (said) => {
  const outcome = await outcomeOf(() => readRegistration(said));
  if (outcome instanceof Error) return refusal(outcome);
  const { clientId, clientSecret, expiresAt } = outcome.value;
  expect([clientId, clientSecret.reveal(), expiresAt]).toEqual([
    said['clientId'],
    said['clientSecret'],
    said['clientSecretExpiresAt'],
  ]);
  expect([isWord(clientId), isWord(clientSecret.reveal()), isMoment(expiresAt * 1000)]).toEqual([true, true, true]);
  return 'read';
});

const grant = answer({
  accessToken: word,
  refreshToken: fc.oneof(word, fc.constantFrom(null, undefined, '')),
  expiresIn: number,
});

property('a grant', ends, [grant], async (said) => {
  const outcome = await outcomeOf(() => readGrant(said));
  if (outcome instanceof Error) return refusal(outcome);
  const { accessToken, refreshToken, expiresIn } = outcome.value;
  expect([accessToken, refreshToken, expiresIn]).toEqual([
    said['accessToken'],
    said['refreshToken'],
    said['expiresIn'],
  ]);
  expect([isWord(accessToken), refreshToken == null || isWord(refreshToken)]).toEqual([true, true]);
  expect([expiresIn > 0, isMoment(NOW + expiresIn * 1000)]).toEqual([true, true]);
  return 'read';
});

const authorization = answer({
  deviceCode: word,
  userCode: word,
  verificationUri: address,
  verificationUriComplete: fc.oneof(address, fc.constantFrom(null, undefined)),
  interval: fc.oneof(number, fc.constantFrom(null, undefined, 0, 5, 10)),
  expiresIn: fc.oneof(number, fc.integer({ min: 1, max: 3600 })),
});

property('a device authorization', ends, [authorization], async (said) => {
  const outcome = await outcomeOf(() => readAuthorization(said, NOW));
  if (outcome instanceof Error) return refusal(outcome);
  const { deviceCode, userCode, address: invitation, interval, expiresAt } = outcome.value;
  expect([deviceCode, userCode]).toEqual([said['deviceCode'], said['userCode']]);
  expect(invitation).toBe(said['verificationUriComplete'] ?? said['verificationUri']);
  // What a person is sent to is a web page; nothing but this machine may be without TLS.
  expect(invitation).toMatch(/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/])/i);
  expect(/[\s\p{Cc}]/u.test(invitation)).toBe(false);
  expect(/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(userCode)).toBe(false);
  // Never a busy loop, never for ever.
  expect(interval).toBeGreaterThan(0);
  expect(interval).toBeLessThanOrEqual(60_000);
  expect([expiresAt > NOW, isMoment(expiresAt)]).toEqual([true, true]);
  return 'read';
});

const credentials = answer({
  accessKeyId: word,
  secretAccessKey: word,
  sessionToken: word,
  expiration: fc.oneof(fc.integer({ min: 0, max: 253_402_300_799_000 }), number),
});

property('role credentials', ends, [credentials], async (said) => {
  const outcome = await outcomeOf(() => readCredentials(said));
  if (outcome instanceof Error) return refusal(outcome);
  const { accessKeyId, secretAccessKey, sessionToken } = said;
  expect(revealed(outcome.value)).toEqual({ accessKeyId, secretAccessKey, sessionToken });
  expect([accessKeyId, secretAccessKey, sessionToken].every(isWord)).toBe(true);
  expect(outcome.value.expiresAt).toBe(said['expiration']);
  expect([Number.isInteger(said['expiration']), isMoment(Number(said['expiration']))]).toEqual([true, true]);
  expect(JSON.stringify({ ...outcome.value, accessKeyId: '' })).not.toContain(PLANTED);
  return 'read';
});
