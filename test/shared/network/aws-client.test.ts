import { clientSettings } from '../../../shared/network/aws-client.ts';
import { problemOf } from '../world.ts';

const settings = (env: Record<string, string>) => clientSettings({ env }, 'STS', 'eu-west-1');

test('a client gets its region, and the endpoint of AWS itself', () => {
  expect(settings({})).toMatchObject({ region: 'eu-west-1' });
  expect(settings({})).not.toHaveProperty('endpoint');
});

test.each([
  ['the one of all services', { AWS_ENDPOINT_URL: 'https://all.example' }, 'https://all.example'],
  [
    'the one of its service',
    { AWS_ENDPOINT_URL_STS: 'https://sts.example', AWS_ENDPOINT_URL: 'https://all.example' },
    'https://sts.example',
  ],
  [
    'not the one of another service',
    { AWS_ENDPOINT_URL_SSO: 'https://sso.example', AWS_ENDPOINT_URL: 'https://all.example' },
    'https://all.example',
  ],
  ['not an empty one', { AWS_ENDPOINT_URL_STS: '', AWS_ENDPOINT_URL: 'https://all.example' }, 'https://all.example'],
  ['one on this machine without TLS', { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }, 'http://127.0.0.1:4566'],
  ['one on this machine by name', { AWS_ENDPOINT_URL: 'http://localhost:4566' }, 'http://localhost:4566'],
  ['one on this machine by IPv6', { AWS_ENDPOINT_URL: 'http://[::1]:4566' }, 'http://[::1]:4566'],
])('the endpoint of the environment is taken: %s', (_name, env, endpoint) => {
  expect(settings(env)).toMatchObject({ endpoint });
});

test.each([
  'http://sts.example',
  'http://10.0.0.1',
  'sts.example',
  'https://user:password@sts.example',
  'ftp://x',
  'x',
])('no credential is sent to the endpoint %s', async (endpoint) => {
  const problem = await problemOf(() => settings({ AWS_ENDPOINT_URL: endpoint }));
  expect(problem).toMatchObject({ code: 'configuration', message: expect.stringContaining('AWS_ENDPOINT_URL') });
  expect(problem.message).not.toContain('password');
});

test.each<[string, Record<string, string>, string | undefined]>([
  ['AWS_ENDPOINT_URL_STS', { AWS_ENDPOINT_URL_STS: 'x', AWS_ENDPOINT_URL: 'https://all.example' }, undefined],
  ['AWS_ENDPOINT_URL', { AWS_ENDPOINT_URL: 'x' }, undefined],
  ['endpoint_url in the AWS config file', {}, 'x'],
])('what is wrong is named: %s', async (name, env, url) => {
  const endpoints = { urls: url ? { STS: url } : {}, fips: false, dualStack: false };
  const problem = await problemOf(() => clientSettings({ env, endpoints }, 'STS', 'eu-west-1'));
  expect(problem?.message).toMatch(new RegExp(`^${name} must be an https address`));
});
