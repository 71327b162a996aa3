import { inspect } from 'node:util';
import { revealed, roleCredentials } from '../../../shared/identity/role-credentials.ts';
import { Problem } from '../../../shared/problem.ts';
import { Secret } from '../../../shared/secret.ts';
import type { Fault } from '../../fake-aws/fault.ts';
import { type FakeAws, startFakeAws } from '../../fake-aws/server.ts';
import { envOf, forever, problemOf } from '../world.ts';

let fake: FakeAws;
let accessToken: Secret;

beforeEach(async () => {
  fake = await startFakeAws();
  accessToken = new Secret((await fake.issueSession()).accessToken);
});
afterEach(() => fake.stop());

const ROLE = { accountId: '111122223333', roleName: 'BedrockUser' };
const ask = (role = ROLE, token = accessToken, signal = forever()) =>
  roleCredentials({ env: envOf(fake) }, 'us-east-1', role, token, signal);

test('the portal gives credentials that live as long as the role says, and print as nothing', async () => {
  fake.options.roles = [{ ...ROLE, sessionSeconds: 3600 }];
  const credentials = await ask();
  expect(credentials?.accessKeyId).toMatch(/^ASIA/);
  expect((credentials?.expiresAt ?? 0) - Date.now()).toBeGreaterThan(3_590_000);
  expect(credentials && revealed(credentials)).toEqual({
    accessKeyId: credentials?.accessKeyId,
    secretAccessKey: expect.stringMatching(/.{20,}/),
    sessionToken: expect.stringMatching(/^IQoJ/),
  });
  expect(inspect(credentials, { depth: 9 }) + JSON.stringify(credentials)).not.toMatch(/IQoJ/);
});

test('a session that is over gives none, and is no problem', async () => {
  fake.endSessions();
  expect(await ask()).toBeUndefined();
  expect(await ask(ROLE, new Secret('unknown'))).toBeUndefined();
});

test.each([
  ['another role', { ...ROLE, roleName: 'Admin' }],
  ['another account', { ...ROLE, accountId: '999999999999' }],
])('%s is a refusal that names both', async (_name, role) => {
  expect(await problemOf(() => ask(role))).toMatchObject({
    code: 'awsRefused',
    message: `the access portal gives no credentials for role ${role.roleName} in account ${role.accountId}`,
  });
});

const whole = { accessKeyId: 'ASIA', secretAccessKey: 's', sessionToken: 't', expiration: 4e12 };
const json = (body: unknown): Fault => ({
  status: 200,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
});

test.each<[string, Fault]>([
  ['a web page', 'html'],
  ['half a document', 'garbage'],
  ['null', json(null)],
  ['an empty document', json({})],
  ['no credentials', json({ roleCredentials: null })],
  ['empty credentials', json({ roleCredentials: {} })],
  ['no key', json({ roleCredentials: { ...whole, accessKeyId: '' } })],
  ['no secret', json({ roleCredentials: { ...whole, secretAccessKey: undefined } })],
  ['no session token', json({ roleCredentials: { ...whole, sessionToken: null } })],
  ['an end that is a word', json({ roleCredentials: { ...whole, expiration: 'soon' } })],
  ['an end beyond all numbers', json({ roleCredentials: { ...whole, expiration: 1e300 } })],
  ['a key that is a number', json({ roleCredentials: { ...whole, accessKeyId: 5 } })],
  ['a secret that is an object', json({ roleCredentials: { ...whole, secretAccessKey: {} } })],
  ['a session token with a line break', json({ roleCredentials: { ...whole, sessionToken: 'a\r\nb' } })],
  ['a session token of other letters', json({ roleCredentials: { ...whole, sessionToken: '日本' } })],
])('%s instead of credentials is a problem of the network', async (_name, fault) => {
  fake.faults.set('GetRoleCredentials', fault);
  expect((await problemOf(() => ask())).code).toBe('unreachable');
});

test.each(['stall', 'stall-body'] as const)(
  "the signal's own problem comes through word for word: %s",
  async (fault) => {
    fake.faults.set('GetRoleCredentials', fault);
    const late = new Problem('timeout', 'late', 'hint');
    const controller = new AbortController();
    const asked = async () => {
      while (fake.count('GetRoleCredentials') === 0) await Bun.sleep(5);
      // The head of the answer has to arrive before the end of our patience.
      await Bun.sleep(50);
      controller.abort(late);
    };
    void asked();
    const problem = await problemOf(() => ask(ROLE, accessToken, controller.signal));
    expect([problem.code, problem.message, problem.hint]).toEqual(['timeout', 'late', 'hint']);
  },
);
