import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAwsConfig } from '../../../shared/identity/aws-config.ts';
import { endpointsOf } from '../../../shared/identity/endpoints.ts';
import { newWorld, problemOf, type World } from '../world.ts';

let world: World;

beforeEach(() => {
  world = newWorld();
});
afterEach(() => world.leave());

function read(text: string, env: Record<string, string> = {}) {
  const files = { config: join(world.home, 'config'), credentials: join(world.home, 'credentials') };
  writeFileSync(files.config, text);
  return endpointsOf(env, readAwsConfig(files), 'it');
}

const ALL = 'https://all.example.com';
const every = { STS: ALL, SSO: ALL, SSO_OIDC: ALL, BEDROCK_RUNTIME: ALL, BEDROCK: ALL, IAM: ALL };
const OWN = `[services own]
sts =
  endpoint_url = https://sts.example.com
sso_oidc =
  endpoint_url = http://127.0.0.1:1
s3 =
  endpoint_url = http://s3.example.com
`;
const own = { STS: 'https://sts.example.com', SSO_OIDC: 'http://127.0.0.1:1' };

test.each([
  ['nothing', '[profile it]\n', {}, {}],
  ['that of another profile', `[profile other]\nendpoint_url = ${ALL}\n[profile it]\n`, {}, {}],
  ['that of default', `[default]\nendpoint_url = ${ALL}\n[profile it]\n`, {}, {}],
  ['one address for all', `[profile it]\nendpoint_url = ${ALL}\n`, {}, every],
  ['one for some services', `${OWN}[profile it]\nservices = own\n`, {}, own],
  ['both: the own one counts', `${OWN}[profile it]\nservices = own\nendpoint_url = ${ALL}\n`, {}, { ...every, ...own }],
  ['one that is not to count', `[profile it]\nendpoint_url = ${ALL}\nignore_configured_endpoint_urls = true\n`, {}, {}],
  [
    'one that the environment puts aside',
    `[profile it]\nendpoint_url = ${ALL}\n`,
    { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
    {},
  ],
])('%s', (_what, config, env, urls) => {
  expect(read(config, env)).toEqual({ urls, fips: false, dualStack: false });
});

test('FIPS and dual stack', () => {
  const found = read('[profile it]\nuse_fips_endpoint = true\nuse_dualstack_endpoint = True\n');
  expect(found).toEqual({ urls: {}, fips: true, dualStack: true });
});

test.each([
  [
    'an address in the clear',
    '[profile it]\nendpoint_url = http://example.com\n',
    /\[profile it\]: its endpoint_url is neither https/,
  ],
  [
    'a services section that is not there',
    '[profile it]\nservices = gone\n',
    /names services gone, but there is no \[services gone\]/,
  ],
])('%s is named', async (_what, config, message) => {
  expect(await problemOf(() => read(config))).toMatchObject({
    code: 'configuration',
    message: expect.stringMatching(message),
  });
});
