import { chmodSync } from 'node:fs';
import { answerEvents } from '../fake-aws/messages.ts';
import { type FakeGateway, GATEWAY_ANSWER, refusal, startFakeGateway, streamed } from '../fake-gateway.ts';
import { newPerson, type Person } from '../person.ts';

let gateway: FakeGateway;
let person: Person;

beforeEach(() => {
  gateway = startFakeGateway(['company-key', 'fresh-key']);
  person = newPerson(undefined, null);
});
afterEach(async () => {
  person.leave();
  await gateway.stop();
});

const ask = () => person.run('bedrock-client', ['ask', 'hi']);

function use(settings: object): void {
  const base = {
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: gateway.url,
    inferenceModels: ['claude-sonnet'],
  };
  person.env['BEDROCK_LAUNCHER_CONFIG'] = person.write('settings.json', { ...base, ...settings });
}

/** Prints the first key at its first call, and another one after that. */
function helper(first: string, then: string): string {
  const file = person.write(
    'helper',
    `#!/bin/sh\necho "$CLAUDE_HELPER_CONTEXT" >>"$HOME/calls"\n[ $(wc -l <"$HOME/calls") = 1 ] && echo ${first} || echo ${then}\n`,
  );
  chmodSync(file, 0o755);
  return file;
}

test.each([
  [undefined, { authorization: 'Bearer company-key' }],
  ['bearer', { authorization: 'Bearer company-key' }],
  ['x-api-key', { 'x-api-key': 'company-key' }],
])('the key of the settings, scheme %s: the answer is streamed', async (inferenceGatewayAuthScheme, header) => {
  use({
    inferenceGatewayApiKey: 'company-key',
    inferenceGatewayAuthScheme,
    inferenceCustomHeaders: { 'X-Team': 'blue' },
  });
  expect(await ask()).toMatchObject({ exitCode: 0, stdout: GATEWAY_ANSWER, stderr: '' });
  expect(gateway.asked).toMatchObject([
    {
      path: '/v1/messages',
      headers: { ...header, 'x-team': 'blue', 'anthropic-version': '2023-06-01' },
      body: { model: 'claude-sonnet', stream: true, messages: [{ role: 'user', content: 'hi' }] },
    },
  ]);
});

test('a path of the address is kept', async () => {
  use({ inferenceGatewayApiKey: 'company-key', inferenceGatewayBaseUrl: `${gateway.url}/llm/` });
  expect((await ask()).exitCode).toBe(0);
  expect(gateway.asked[0]?.path).toBe('/llm/v1/messages');
});

test("the company's helper gives the key, and once more when it is not taken", async () => {
  use({ inferenceCredentialHelper: helper('old-key', 'fresh-key') });
  expect(await ask()).toMatchObject({ exitCode: 0, stdout: GATEWAY_ANSWER });
  expect(person.read('calls')).toBe('interactive\nmid-session-refresh\n');
});

const html = () => new Response('<html>Sign in</html>', { headers: { 'Content-Type': 'text/html' } });
const stopped = () => streamed([...answerEvents('m', ['Half'])].slice(0, 3));
const failing = () =>
  streamed([
    ...[...answerEvents('m', ['Half'])].slice(0, 3),
    { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
  ]);

const data = (...lines: string[]) => new Response(lines.map((line) => `data: ${line}\n\n`).join(''));

test('one that names no events and ends its streams as others do is understood', async () => {
  use({ inferenceGatewayApiKey: 'company-key' });
  const events = [...answerEvents('m', ['Hello'])].map((event) => JSON.stringify(event));
  gateway.instead.push(() => data(...events, '[DONE]'));
  expect(await ask()).toMatchObject({ exitCode: 0, stdout: 'Hello', stderr: '' });
});

test.each<[string, () => Response, number, RegExp]>([
  [
    'a failure without a name for its event',
    () => data('{"type":"error","error":{"type":"api_error","message":"no more"}}'),
    6,
    /gateway: api_error: no more/,
  ],
  [
    'a whole answer instead of a stream',
    () => Response.json({ type: 'message', content: [{ type: 'text', text: 'Hello' }] }),
    6,
    /gateway: its answer is no stream of events\n.*hint: check inferenceGatewayBaseUrl/,
  ],
  [
    'a key that is not taken',
    () => refusal(401, 'authentication_error', 'invalid x-api-key'),
    7,
    /status 401: authentication_error: invalid x-api-key.*\n.*hint: check inferenceGatewayApiKey/,
  ],
  [
    'a model that it does not have',
    () => refusal(404, 'not_found_error', 'model: claude-sonnet'),
    7,
    /status 404: not_found_error.*\n.*hint: check inferenceGatewayBaseUrl and the model/,
  ],
  [
    'a request that it does not like',
    () => refusal(400, 'invalid_request_error', 'max_tokens'),
    7,
    /status 400: invalid_request_error: max_tokens/,
  ],
  ['a web page', html, 6, /gateway: answered with a web page.*\n.*hint: check inferenceGatewayBaseUrl/],
  ['a stream that stops', stopped, 6, /the answer broke off after 4 characters: the stream ended early/],
  [
    'a failure in the middle',
    failing,
    6,
    /the answer broke off after 4 characters: gateway: overloaded_error: Overloaded/,
  ],
])('%s ends with what it is and what to do', async (_name, answer, exitCode, words) => {
  use({ inferenceGatewayApiKey: 'company-key' });
  gateway.instead.push(answer);
  const done = await ask();
  expect([done.exitCode, done.stderr]).toEqual([exitCode, expect.stringMatching(words)]);
});

test('one that fails is asked again; its failure is told when it stays', async () => {
  use({ inferenceGatewayApiKey: 'company-key' });
  gateway.instead.push(() => refusal(529, 'overloaded_error', 'Overloaded'));
  expect(await ask()).toMatchObject({ exitCode: 0, stdout: GATEWAY_ANSWER });
  for (let time = 0; time < 3; time++) gateway.instead.push(() => refusal(500, 'api_error', 'down'));
  expect(await ask()).toMatchObject({ exitCode: 6, stderr: expect.stringMatching(/status 500: api_error: down/) });
});

test('one that is not there is unreachable, and a key is never told', async () => {
  use({ inferenceGatewayApiKey: 'company-key', inferenceGatewayBaseUrl: 'http://127.0.0.1:9' });
  const { exitCode, stderr } = await ask();
  expect([exitCode, stderr]).toEqual([6, expect.stringContaining('gateway: the connection was refused')]);
  expect(stderr).not.toContain('company-key');
});

test('our own helper says that it has no key for a gateway', async () => {
  use({});
  const { exitCode, stderr } = await ask();
  expect([exitCode, stderr]).toEqual([
    3,
    expect.stringContaining('inferenceProvider is gateway, which takes no Bedrock token'),
  ]);
});
