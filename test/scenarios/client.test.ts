import { chmodSync } from 'node:fs';
import { MODEL, programFile, signedIn, workSettings } from '../person.ts';
import { onStage } from '../stage.ts';

const stage = onStage({ decision: 'approve' });
const INVOKE = 'InvokeModelWithResponseStream';

beforeEach(() => signedIn(stage.person, stage.fake));

function use(settings: object): void {
  stage.person.write('settings.json', { ...workSettings(), ...settings });
}

/** A helper of the company's own: a script that prints what it is told, and notes how it was called. */
function scriptHelper(output: string): string {
  const file = stage.person.write(
    'own-helper',
    `#!/bin/sh\necho "$# $CLAUDE_HELPER_CONTEXT" >>"${stage.person.home}/helper-calls"\n${output}\n`,
  );
  chmodSync(file, 0o755);
  return file;
}

const helperCalls = () => stage.person.read('helper-calls').trim().split('\n');

test('a token that AWS calls expired is asked for once more, and the answer is shown once', async () => {
  const token = (await stage.person.run('bedrock-credential-helper')).stdout;
  use({ inferenceCredentialHelper: scriptHelper(`echo '${token}'`) });
  stage.fake.faults.set(INVOKE, 'expired-token', 1);
  const asked = await stage.person.run('bedrock-client', ['ask', 'hi']);
  expect(asked).toMatchObject({ exitCode: 0, stdout: stage.fake.options.answer });
  expect(helperCalls()).toEqual(['0 interactive', '0 mid-session-refresh']);
});

test('a token that stays expired ends with exit code 7 after the second try', async () => {
  stage.fake.faults.set(INVOKE, 'expired-token');
  const asked = await stage.person.run('bedrock-client', ['ask', 'hi']);
  expect(asked).toMatchObject({ exitCode: 7, stdout: '' });
  expect(stage.fake.count(INVOKE)).toBe(2);
});

test('the service tier, the custom headers and the headers of the helper reach Bedrock', async () => {
  const token = (await stage.person.run('bedrock-credential-helper')).stdout;
  const answer = JSON.stringify({ token, headers: { 'X-Cost-Center': '42' } });
  use({
    inferenceCredentialHelper: scriptHelper(`echo '${answer}'`),
    inferenceBedrockServiceTier: 'priority',
    inferenceCustomHeaders: { 'X-Team': 'blue', 'X-Cost-Center': '1' },
  });
  expect((await stage.person.run('bedrock-client', ['ask', 'hi'])).exitCode).toBe(0);
  const call = stage.fake.calls.find(({ operation }) => operation === INVOKE);
  expect(call).toMatchObject({ tier: 'priority', auth: 'bearer' });
  expect(call?.customHeaders?.map((name) => name.toLowerCase()).sort()).toEqual(['x-cost-center', 'x-team']);
});

test('the base URL of the settings wins over the environment', async () => {
  use({ inferenceBedrockBaseUrl: stage.fake.url });
  const env = { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'http://127.0.0.1:9' };
  expect((await stage.person.run('bedrock-client', ['ask', 'hi'], { env })).exitCode).toBe(0);
});

test('a question through a pipe, alone or below the words of the command line', async () => {
  expect((await stage.person.run('bedrock-client', [], { input: 'hi' })).stdout).toBe(stage.fake.options.answer);
  expect((await stage.person.run('bedrock-client', ['ask'], { input: 'hi' })).exitCode).toBe(0);
  expect((await stage.person.run('bedrock-client', ['ask', 'explain:'], { input: 'hi' })).exitCode).toBe(0);
  expect(stage.fake.count(INVOKE, { status: 200 })).toBe(3);
});

test('--json prints one document, --model chooses the model', async () => {
  use({ inferenceModels: undefined });
  const { exitCode, stdout } = await stage.person.run('bedrock-client', ['ask', 'hi', '--json', '--model', MODEL]);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    model: MODEL,
    text: stage.fake.options.answer,
    stopReason: 'end_turn',
    usage: { inputTokens: expect.any(Number), outputTokens: expect.any(Number) },
  });
});

test('an application inference profile is one segment of the path', async () => {
  const arn = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123';
  stage.fake.options.models = [arn];
  use({ inferenceModels: [{ name: arn, labelOverride: 'Ours' }] });
  expect((await stage.person.run('bedrock-client', ['ask', 'hi'])).exitCode).toBe(0);
  expect(stage.fake.calls.find(({ operation }) => operation === INVOKE)?.model).toBe(arn);
});

test('a reader that has had enough ends the client without a complaint', async () => {
  stage.fake.options.answer = 'word '.repeat(40_000);
  const { exitCode, stderr } = await Bun.$`${programFile('bedrock-client')} ask hi < /dev/null | head -c 5`
    .env(stage.person.env)
    .nothrow()
    .quiet();
  expect(exitCode).toBe(0);
  expect(stderr.toString()).toBe('');
});
