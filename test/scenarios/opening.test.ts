import { chmodSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { signedIn, workSettings } from '../person.ts';
import { onStage } from '../stage.ts';

const stage = onStage({ decision: 'approve' });
const DOUBLE_CLICKS = 20;

/** A client that leaves a line for each time that it was opened. */
function withClient(): () => Promise<number> {
  const { person } = stage;
  const client = person.write('client.sh', `#!/bin/sh\necho opened >>"${person.home}/client.log"\n`);
  chmodSync(client, 0o755);
  person.write('settings.json', { ...workSettings(), client });
  return async () => {
    while (!person.exists('client.log')) await Bun.sleep(20);
    // Whatever else was opened writes as soon.
    await Bun.sleep(300);
    return person.read('client.log').trim().split('\n').length;
  };
}

const opened = () => join(stage.person.home, '.local/state/bedrock-launcher/opened');

/** As if that had been longer ago. */
function age(seconds: number): void {
  const then = Date.now() / 1000 - seconds;
  for (const name of readdirSync(opened())) utimesSync(join(opened(), name), then, then);
}

describe('twenty double-clicks at once', () => {
  const twenty = () => Promise.all(Array.from({ length: DOUBLE_CLICKS }, () => stage.person.run('bedrock-launcher')));
  const done = Array.from({ length: DOUBLE_CLICKS }, () => 0);

  test('with a live session: the client is opened once, by no page', async () => {
    const count = withClient();
    await signedIn(stage.person, stage.fake);
    const ends = await twenty();
    expect(ends.map(({ exitCode }) => exitCode)).toEqual(done);
    expect(await count()).toBe(1);
    expect(ends.filter(({ stderr }) => stderr.includes('was opened a moment ago'))).toHaveLength(DOUBLE_CLICKS - 1);
    expect(stage.person.opened()).toEqual([]);
  });

  test('where somebody must sign in: one page, one sign-in, the client opened once', async () => {
    const count = withClient();
    const ends = await twenty();
    expect(ends.map(({ exitCode }) => exitCode)).toEqual(done);
    expect(await count()).toBe(1);
    expect(stage.person.opened()).toHaveLength(1);
    expect(stage.fake.count('CreateToken', { grantType: 'authorization_code', status: 200 })).toBe(1);
  });
});

test('a second double-click a while later opens it again', async () => {
  const count = withClient();
  await signedIn(stage.person, stage.fake);
  await stage.person.run('bedrock-launcher');
  await stage.person.run('bedrock-launcher');
  expect(await count()).toBe(1);
  age(60);
  await stage.person.run('bedrock-launcher');
  expect(await count()).toBe(2);
});

test('a clock that was set back since stops nobody', async () => {
  const count = withClient();
  await signedIn(stage.person, stage.fake);
  await stage.person.run('bedrock-launcher');
  age(-3_600);
  await stage.person.run('bedrock-launcher');
  expect(await count()).toBe(2);
});

test('where no record can be kept the client is opened all the same', async () => {
  const count = withClient();
  await signedIn(stage.person, stage.fake);
  mkdirSync(join(stage.person.home, '.local/state/bedrock-launcher'), { recursive: true });
  writeFileSync(opened(), 'a file where the folder would be');
  expect((await stage.person.run('bedrock-launcher')).exitCode).toBe(0);
  expect(await count()).toBe(1);
});

describe('a client counts as none that', () => {
  const failing = (end: string) => stage.person.write('client.sh', `#!/bin/sh\n${end}\n`);

  test.each<[string, (client: string) => void]>([
    ['may not be run', (client) => chmodSync(client, 0o644)],
    ['is no program', () => stage.person.write('client.sh', '\0')],
    ['fails at once', () => failing('exit 1')],
    ['is killed at once', () => failing('kill -9 $$')],
  ])('%s: it is said, and the next double-click tries again', async (_name, broken) => {
    const count = withClient();
    await signedIn(stage.person, stage.fake);
    const client = join(stage.person.home, 'client.sh');
    const script = stage.person.read('client.sh');
    broken(client);
    const { exitCode, stderr } = await stage.person.run('bedrock-launcher');
    const words = `error: ${client} could not be opened\n`;
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining(words)]);
    expect(stderr).toMatch(/: hint: install it, or correct the setting "client"$/);
    stage.person.write('client.sh', script);
    chmodSync(client, 0o755);
    expect((await stage.person.run('bedrock-launcher')).exitCode).toBe(0);
    expect(await count()).toBe(1);
  });
});

test('a client that lives longer and then fails was opened', async () => {
  withClient();
  await signedIn(stage.person, stage.fake);
  stage.person.write('client.sh', '#!/bin/sh\nsleep 3\nexit 1\n');
  expect(await stage.person.run('bedrock-launcher')).toMatchObject({ exitCode: 0 });
  const { exitCode, stderr } = await stage.person.run('bedrock-launcher');
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining('was opened a moment ago')]);
});

test('where nobody signs in, nobody is said to be signed in when the client could not be opened', async () => {
  const client = join(stage.person.home, 'missing');
  stage.person.write('settings.json', {
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: 'https://gateway.example.com',
    inferenceGatewayApiKey: 'a-key',
    client,
  });
  const { exitCode, stderr } = await stage.person.run('bedrock-launcher');
  expect(exitCode).toBe(3);
  expect(stderr).toContain(`bedrock-launcher: error: ${client} could not be opened\n`);
});
