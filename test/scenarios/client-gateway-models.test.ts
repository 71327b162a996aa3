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
