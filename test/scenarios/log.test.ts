import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { signedIn, workSettings } from '../person.ts';
import { onStage } from '../stage.ts';

const LOG = join('.local', 'state', 'bedrock-launcher', 'log');
const stage = onStage({ decision: 'approve' });

const lines = () =>
  stage.person
    .read(join(LOG, 'log.jsonl'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

function admit(logLevel: string): void {
  stage.person.write('settings.json', { ...workSettings(), logLevel });
}

test('a token that is handed out is one line, for the person alone', async () => {
  await signedIn(stage.person, stage.fake);
  const { exitCode } = await stage.person.run('bedrock-credential-helper', ['--format', 'json']);
  expect(exitCode).toBe(0);
  expect(lines()).toEqual([
    expect.objectContaining({
      level: 'info',
      program: 'bedrock-credential-helper',
      run: expect.stringMatching(/^[0-9a-f]{16}$/),
      event: 'ended',
      end: 'done',
      exitCode: 0,
      options: 'format',
    }),
  ]);
  const modes = ['', 'log.jsonl'].map((name) => statSync(join(stage.person.home, LOG, name)).mode & 0o777);
  expect(modes).toEqual([0o700, 0o600]);
});

test('a failure is there with its words, its code and how the run ended', async () => {
  const { exitCode, stderr } = await stage.person.run('bedrock-credential-helper', [], {
    env: { CLAUDE_HELPER_CONTEXT: 'background' },
  });
  const [problem, ended] = lines();
  expect(problem).toMatchObject({ level: 'error', event: 'problem', code: 'signInNeeded' });
  expect(stderr).toContain(`error: ${problem.message}\n`);
  expect(ended).toMatchObject({ event: 'ended', end: 'signInNeeded', exitCode });
});

test('the helper and the launcher that signs in for it share one run', async () => {
  const { exitCode } = await stage.person.run('bedrock-credential-helper', [], {
    env: { CLAUDE_HELPER_CONTEXT: 'interactive' },
  });
  expect(exitCode).toBe(0);
  while (!lines().some(({ program, event }) => program === 'bedrock-launcher' && event === 'ended'))
    await Bun.sleep(20);
  expect(new Set(lines().map(({ run }) => run)).size).toBe(1);
  expect(new Set(lines().map(({ program }) => program))).toEqual(
    new Set(['bedrock-credential-helper', 'bedrock-launcher']),
  );
  expect(lines().map(({ event }) => event)).toEqual(expect.arrayContaining(['sign-in started', 'sign-in ended']));
});

test('the client and the helper that it asks share one run', async () => {
  await signedIn(stage.person, stage.fake);
  expect((await stage.person.run('bedrock-client', ['ask', 'Who are you?'])).exitCode).toBe(0);
  expect(lines().map(({ program }) => program)).toEqual(['bedrock-credential-helper', 'bedrock-client']);
  expect(new Set(lines().map(({ run }) => run)).size).toBe(1);
  expect(stage.person.read(join(LOG, 'log.jsonl'))).not.toContain('Who are you');
});

test('two runs have two numbers, and a number that is none of ours is not taken', async () => {
  await signedIn(stage.person, stage.fake);
  await stage.person.run('bedrock-credential-helper', [], { env: { BEDROCK_LAUNCHER_RUN: '../../etc/passwd' } });
  await stage.person.run('bedrock-credential-helper');
  const runs = lines().map(({ run }) => run);
  expect(runs).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/), expect.stringMatching(/^[0-9a-f]{16}$/)]);
  expect(runs[0]).not.toBe(runs[1]);
});

test('the client that a launcher opens is a run of its own', async () => {
  await signedIn(stage.person, stage.fake);
  const note = join(stage.person.home, 'environment');
  const client = stage.person.write('client.sh', `#!/bin/sh\nenv > ${note}.part; mv ${note}.part ${note}\n`);
  chmodSync(client, 0o755);
  stage.person.write('settings.json', { ...workSettings(), client });
  const env = { BEDROCK_LAUNCHER_RUN: '0123456789abcdef' };
  expect((await stage.person.run('bedrock-launcher', [], { env })).exitCode).toBe(0);
  while (!stage.person.exists('environment')) await Bun.sleep(20);
  expect(stage.person.read('environment')).not.toContain('BEDROCK_LAUNCHER_RUN');
  expect(lines().map(({ run }) => run)).toEqual(['0123456789abcdef']);
});

test.each([
  ['error', []],
  ['warn', []],
  ['info', ['ended']],
  ['debug', ['started', 'call', 'ended']],
  ['loud', ['ended']],
])('at %s a live session leaves %j', async (level, events) => {
  await signedIn(stage.person, stage.fake);
  admit(level);
  expect((await stage.person.run('bedrock-credential-helper')).exitCode).toBe(0);
  expect(stage.person.exists(LOG) ? lines().map(({ event }) => event) : []).toEqual(events);
});

test('a call that fails is named at debug, and the secrets of the sign-in and the token are nowhere', async () => {
  admit('debug');
  const launched = await stage.person.run('bedrock-launcher', ['--no-open']);
  const helped = await stage.person.run('bedrock-credential-helper', ['--format', 'credential-process']);
  const away = await stage.person.run('bedrock-credential-helper', [], {
    env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' },
  });
  expect([launched.exitCode, helped.exitCode, away.exitCode]).toEqual([0, 0, 6]);
  const calls = lines().filter(({ event }) => event === 'call');
  expect(calls).toEqual(expect.arrayContaining([expect.objectContaining({ service: 'SSO_OIDC', status: 200 })]));
  expect(calls).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ level: 'warn', service: 'SSO', errorCode: expect.stringMatching(/REFUSED/i) }),
    ]),
  );
  const text = stage.person.read(join(LOG, 'log.jsonl'));
  for (const secret of secretsIn(helped.stdout, stage.person.files('.aws/sso'))) expect(text).not.toContain(secret);
  for (const address of stage.person.opened()) expect(text).not.toContain(address);
});

/** Every long text that AWS gave. */
function secretsIn(credentials: string, files: Record<string, string>): string[] {
  const { SecretAccessKey, SessionToken } = JSON.parse(credentials);
  const tokens = Object.values(files).flatMap((text) => Object.entries(JSON.parse(text) as Record<string, string>));
  const kept = tokens.filter(([name]) => /token|secret/i.test(name)).map(([, value]) => value);
  expect(kept.length).toBeGreaterThan(2);
  return [SecretAccessKey, SessionToken, ...kept];
}

test('a log that can not be written stops nothing and says nothing', async () => {
  await signedIn(stage.person, stage.fake);
  mkdirSync(join(stage.person.home, LOG, 'log.jsonl'), { recursive: true });
  const { exitCode, stderr } = await stage.person.run('bedrock-credential-helper');
  expect([exitCode, stderr]).toEqual([0, '']);
});

test('help and version leave nothing, a wrong command line not what was typed', async () => {
  for (const option of ['--help', '--version']) await stage.person.run('bedrock-launcher', [option]);
  expect(stage.person.exists('.local')).toBe(false);
  await stage.person.run('bedrock-launcher', ['hunter2', '--hunter3']);
  expect(lines().map(({ event, code, exitCode }) => [event, code ?? exitCode])).toEqual([
    ['problem', 'usage'],
    ['ended', 2],
  ]);
  expect(stage.person.read(join(LOG, 'log.jsonl'))).not.toContain('hunter');
});
