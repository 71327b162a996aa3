import { existsSync } from 'node:fs';
import { programFile, signedIn } from '../person.ts';
import { onStage } from '../stage.ts';

const stage = onStage({ decision: 'approve' });

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const ARN = 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_BedrockUser_';

function eventsIn(stdout: string): Record<string, unknown>[] {
  return stdout.split('\n').map((line) => JSON.parse(line));
}

describe('--json: one event a line, and nothing else on stdout', () => {
  const time = expect.stringMatching(TIME);
  const state = (name: string, more = {}) => ({ event: 'state', time, state: name, ...more });
  const end = (exitCode: number) => ({ event: 'end', time, exitCode });
  const identity = expect.stringContaining(ARN);

  test('a live session', async () => {
    await signedIn(stage.person, stage.fake);
    const { stdout, stderr, exitCode } = await stage.person.run('bedrock-launcher', ['--no-open', '--json']);
    expect(eventsIn(stdout)).toEqual([state('checking'), state('ready', { identity }), end(0)]);
    expect(stderr).toMatch(/^bedrock-launcher: signed in as arn:/);
    expect(exitCode).toBe(0);
  });

  test.each([
    ['authorization-code', {}],
    ['device-code', { userCode: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/) }],
  ])('a sign-in by %s', async (signInFlow, more) => {
    stage.person.write('settings.json', { ...JSON.parse(stage.person.read('settings.json')), signInFlow });
    const { stdout } = await stage.person.run('bedrock-launcher', ['--no-open', '--json']);
    const invitation = { address: expect.stringContaining(stage.fake.url), expiresAt: time, ...more };
    expect(eventsIn(stdout)).toEqual([
      state('checking'),
      state('preparing'),
      state('sign-in-needed', invitation),
      state('ready', { identity }),
      end(0),
    ]);
  });

  test('a sign-in that is denied', async () => {
    stage.fake.options.decision = 'deny';
    const { stdout, stderr, exitCode } = await stage.person.run('bedrock-launcher', ['--no-open', '--json']);
    const problem = {
      code: 'signInRefused',
      message: 'the sign-in was denied in the browser',
      hint: 'start bedrock-launcher again to try once more',
    };
    expect(eventsIn(stdout).slice(3)).toEqual([state('denied', problem), end(5)]);
    expect(stderr).toContain(`error: ${problem.message}\n`);
    expect(exitCode).toBe(5);
  });

  test('settings that are wrong, and a client that is missing', async () => {
    const gone = await stage.person.run('bedrock-launcher', ['--no-open', '--json', '--profile', 'gone']);
    expect(eventsIn(gone.stdout)).toEqual([
      state('invalid-configuration', { code: 'configuration', message: expect.any(String), hint: expect.any(String) }),
      end(3),
    ]);
    await signedIn(stage.person, stage.fake);
    stage.person.write('settings.json', { ...JSON.parse(stage.person.read('settings.json')), client: '/gone' });
    const missing = await stage.person.run('bedrock-launcher', ['--json'], { env: { SSH_TTY: '/dev/pts/9' } });
    expect(eventsIn(missing.stdout).slice(1)).toMatchObject([{ state: 'live' }, { state: 'client-missing' }, end(3)]);
  });
});

/** What a terminal shows in the end: what a line had before it was wiped is gone. */
function screenOf(output: string): string[] {
  return output.split('\n').map((line) =>
    line
      .slice(line.lastIndexOf('\u001b[2K') + 1)
      .replace(/^\[2K/, '')
      .trimEnd(),
  );
}

async function inTerminal(env: Record<string, string> = {}, args = ['--no-open'], cols = 300) {
  let output = '';
  const decoder = new TextDecoder();
  const data = (_: unknown, bytes: Uint8Array) => {
    output += decoder.decode(bytes, { stream: true });
  };
  const child = Bun.spawn([programFile('bedrock-launcher'), ...args], {
    env: { ...stage.person.env, TERM: 'xterm', ...env },
    terminal: { cols, rows: 40, data },
  });
  const exitCode = await child.exited;
  return { exitCode, output: output.replaceAll('\r\n', '\n') };
}

const describeWithTerminals = existsSync('/dev/ptmx') ? describe : describe.skip;

describeWithTerminals('on a terminal (needs /dev/ptmx)', () => {
  const SAID = [
    /^bedrock-launcher: your browser opens for the sign-in to AWS$/,
    /^bedrock-launcher: address: http\S+$/,
    /^bedrock-launcher: signed in as arn:\S+$/,
    /^$/,
  ];

  test('a spinner turns while a person waits, and no line that is said is garbled by it', async () => {
    stage.fake.faults.set('RegisterClient', { delayMs: 600 });
    stage.fake.faults.set('CreateToken', { delayMs: 600 });
    stage.fake.faults.set('GetCallerIdentity', { delayMs: 600 });
    const { output, exitCode } = await inTerminal();
    expect(exitCode).toBe(0);
    for (const words of ['preparing the sign-in', 'waiting for you to sign in']) expect(output).toContain(words);
    const screen = screenOf(output);
    expect(screen).toEqual(SAID.map((pattern) => expect.stringMatching(pattern)));
  });

  test('what is over at once shows none', async () => {
    await signedIn(stage.person, stage.fake);
    const { output } = await inTerminal();
    expect(output).toMatch(/^bedrock-launcher: signed in as arn:\S+\n$/);
  });

  test.each([{ CI: 'true' }, { TERM: 'dumb' }])('there is none with %j', async (env) => {
    stage.fake.faults.set('RegisterClient', { delayMs: 600 });
    const { output } = await inTerminal(env);
    expect(output).not.toContain('\u001b');
    expect(output.split('\n')).toEqual(SAID.map((pattern) => expect.stringMatching(pattern)));
  });

  test.each([20, 5])('it stays within a line of %i columns', async (columns) => {
    stage.fake.faults.set('GetCallerIdentity', { delayMs: 600 });
    await signedIn(stage.person, stage.fake);
    const { output } = await inTerminal({}, ['--no-open'], columns);
    const painted = output.split('\u001b[2K').slice(1);
    const frames = painted.map((frame) => frame.split('\r')[0] ?? '').filter((frame) => /^\S /.test(frame));
    expect(frames.length).toBeGreaterThan(1);
    const words = ' asking AWS who you are'.slice(0, columns - 2);
    expect(new Set(frames.map((frame) => frame.slice(1)))).toEqual(new Set([words]));
  });

  test.each([
    ['--status', 'GetRoleCredentials', 'asking AWS who you are', /^signed in as: arn:/],
    ['--sign-out', 'Logout', 'signing out', /^bedrock-launcher: signed out of https:/],
  ])('%s has one too', async (option, operation, words, last) => {
    stage.fake.faults.set(operation, { delayMs: 600 });
    await signedIn(stage.person, stage.fake);
    const { output, exitCode } = await inTerminal({}, [option]);
    expect([exitCode, output]).toEqual([0, expect.stringContaining(words)]);
    expect(screenOf(output)[0]).toMatch(last);
  });
});
