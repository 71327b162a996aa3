import { surroundingCredentials } from '../../../shared/identity/surroundings.ts';
import { forever, problemOf } from '../world.ts';

const KEYS = { AWS_ACCESS_KEY_ID: 'AKIAANA', AWS_SECRET_ACCESS_KEY: 's' };
const found = (env: Record<string, string>) => surroundingCredentials(env, 'it', 'Environment', forever());

// The metadata services are asked in test/scenarios/surroundings.test.ts: the SDK looks at the environment itself.
describe('the environment gives', () => {
  test.each([
    ['permanent keys', {}, undefined, undefined],
    ['keys with a session token', { AWS_SESSION_TOKEN: 't' }, 't', undefined],
    ['keys with a session token of the old name', { AWS_SECURITY_TOKEN: 'u', AWS_SESSION_TOKEN: 't' }, 'u', undefined],
    ['keys with an end', { AWS_CREDENTIAL_EXPIRATION: '2030-01-01T00:00:00Z' }, undefined, Date.UTC(2030, 0)],
    ['keys with an end that is none', { AWS_CREDENTIAL_EXPIRATION: 'soon' }, undefined, undefined],
  ])('%s', async (_what, more, token, expiresAt) => {
    const credentials = await found({ ...KEYS, ...more });
    expect(credentials).toMatchObject({ accessKeyId: 'AKIAANA', expiresAt });
    expect(credentials.secretAccessKey.reveal()).toBe('s');
    expect(credentials.sessionToken?.reveal()).toBe(token);
  });

  test.each([
    {},
    { AWS_ACCESS_KEY_ID: 'A' },
    { AWS_SECRET_ACCESS_KEY: 's' },
    { ...KEYS, AWS_ACCESS_KEY_ID: '' },
    { ...KEYS, AWS_SESSION_TOKEN: 'a\nb' },
  ])('nothing by %j', async (env) => {
    expect(await problemOf(() => found(env))).toMatchObject({
      code: 'configuration',
      message: expect.stringContaining('credential_source Environment: AWS_ACCESS_KEY_ID'),
    });
  });
});
