import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { FetchHttpHandler } from '@smithy/fetch-http-handler';
import { MODEL, signedIn } from '../person.ts';
import { onStage } from '../stage.ts';

/** What our helper prints is taken, whoever sends it: the official clients are judged by the same AWS as ours. */
const stage = onStage({ decision: 'approve' });
const messages = [{ role: 'user' as const, content: 'hi' }];
let token: string;

beforeEach(async () => {
  await signedIn(stage.person, stage.fake);
  token = (await stage.person.run('bedrock-credential-helper')).stdout.trim();
});

const anthropic = (apiKey: string) => new AnthropicBedrock({ apiKey, awsRegion: 'us-east-1', baseURL: stage.fake.url });

const aws = (given: string) =>
  new BedrockRuntimeClient({
    region: 'us-east-1',
    endpoint: stage.fake.url,
    // The fake AWS speaks HTTP/1.1, where this client would choose HTTP/2.
    requestHandler: new FetchHttpHandler(),
    token: { token: given },
    authSchemePreference: ['httpBearerAuth'],
  });

const invocation = () =>
  new InvokeModelCommand({
    modelId: MODEL,
    body: JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 10, messages }),
  });

test('the Anthropic Bedrock SDK, whole and streamed', async () => {
  const client = anthropic(token);
  const whole = await client.messages.create({ model: MODEL, max_tokens: 10, messages });
  expect(whole.content).toEqual([{ type: 'text', text: stage.fake.options.answer }]);
  let text = '';
  for await (const event of await client.messages.create({ model: MODEL, max_tokens: 10, messages, stream: true })) {
    if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text;
  }
  expect(text).toBe(stage.fake.options.answer);
});

test('the AWS SDK', async () => {
  const { body } = await aws(token).send(invocation());
  expect(JSON.parse(new TextDecoder().decode(body)).content[0].text).toBe(stage.fake.options.answer);
});

test('ours, and all three with the same right', async () => {
  await anthropic(token).messages.create({ model: MODEL, max_tokens: 10, messages });
  await aws(token).send(invocation());
  expect((await stage.person.run('bedrock-client', ['ask', 'hi'])).stdout).toBe(stage.fake.options.answer);
  const calls = stage.fake.calls.filter(({ operation }) => operation.startsWith('InvokeModel'));
  expect(calls.map(({ auth, status, role, model }) => [auth, status, role, model])).toEqual(
    Array(3).fill(['bearer', 200, 'BedrockUser', MODEL]),
  );
});

test('a token that was changed in one letter is taken from none of them', async () => {
  const at = token.length - 20;
  const spoilt = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
  await expect(anthropic(spoilt).messages.create({ model: MODEL, max_tokens: 10, messages })).rejects.toMatchObject({
    status: 403,
  });
  await expect(aws(spoilt).send(invocation())).rejects.toMatchObject({ name: 'AccessDeniedException' });
});
