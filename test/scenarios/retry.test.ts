import { connect, type Socket } from 'node:net';
import { signedIn, workSettings } from '../person.ts';
import { onStage } from '../stage.ts';

const stage = onStage({ decision: 'approve' });
const help = (env: Record<string, string> = {}) => stage.person.run('bedrock-credential-helper', [], { env });
const throttled = (after: string) => ({
  status: 429,
  body: '{}',
  headers: { 'retry-after': after, 'x-amzn-errortype': 'TooManyRequestsException' },
});

test('throttling that is over when AWS said so is not noticed', async () => {
  await signedIn(stage.person, stage.fake);
  stage.fake.faults.set('GetRoleCredentials', throttled('1'), 1);
  expect(await help()).toMatchObject({ exitCode: 0, stderr: '' });
  expect(stage.fake.count('GetRoleCredentials')).toBe(2);
});

test('throttling that lasts longer than the helper may wait is said at once', async () => {
  await signedIn(stage.person, stage.fake);
  stage.fake.faults.set('GetRoleCredentials', throttled('3600'));
  const { exitCode, stderr } = await help();
  expect([exitCode, stderr]).toEqual([6, expect.stringContaining('SSO GetRoleCredentials: AWS is throttling')]);
  expect(stderr).toContain('hint: try again in 3600 s');
  expect(stage.fake.count('GetRoleCredentials')).toBe(1);
});

describe('a refresh token', () => {
  beforeEach(async () => {
    stage.fake.options.accessTokenSeconds = 0;
    await signedIn(stage.person, stage.fake);
    stage.fake.options.accessTokenSeconds = 3600;
  });
  const refreshes = () => stage.fake.count('CreateToken');

  test.each<[string, 'reset' | { status: number }]>([
    ['after a connection that was cut', 'reset'],
    ['after a failure inside of AWS', { status: 500 }],
    ['after an outage', { status: 503 }],
  ])('is not sent a second time %s', async (_name, fault) => {
    stage.fake.faults.set('CreateToken', fault);
    expect((await help({ CLAUDE_HELPER_CONTEXT: 'background' })).exitCode).toBe(6);
    expect(refreshes()).toBe(1);
  });

  test('is sent again when AWS was throttling', async () => {
    stage.fake.faults.set('CreateToken', throttled('0'), 2);
    expect(await help()).toMatchObject({ exitCode: 0 });
    expect(refreshes()).toBe(3);
  });
});

test.each<['authorization-code' | 'device-code', 'reset' | { status: number }]>([
  ['authorization-code', 'reset'],
  ['authorization-code', { status: 503 }],
  ['device-code', 'reset'],
  ['device-code', { status: 503 }],
])('a sign-in by %s is not given up when its last call fails once (%j)', async (signInFlow, fault) => {
  stage.person.write('settings.json', { ...workSettings(), signInFlow });
  stage.fake.faults.set('CreateToken', fault, 1);
  expect((await stage.person.run('bedrock-launcher', ['--no-open'])).exitCode).toBe(0);
  expect(stage.person.opened()).toHaveLength(1);
});

test('role credentials are asked for again after a connection that was cut', async () => {
  await signedIn(stage.person, stage.fake);
  stage.fake.faults.set('GetRoleCredentials', 'reset', 2);
  expect(await help()).toMatchObject({ exitCode: 0 });
  expect(stage.fake.count('GetRoleCredentials')).toBe(3);
});

test('an address that swallows what is sent to it is named long before the helper has to end', async () => {
  await signedIn(stage.person, stage.fake);
  const hole = await blackHole();
  stage.person.write('settings.json', { ...workSettings(), inferenceCredentialHelperTimeoutSec: 60 });
  const { exitCode, stderr } = await help({ AWS_ENDPOINT_URL: `http://127.0.0.1:${hole.port}` });
  expect([exitCode, stderr]).toEqual([6, expect.stringContaining('no connection could be made in time')]);
  hole.close();
});

/** A port whose queue of connections is full, and whose program accepts none: what comes after is dropped. */
async function blackHole(): Promise<{ port: number; close(): void }> {
  const program = `
    const server = require('node:net').createServer();
    server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      require('node:fs').writeSync(1, String(server.address().port) + '\\n');
      Bun.sleepSync(120_000);
    });`;
  const child = Bun.spawn([process.execPath, '-e', program], { stdout: 'pipe', stdin: 'ignore' });
  const { value } = await child.stdout.getReader().read();
  const port = Number(new TextDecoder().decode(value));
  const fillers: Socket[] = [];
  for (let full = false; !full; ) {
    const filler = connect({ port, host: '127.0.0.1' }).on('error', () => {});
    fillers.push(filler);
    full = await Promise.race([
      new Promise<false>((resolve) => filler.once('connect', () => resolve(false))),
      Bun.sleep(500).then(() => true),
    ]);
  }
  return {
    port,
    close() {
      child.kill('SIGKILL');
      for (const filler of fillers) filler.destroy();
    },
  };
}
