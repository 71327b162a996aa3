import { getToken } from '@aws/bedrock-token-generator';
import { GetRoleCredentialsCommand } from '@aws-sdk/client-sso';
import { CreateTokenCommand } from '@aws-sdk/client-sso-oidc';
import { newPerson } from '../person.ts';
import { ask, bedrockOf, oidcOf, portalOf, refusalOf, roleCredentials } from './clients.ts';
import { type FakeAws, startFakeAws } from './server.ts';

let fake: FakeAws;
beforeEach(async () => {
  fake = await startFakeAws({ wordDelayMs: 0, decision: 'approve' });
});
afterEach(() => fake.stop());

const kinds = () => [...new Set(fake.secrets().map(({ kind }) => kind))].sort();

test('it knows what it gave away, rotated or not, and what it was shown', async () => {
  const { clientId, clientSecret, accessToken, refreshToken } = await fake.issueSession();
  const request = { clientId, clientSecret, refreshToken, grantType: 'refresh_token' };
  const fresh = await oidcOf(fake).send(new CreateTokenCommand(request));
  const credentials = await roleCredentials(fake);
  const token = await getToken({ credentials, region: 'us-east-1', expiresInSeconds: 60 });
  await ask(bedrockOf(fake, { token }));
  const values = fake.secrets().map(({ value }) => value);
  const { secretAccessKey, sessionToken } = credentials;
  const expected = [clientSecret, accessToken, refreshToken, fresh.accessToken, fresh.refreshToken];
  expect(values).toEqual(expect.arrayContaining([...expected, secretAccessKey, sessionToken, token]));
});

test.each([
  ['authorization-code', ['authorization code', 'code verifier']],
  ['device-code', ['device code']],
])('a sign-in by %s adds its own', async (signInFlow, own) => {
  const person = newPerson(fake);
  person.write('settings.json', { ...JSON.parse(person.read('settings.json')), signInFlow });
  await person.run('bedrock-launcher', ['--no-open']);
  person.leave();
  expect(kinds()).toEqual(
    [...own, 'access token', 'client secret', 'refresh token', 'secret access key', 'session token'].sort(),
  );
});

test('nobody gets them over the wire', async () => {
  await fake.issueSession();
  expect((await fetch(`${fake.url}/_fake/secrets`)).status).toBe(404);
});

describe('a refusal that repeats what it was sent', () => {
  test.each(['echo', 'echo-name'] as const)('%s', async (fault) => {
    const { accessToken } = await fake.issueSession();
    fake.faults.set('GetRoleCredentials', fault, 1);
    const call = portalOf(fake).send(
      new GetRoleCredentialsCommand({ accessToken, accountId: '111122223333', roleName: 'BedrockUser' }),
    );
    const { name, message, status } = await refusalOf(call);
    // The client takes the name up to a colon.
    expect(fault === 'echo' ? message : name).toContain(accessToken.split(':')[0]);
    expect(status).toBe(400);
  });
});
