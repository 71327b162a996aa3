import { getToken } from '@aws/bedrock-token-generator';
import { ask, bedrockOf, refusalOf, roleCredentials } from './clients.ts';
import { type FakeAws, startFakeAws } from './server.ts';

const PREFIX = 'bedrock-api-key-';
let fake: FakeAws;

beforeEach(async () => {
  fake = await startFakeAws({ wordDelayMs: 0, answer: 'yes' });
});
afterEach(() => fake.stop());

async function mint(region = 'us-east-1', expiresInSeconds = 3600): Promise<string> {
  return getToken({ credentials: await roleCredentials(fake), region, expiresInSeconds });
}

const use = (token: string) => ask(bedrockOf(fake, { token }));

const decode = (token: string) => Buffer.from(token.slice(PREFIX.length), 'base64').toString();
const encode = (text: string) => `${PREFIX}${Buffer.from(text).toString('base64')}`;

test('the token of the official generator is accepted', async () => {
  expect(await use(await mint())).toBe('yes');
  expect(fake.calls.at(-1)).toMatchObject({ auth: 'bearer', tokenSeconds: 3600, status: 200 });
});

test('taking a token apart and putting it together changes nothing', async () => {
  const token = await mint();
  expect(encode(decode(token))).toBe(token);
});

test.each([
  ['the host', 'bedrock.amazonaws.com/', 'bedrock.example.com/'],
  ['the path', 'amazonaws.com/?', 'amazonaws.com/other?'],
  ['Action', 'CallWithBearerToken', 'CallWithAnything'],
  ['the algorithm', 'AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA1'],
  ['the access key', 'Credential=ASIA', 'Credential=AKIA'],
  ['the day', /Credential=(\w+)%2F\d{8}/, 'Credential=$1%2F20200101'],
  ['the region', '%2Fus-east-1%2F', '%2Fus-west-2%2F'],
  ['the service', '%2Fbedrock%2F', '%2Fsts%2F'],
  ['the end of the scope', 'aws4_request', 'aws5_request'],
  ['X-Amz-Date', /X-Amz-Date=\d{8}T\d{6}Z/, 'X-Amz-Date=20200101T000000Z'],
  ['the time of day', /(X-Amz-Date=\d{8})T\d{6}Z/, '$1T000001Z'],
  ['X-Amz-Expires', 'X-Amz-Expires=3600', 'X-Amz-Expires=3601'],
  ['X-Amz-Security-Token', 'X-Amz-Security-Token=IQ', 'X-Amz-Security-Token=IX'],
  ['no session token', /&X-Amz-Security-Token=[^&]*/, ''],
  ['X-Amz-Signature', /X-Amz-Signature=(.)/, 'X-Amz-Signature=z'],
  ['another signature', /X-Amz-Signature=\w+/, `X-Amz-Signature=${'0'.repeat(64)}`],
  ['the signed headers', 'SignedHeaders=host', 'SignedHeaders=date'],
  ['a parameter more', '&Version=1', '&Extra=1&Version=1'],
  ['a parameter twice', '&Version=1', '&Action=CallWithBearerToken&Version=1'],
  ['Version', '&Version=1', '&Version=2'],
  ['no Version', '&Version=1', ''],
  ['the scheme', /^/, 'https://'],
])('a token is refused when someone changed %s', async (_name, from, to) => {
  const text = decode(await mint());
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  expect(await refusalOf(use(encode(changed)))).toEqual({
    name: 'AccessDeniedException',
    message: 'Authentication failed: Please make sure your API Key is valid.',
    status: 403,
  });
});

test.each([
  ['no prefix', (token: string) => token.slice(PREFIX.length)],
  [
    'a longer life than 12 hours',
    () => mint('us-east-1', 43_200).then((token) => encode(decode(token).replace('43200', '43201'))),
  ],
  ['another region', () => mint('eu-west-1')],
  ['the alphabet of base64url', (token: string) => `${token.replace(/=*$/, '')}-_`],
  ['a character more', (token: string) => `${token}A`],
  ['an IAM key', () => 'AKIAIOSFODNN7EXAMPLE'],
])('a token is refused with %s', async (_name, change) => {
  const refusal = await refusalOf(use(await change(await mint())));
  expect(refusal).toMatchObject({ name: 'AccessDeniedException', status: 403 });
  expect(fake.calls.at(-1)?.reason).toEqual(expect.any(String));
});

test('a token ends when its time is over', async () => {
  const token = await mint('us-east-1', 60);
  fake.options.now = () => Date.now() + 61_000;
  expect(await refusalOf(use(token))).toEqual({
    name: 'AccessDeniedException',
    message: 'Bearer Token has expired',
    status: 403,
  });
});

test('a token ends with the role session that signed it', async () => {
  const token = await mint();
  fake.endRoleSessions();
  expect(await refusalOf(use(token))).toMatchObject({ name: 'ExpiredTokenException', status: 403 });
});

test('a token that was signed in the future is refused', async () => {
  const token = await mint();
  fake.options.now = () => Date.now() - 6 * 60_000;
  expect(await refusalOf(use(token))).toMatchObject({ status: 403 });
});

test.each([
  [['bedrock:InvokeModelWithResponseStream'], 'bedrock:CallWithBearerToken', 'on resource: *'],
  [['bedrock:CallWithBearerToken'], 'bedrock:InvokeModelWithResponseStream', 'inference-profile/us.anthropic.claude'],
])('a role with only %j is told that it lacks %s', async (actions, lacking, resource) => {
  fake.options.roles = [{ accountId: '111122223333', roleName: 'BedrockUser', sessionSeconds: 900, actions }];
  const { message, name } = await refusalOf(use(await mint()));
  expect(name).toBe('AccessDeniedException');
  expect(message).toContain(`is not authorized to perform: ${lacking} on resource: `);
  expect(message).toContain(resource);
  expect(message).toContain(`because no identity-based policy allows the ${lacking} action`);
});
