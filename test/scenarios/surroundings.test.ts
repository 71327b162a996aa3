import { onStage } from '../stage.ts';

const USER = { accountId: '111122223333', userName: 'ana', accessKeyId: 'AKIAANA', secretAccessKey: 'a-secret' };
const ARN = 'arn:aws:iam::444455556666:role/Reader';

const stage = onStage({ users: [USER], assumableRoles: [{ arn: ARN, maxSessionSeconds: 3600 }] });

/** A metadata service on this machine, in the way of EC2 (version 2) and of containers. */
let metadata: ReturnType<typeof Bun.serve>;
let asked: string[];

beforeEach(() => {
  asked = [];
  metadata = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    routes: {
      '/latest/api/token': { PUT: () => new Response('a-metadata-token') },
      '/latest/meta-data/iam/security-credentials/': noted(() => new Response('machine-role')),
      '/latest/meta-data/iam/security-credentials/machine-role': noted(credentials),
      '/container': noted(credentials),
      '/stalls': () => new Promise<Response>(() => {}),
    },
  });
});
afterEach(() => metadata.stop(true));

function noted(answer: () => Response) {
  return (request: Request) => {
    const { headers } = request;
    asked.push(`${headers.get('authorization') ?? headers.get('x-aws-ec2-metadata-token')}`);
    return answer();
  };
}

/** Keys that the fake AWS knows as a user's, and that end: their session token is left out. */
function credentials(): Response {
  const { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey } = USER;
  const Expiration = new Date(Date.now() + 3_600_000).toISOString();
  return Response.json({ Code: 'Success', AccessKeyId, SecretAccessKey, Token: '', Expiration });
}

function launch(source: string, env: Record<string, string> = {}) {
  stage.person.write(
    '.aws/config',
    `[profile it]\nrole_arn = ${ARN}\nrole_session_name = it\ncredential_source = ${source}\nregion = us-east-1\n`,
  );
  return stage.person.run('bedrock-launcher', ['--no-open', '--profile', 'it'], { env });
}

test.each([
  ['Environment', () => ({ AWS_ACCESS_KEY_ID: USER.accessKeyId, AWS_SECRET_ACCESS_KEY: USER.secretAccessKey }), []],
  [
    'Ec2InstanceMetadata',
    () => ({ AWS_EC2_METADATA_SERVICE_ENDPOINT: metadata.url.origin }),
    ['a-metadata-token', 'a-metadata-token'],
  ],
  [
    'EcsContainer',
    () => ({
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${metadata.url.origin}/container`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'a-container-token',
    }),
    ['a-container-token'],
  ],
])('a role over %s is assumed', async (source, env, tokens) => {
  const launched = await launch(source, env());
  expect(launched).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('assumed-role/Reader/it') });
  expect(asked).toEqual(tokens);
});

test.each([
  ['Environment', () => ({}), /AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY hold no keys/],
  ['Environment', () => ({ AWS_ACCESS_KEY_ID: 'AKIAANA' }), /hold no keys/],
  ['Ec2InstanceMetadata', () => ({ AWS_EC2_METADATA_DISABLED: 'true' }), /no instance metadata service gave any/],
  [
    'Ec2InstanceMetadata',
    () => ({ AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:9' }),
    /no instance metadata service gave any/,
  ],
  ['EcsContainer', () => ({}), /no container service gave any/],
  [
    'EcsContainer',
    () => ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${metadata.url.origin}/stalls` }),
    /no container service gave any/,
  ],
  [
    'EcsContainer',
    () => ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://example.com/x' }),
    /no container service gave any/,
  ],
])('%s that gives nothing is named, soon', async (source, env, message) => {
  const launched = await launch(source, env());
  expect(launched).toMatchObject({ exitCode: 3, stderr: expect.stringMatching(message) });
  expect(launched.stderr).toContain(`profile it has its credentials from credential_source ${source}`);
});

test('keys in the environment do not count where a profile is named, by whatever means', async () => {
  const config = '[profile it]\naws_access_key_id = AKIAANA\naws_secret_access_key = a-secret\nregion = us-east-1\n';
  stage.person.write('.aws/config', config);
  const env = { AWS_ACCESS_KEY_ID: 'AKIAOTHER', AWS_SECRET_ACCESS_KEY: 'x', AWS_PROFILE: 'it' };
  const named = await stage.person.run('bedrock-launcher', ['--no-open', '--profile', 'it'], { env });
  expect(named.stderr).toContain('user/ana');
  stage.person.write('settings.json', { inferenceBedrockRegion: 'us-east-1' });
  const byEnvironment = await stage.person.run('bedrock-launcher', ['--no-open'], { env });
  expect(byEnvironment.stderr).toContain('user/ana');
});
