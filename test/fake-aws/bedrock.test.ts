import { getToken } from '@aws/bedrock-token-generator';
import { GetFoundationModelAvailabilityCommand } from '@aws-sdk/client-bedrock';
import { InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { ask, bedrockOf, type Credentials, listsOf, MODEL, PROMPT, refusalOf, roleCredentials } from './clients.ts';
import { type FakeAws, startFakeAws } from './server.ts';

let fake: FakeAws;
let credentials: Credentials;
let bearer: string;

beforeEach(async () => {
  fake = await startFakeAws({ wordDelayMs: 0, answer: 'One two,\n three.' });
  credentials = await roleCredentials(fake);
  bearer = await getToken({ credentials, region: 'us-east-1', expiresInSeconds: 900 });
});
afterEach(() => fake.stop());

const ways = ['bearer', 'sigv4'] as const;
const clientBy = (way: (typeof ways)[number]) => bedrockOf(fake, way === 'bearer' ? { token: bearer } : credentials);

test.each(ways)('streams the answer to a %s caller', async (way) => {
  expect(await ask(clientBy(way))).toBe('One two,\n three.');
  expect(fake.calls.at(-1)).toMatchObject({ auth: way, model: MODEL, status: 200 });
});

test.each(ways)('answers a %s caller in one piece', async (way) => {
  const answer = await clientBy(way).send(new InvokeModelCommand({ modelId: MODEL, body: JSON.stringify(PROMPT) }));
  const message = JSON.parse(new TextDecoder().decode(answer.body));
  expect(message).toMatchObject({ content: [{ type: 'text', text: 'One two,\n three.' }], stop_reason: 'end_turn' });
});

test('the log of calls has the tier and the names of custom headers, and no value', async () => {
  const headers = {
    authorization: `Bearer ${bearer}`,
    'x-amzn-bedrock-service-tier': 'flex',
    'x-cost-center': 'secret value',
  };
  await fetch(`${fake.url}/model/${encodeURIComponent(MODEL)}/invoke`, {
    method: 'POST',
    headers,
    body: JSON.stringify(PROMPT),
  });
  expect(fake.calls.at(-1)).toMatchObject({ tier: 'flex', customHeaders: ['x-cost-center'], status: 200 });
  expect(JSON.stringify(fake.calls)).not.toContain('secret value');
});

test.each([
  ['no version', { anthropic_version: undefined }, /required key \[anthropic_version\]/],
  ['another version', { anthropic_version: 'bedrock-2023-06-01' }, /anthropic_version/],
  ['no max_tokens', { max_tokens: undefined }, /required key \[max_tokens\]/],
  ['max_tokens of 0', { max_tokens: 0 }, /max_tokens/],
  ['no message', { messages: [] }, /messages/],
  ['a message without content', { messages: [{ role: 'user' }] }, /messages/],
  ['a model in the body', { model: MODEL }, /extraneous key \[model\]/],
  ['stream in the body', { stream: true }, /extraneous key \[stream\]/],
])('a prompt with %s is invalid', async (_name, changes, message) => {
  const refusal = await refusalOf(ask(clientBy('bearer'), { ...PROMPT, ...changes }));
  expect(refusal).toEqual({ name: 'ValidationException', message: expect.stringMatching(message), status: 400 });
});

test.each([
  ['anthropic.claude-haiku-4-5-20251001-v1:0', 'ValidationException', /on-demand throughput/],
  ['anthropic.unknown', 'ValidationException', /model identifier is invalid/],
  ['arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/x', 'ResourceNotFoundException', /not found/],
])('the model %s is refused', async (model, name, message) => {
  const refusal = await refusalOf(ask(clientBy('sigv4'), PROMPT, model));
  expect(refusal).toMatchObject({ name, message: expect.stringMatching(message) });
});

test.each([
  ['another secret', { secretAccessKey: 'wrong' }, 'InvalidSignatureException'],
  ['another key', { accessKeyId: 'ASIAUNKNOWN' }, 'UnrecognizedClientException'],
])('a signature with %s is refused', async (_name, changes, name) => {
  const refusal = await refusalOf(ask(bedrockOf(fake, { ...credentials, ...changes })));
  expect(refusal).toMatchObject({ name, status: 403 });
});

test('an ended role session is ExpiredTokenException, another region an invalid signature', async () => {
  fake.options.bedrockRegion = 'eu-central-1';
  expect(await refusalOf(ask(clientBy('sigv4')))).toMatchObject({ name: 'InvalidSignatureException', status: 403 });
  fake.options.bedrockRegion = 'us-east-1';
  fake.endRoleSessions();
  expect(await refusalOf(ask(clientBy('sigv4')))).toMatchObject({ name: 'ExpiredTokenException', status: 403 });
});

test('models and inference profiles are listed', async () => {
  const headers = { authorization: `Bearer ${bearer}` };
  const list = async (path: string) => (await fetch(`${fake.url}${path}`, { headers })).json();
  expect(await list('/inference-profiles')).toMatchObject({
    inferenceProfileSummaries: expect.arrayContaining([expect.objectContaining({ inferenceProfileId: MODEL })]),
  });
  expect(await list('/foundation-models')).toMatchObject({
    modelSummaries: expect.arrayContaining([
      expect.objectContaining({ modelId: MODEL.slice(3), inferenceTypesSupported: ['INFERENCE_PROFILE'] }),
    ]),
  });
  expect((await fetch(`${fake.url}/foundation-models`)).status).toBe(403);
});

describe('whether a model can be called', () => {
  const HAIKU = MODEL.slice(3);
  const availability = (modelId: string) =>
    listsOf(fake, credentials).send(new GetFoundationModelAvailabilityCommand({ modelId }));

  test('an enabled one', async () => {
    expect(await availability(HAIKU)).toMatchObject({
      modelId: HAIKU,
      agreementAvailability: { status: 'AVAILABLE' },
      authorizationStatus: 'AUTHORIZED',
      entitlementAvailability: 'AVAILABLE',
      regionAvailability: 'AVAILABLE',
    });
  });

  test('one that is not enabled is not answered either, by whatever name it is called', async () => {
    fake.options.notEnabled = { [HAIKU]: { entitlementAvailability: 'NOT_AVAILABLE' } };
    expect(await availability(HAIKU)).toMatchObject({ entitlementAvailability: 'NOT_AVAILABLE' });
    const refusal = {
      name: 'AccessDeniedException',
      message: expect.stringContaining("don't have access to the model"),
    };
    expect(await refusalOf(ask(clientBy('bearer')))).toMatchObject(refusal);
  });

  test('one that there is not', async () => {
    expect(await refusalOf(availability('anthropic.unknown'))).toMatchObject({ status: 404 });
  });
});

describe('a call through an inference profile needs', () => {
  const PROFILE_ARN = `arn:aws:bedrock:us-east-1:111122223333:inference-profile/${MODEL}`;
  const MODEL_ARN = `arn:aws:bedrock:*::foundation-model/${MODEL.slice(3)}`;
  const through = { StringLike: { 'bedrock:InferenceProfileArn': PROFILE_ARN } };
  const allow = (Resource: string, Condition = {}) => ({
    Effect: 'Allow' as const,
    Action: 'bedrock:Invoke*',
    Resource,
    Condition,
  });

  test.each([
    ['the profile and its models', [allow(PROFILE_ARN), allow(MODEL_ARN)], undefined],
    ['the models through the profile alone', [allow(PROFILE_ARN), allow(MODEL_ARN, through)], undefined],
    ['not the models alone', [allow(MODEL_ARN)], PROFILE_ARN],
    ['not the profile alone', [allow(PROFILE_ARN)], 'us-east-1::foundation-model'],
    [
      'the models of all regions',
      [allow(PROFILE_ARN), allow(MODEL_ARN.replace('*', 'us-east-1'))],
      'us-west-2::foundation-model',
    ],
  ])('%s', async (_name, Statement, lacking) => {
    const policy = { Version: '2012-10-17', Statement };
    fake.options.roles = [{ accountId: '111122223333', roleName: 'BedrockUser', sessionSeconds: 900, policy }];
    const call = ask(bedrockOf(fake, await roleCredentials(fake)));
    if (lacking === undefined) expect(await call).toBe('One two,\n three.');
    else expect((await refusalOf(call)).message).toContain(lacking);
  });
});
