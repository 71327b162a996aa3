import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeCertificate } from '../fake-aws/certificate.ts';
import { type FakeAws, startFakeAws } from '../fake-aws/server.ts';
import { newPerson, type Person, signedIn, workSettings } from '../person.ts';

const HOUR = 3_600_000;

/** The machine is right in these tests; it is AWS that lives at another time, which comes to the same. */
describe.each([
  ['two hours ahead of', -2 * HOUR],
  ['two hours behind', 2 * HOUR],
])("a machine whose clock is %s AWS's", (words, skew) => {
  let fake: FakeAws;
  let person: Person;

  beforeEach(async () => {
    fake = await startFakeAws({ decision: 'approve', wordDelayMs: 0, now: () => Date.now() + skew });
    person = newPerson(fake);
  });
  afterEach(async () => {
    person.leave();
    await fake.stop();
  });

  const warning = new RegExp(`warning: this machine's clock is 7(199|200|201) s ${words.replace('two hours ', '')}`);
  const clockFile = () => join(person.home, '.local/state/bedrock-launcher/clock.json');
  const refusals = () => fake.calls.filter(({ status }) => status >= 400);

  test('sign-in, helper and client work, and once more; it is said once per run', async () => {
    for (const _ of ['first', 'second']) {
      const launched = await person.run('bedrock-launcher', ['--no-open']);
      expect(launched).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(warning) });
      expect(launched.stderr.match(/warning: this machine/g)).toHaveLength(1);
      const helped = await person.run('bedrock-credential-helper');
      expect(helped).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^bedrock-api-key-/) });
      const asked = await person.run('bedrock-client', ['ask', 'Who are you?']);
      expect(asked).toMatchObject({ exitCode: 0, stdout: fake.options.answer });
    }
    expect(person.opened()).toHaveLength(1);
    expect(fake.count('CreateToken', { status: 200 })).toBe(1);
    expect(refusals()).toEqual([]);
    expect(existsSync(clockFile())).toBe(true);
  });

  test('launchers that come together on the first morning share one refusal, and the helper opens no other page', async () => {
    fake.options.decision = 'deny';
    const launched = await Promise.all([1, 2, 3, 4, 5].map(() => person.run('bedrock-launcher', ['--no-open'])));
    expect(launched.map(({ exitCode }) => exitCode)).toEqual([5, 5, 5, 5, 5]);
    const env = { CLAUDE_HELPER_CONTEXT: 'interactive' };
    expect(await person.run('bedrock-credential-helper', [], { env })).toMatchObject({ exitCode: 5 });
    expect(person.opened()).toHaveLength(1);
  });

  test('a helper that asks on the first morning passes a refusal on', async () => {
    fake.options.decision = 'deny';
    const env = { CLAUDE_HELPER_CONTEXT: 'interactive' };
    const { exitCode, stderr } = await person.run('bedrock-credential-helper', [], { env });
    expect([exitCode, stderr]).toEqual([5, expect.stringContaining('the sign-in was denied in the browser')]);
  });

  test('a session of the AWS CLI is taken for what AWS says it is', async () => {
    await signedIn(person, fake);
    for (const _ of ['first', 'second']) {
      expect(await person.run('bedrock-credential-helper')).toMatchObject({ exitCode: 0 });
    }
    expect((await person.run('bedrock-client', ['ask', 'Hello'])).stdout).toBe(fake.options.answer);
    expect(person.opened()).toEqual([]);
  });

  test("the token's end is in AWS's time", async () => {
    await signedIn(person, fake);
    const { stdout } = await person.run('bedrock-credential-helper', ['--format', 'json']);
    const end = Date.parse((JSON.parse(stdout) as { expiresAt: string }).expiresAt);
    expect(Math.abs(end - (fake.options.now() + 43_200_000))).toBeLessThan(60_000);
  });

  test('a profile of permanent keys is refused for its time once, and signs again with the right one', async () => {
    const issued = await roleKeys(fake);
    person.write('.aws/credentials', `[work]\n${issued}`);
    person.write('.aws/config', '[profile work]\nregion = us-east-1\n');
    const launched = await person.run('bedrock-launcher', ['--no-open']);
    expect(launched).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(warning) });
    expect(fake.calls.map(({ status }) => status)).toEqual([200, 403, 200]);
  });
});

/** Keys that this AWS knows, in the form of the credentials file. */
async function roleKeys(fake: FakeAws): Promise<string> {
  const { accessToken } = await fake.issueSession();
  const url = `${fake.url}/federation/credentials?account_id=111122223333&role_name=BedrockUser`;
  const answer = await (await fetch(url, { headers: { 'x-amz-sso_bearer_token': accessToken } })).json();
  const { accessKeyId, secretAccessKey, sessionToken } = (answer as { roleCredentials: Record<string, string> })
    .roleCredentials;
  return `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\naws_session_token = ${sessionToken}\n`;
}

test('the time of an answer that is not of AWS is not taken', async () => {
  const certificate = makeCertificate(['127.0.0.1']);
  const fake = await startFakeAws({ decision: 'approve', wordDelayMs: 0 });
  const person = newPerson(fake);
  await signedIn(person, fake);
  const portal = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    tls: certificate,
    fetch: () => new Response('{}', { status: 403, headers: { date: new Date(0).toUTCString() } }),
  });
  const env = {
    AWS_ENDPOINT_URL: `https://127.0.0.1:${portal.port}`,
    AWS_CA_BUNDLE: person.write('ca', certificate.cert),
  };
  const { exitCode, stderr } = await person.run('bedrock-credential-helper', [], { env });
  expect([exitCode, stderr]).toEqual([6, expect.not.stringContaining('clock')]);
  expect(person.exists('.local/state/bedrock-launcher/clock.json')).toBe(false);
  await portal.stop(true);
  person.leave();
  await fake.stop();
});

test('a pipe in the place of what was learned keeps nobody waiting', async () => {
  const fake = await startFakeAws();
  const person = newPerson(fake, { ...workSettings(), secureStorage: 'file' });
  await signedIn(person, fake);
  const file = join(person.home, '.local/state/bedrock-launcher/clock.json');
  mkdirSync(dirname(file), { recursive: true });
  Bun.spawnSync(['mkfifo', file]);
  expect(await person.run('bedrock-credential-helper')).toMatchObject({ exitCode: 0, stderr: '' });
  person.leave();
  await fake.stop();
});
