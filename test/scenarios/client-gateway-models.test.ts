import { chmodSync } from 'node:fs';
import { type FakeGateway, startFakeGateway } from '../fake-gateway.ts';
import { newPerson, type Person } from '../person.ts';

let gateway: FakeGateway;
let person: Person;

beforeEach(() => {
  gateway = startFakeGateway(['company-key']);
  const settings = {
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: gateway.url,
    inferenceGatewayApiKey: 'company-key',
  };
  person = newPerson(undefined, settings);
});
afterEach(async () => {
  person.leave();
  await gateway.stop();
});

test('a gateway offers its models, and one of them is asked where the settings name none', async () => {
  const { exitCode, stdout } = await person.run('bedrock-client', ['models']);
  expect([exitCode, stdout]).toEqual([
    0,
    expect.stringMatching(/\* Our claude-sonnet-4-5 +claude-sonnet-4-5 +usable\n/),
  ]);
  expect((await person.run('bedrock-client', ['ask', 'hi'])).exitCode).toBe(0);
  expect(gateway.asked[0]?.body.model).toBe('claude-sonnet-4-5');
});

test('the whole way to a gateway is proved', async () => {
  const { exitCode, stdout } = await person.run('bedrock-client', ['prove']);
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining('by the key of the settings')]);
  expect(stdout).not.toContain('company-key');
});

/** The same gateway, asked by way of other settings. */
function use(settings: object): void {
  person.write('settings.json', {
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: gateway.url,
    inferenceGatewayApiKey: 'company-key',
    ...settings,
  });
}

test.each<[string, object, number, RegExp]>([
  [
    'takes the key',
    { inferenceGatewayApiKey: 'other' },
    7,
    /status 401: authentication_error.*\n.*hint: check inference/,
  ],
  ['is there', { inferenceGatewayBaseUrl: 'http://127.0.0.1:9' }, 6, /error: gateway: the connection was refused/],
])('that no gateway %s is told as what it is', async (_name, settings, code, words) => {
  use(settings);
  for (const args of [['models'], ['ask', 'hi'], ['prove']]) {
    const { exitCode, stdout, stderr } = await person.run('bedrock-client', args);
    expect([args[0], exitCode, stdout + stderr]).toEqual([
      args[0],
      code,
      expect.not.stringContaining('internal error'),
    ]);
    if (args[0] !== 'prove') expect(stderr).toMatch(words);
  }
});

test('models of the settings are shown all the same where a gateway refuses a list', async () => {
  use({ inferenceGatewayApiKey: 'other', inferenceModels: ['ours'] });
  expect(await person.run('bedrock-client', ['models'])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/\* ours +not known$/),
    stderr: expect.stringContaining('warning: gateway: refused with status 401'),
  });
});

test('a key of the helper that is not taken is asked for once more', async () => {
  const call = person.write(
    'helper',
    '#!/bin/sh\n[ -e "$HOME/called" ] && echo company-key || echo old\n>"$HOME/called"\n',
  );
  chmodSync(call, 0o755);
  use({ inferenceGatewayApiKey: undefined, inferenceCredentialHelper: call });
  expect((await person.run('bedrock-client', ['models'])).exitCode).toBe(0);
});

test('of an endless list as many are read as a person can choose from', async () => {
  const data = Array.from({ length: 50_000 }, (_, at) => ({ id: `model-${at}` }));
  const endless = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: () => Response.json({ data }) });
  try {
    use({ inferenceGatewayBaseUrl: `http://127.0.0.1:${endless.port}` });
    const { stdout } = await person.run('bedrock-client', ['models', '--json']);
    expect(JSON.parse(stdout).models).toHaveLength(2_000);
  } finally {
    await endless.stop(true);
  }
});
