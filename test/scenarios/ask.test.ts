import { readFileSync } from 'node:fs';
import type { Prompt } from '../fake-aws/options.ts';
import { programFile, signedIn, workSettings } from '../person.ts';
import { onStage } from '../stage.ts';
import { sleeper, startedProgram, survivors } from './complaints/row.ts';

const INVOKE = 'InvokeModelWithResponseStream';

const stage = onStage({ decision: 'approve', answer: '# An *answer*\n' });
let prompts: Prompt[];

beforeEach(async () => {
  prompts = [];
  stage.fake.options.hear = (prompt) => void prompts.push(prompt);
  await signedIn(stage.person, stage.fake);
});

const ask = (args: string[], input?: string) =>
  stage.person.run('bedrock-client', ['ask', ...args], input === undefined ? {} : { input });
const question = () => prompts.at(-1)?.messages[0]?.content;

describe('the question', () => {
  test('is the words, then what comes through the pipe, then the files, each with its name', async () => {
    const files = [stage.person.write('a.txt', '\uFEFFone\n'), stage.person.write('b "<2>.md', '# two\n\n')];
    const { exitCode } = await ask(['explain', 'this:', '--file', files[0] ?? '', '--file', files[1] ?? ''], 'piped\n');
    expect([exitCode, question()]).toEqual([
      0,
      'explain this:\n\npiped\n\n<file name="a.txt">\none\n</file>\n\n<file name="b __2_.md">\n# two\n</file>',
    ]);
  });

  test('may be a file alone', async () => {
    expect((await ask(['--file', stage.person.write('a.txt', 'one')])).exitCode).toBe(0);
    expect(question()).toBe('<file name="a.txt">\none\n</file>');
  });

  test('goes with what the model is told before, and with the longest answer', async () => {
    await ask(['hi', '--system', 'be brief', '--max-tokens', '17']);
    expect(prompts).toEqual([
      {
        anthropic_version: 'bedrock-2023-05-31',
        system: 'be brief',
        max_tokens: 17,
        messages: [{ role: 'user', content: 'hi' }],
      },
    ]);
  });

  test('does without a pipe that nobody writes to, and says so', async () => {
    const { ended } = startedProgram(stage.person, 'bedrock-client', ['ask', 'hi']);
    expect(await ended).toEqual({
      exitCode: 0,
      output: expect.stringContaining('warning: nothing has come through the pipe for 3 s: asking without it'),
    });
    expect(question()).toBe('hi');
  });
});

describe('usage', () => {
  const at = (path: string) => `${stage.person.home}/${path}`;

  test.each<[string, () => string, RegExp]>([
    ['is not there', () => 'gone', /gone: can't be read \(ENOENT\)/],
    ['has no name', () => '', /can't be read \(ENOENT\)/],
    ['is a folder', () => '.', /not a regular file/],
    ['is a device', () => '/dev/zero', /not a regular file/],
    ['has zeros in it', () => stage.person.write('zeros', 'a\0b'), /zeros: it is no text/],
  ])('a file that %s', async (_name, path, message) => {
    const { exitCode, stderr } = await ask(['hi', '--file', path()]);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(stderr).toMatch(/\nbedrock-client: hint: ./);
  });

  test('a file that is a pipe keeps nobody waiting', async () => {
    await Bun.$`mkfifo ${at('pipe')}`;
    expect(await ask(['hi', '--file', at('pipe')])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/pipe: not a/),
    });
  });

  test('a file that is not UTF-8, and one that nobody could read', async () => {
    await Bun.write(at('latin'), Buffer.from('caf\xE9', 'latin1'));
    expect((await ask(['hi', '--file', at('latin')])).stderr).toMatch(
      /latin: it is no text\n.*hint: give text in UTF-8/,
    );
    await Bun.write(at('large'), Buffer.alloc(8 * 1024 * 1024 + 1, 'x'));
    expect((await ask(['hi', '--file', at('large')])).stderr).toMatch(/large: larger than 8 MiB/);
  });

  test('a pipe of bytes, and one of too many', async () => {
    expect((await ask(['hi'], 'a\0b')).stderr).toMatch(/what comes through the pipe is no text/);
    expect((await ask(['hi'], 'x'.repeat(8 * 1024 * 1024 + 1))).stderr).toMatch(
      /what comes through the pipe is too long/,
    );
  });

  test.each(['0', '-1', '1.5', 'many', '', '1e3', '99999999'])('%j tokens', async (count) => {
    const { exitCode, stderr } = await ask(['hi', `--max-tokens=${count}`]);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining(`--max-tokens takes a number of 1 or more, not "${count}"`),
    ]);
  });

  afterEach(() => expect(prompts).toEqual([]));
});

describe('the answer', () => {
  test('is given as it is, and ends its line', async () => {
    const bytes = async () => Bun.$`${programFile('bedrock-client')} ask hi < /dev/null`.env(stage.person.env).text();
    expect(await bytes()).toBe('# An *answer*\n');
    stage.fake.options.answer = 'a\u001b[31m';
    expect(await bytes()).toBe('a\u001b[31m\n');
  });

  test('ends its line where it breaks off, too', async () => {
    stage.fake.options.answer = 'one two three four';
    stage.fake.faults.set(INVOKE, 'mid-stream-cut');
    const run = await Bun.$`${programFile('bedrock-client')} ask hi < /dev/null`
      .env(stage.person.env)
      .nothrow()
      .quiet();
    expect([run.exitCode, run.stdout.toString()]).toEqual([6, expect.stringMatching(/^one .*[^\n]\n$/)]);
  });

  test('as events: start, text, end', async () => {
    const { exitCode, stdout } = await ask(['hi', '--stream-json']);
    const events = stdout.split('\n').map((line) => JSON.parse(line));
    const texts = events.slice(1, -1);
    expect([exitCode, texts.map(({ text }) => text).join('')]).toEqual([0, '# An *answer*\n']);
    expect(new Set(texts.map(({ type }) => type))).toEqual(new Set(['text']));
    expect([events[0], events.at(-1)]).toEqual([
      { type: 'start', model: expect.stringContaining('claude') },
      {
        type: 'end',
        stopReason: 'end_turn',
        usage: { inputTokens: expect.any(Number), outputTokens: expect.any(Number) },
      },
    ]);
  });

  test('a throttled one says how long it waits: to a person, and to a script', async () => {
    stage.fake.faults.set(INVOKE, { status: 429, headers: { 'retry-after': '1' } }, 2);
    expect((await ask(['hi'])).stderr).toMatch(
      /^(bedrock-client: Amazon Bedrock is throttling: trying again in 1 s\n?){2}$/,
    );
    stage.fake.faults.set(INVOKE, { status: 429, headers: { 'retry-after': '1' } }, 1);
    const events = (await ask(['hi', '--stream-json'])).stdout.split('\n').map((line) => JSON.parse(line));
    expect(events[1]).toEqual({ type: 'wait', why: 'Amazon Bedrock is throttling', milliseconds: 1000 });
  });

  test.each([
    ['max_tokens', /^bedrock-client: hint: the answer ended at its limit of \d+ tokens: --max-tokens raises it$/],
    ['refusal', /^bedrock-client: hint: the model refused to go on/],
    ['model_context_window_exceeded', /^bedrock-client: hint: the answer ended because the model can take no more/],
    ['end_turn', /^$/],
    ['constructor', /^$/],
  ])('that ended with %s says so', async (reason, hint) => {
    stage.fake.options.stopReason = reason;
    const { exitCode, stdout, stderr } = await ask(['hi']);
    expect([exitCode, stdout, stderr]).toEqual([0, '# An *answer*', expect.stringMatching(hint)]);
  });
});

describe('Ctrl-C ends it with 5 at once', () => {
  const STOPPED = /bedrock-client: error: stopped by Ctrl-C\nbedrock-client: hint: ask again.*\n$/;

  async function interrupted(
    args: string[],
    isTime: (pid: number, shown: string) => boolean,
    stdin: 'pipe' | 'ignore',
  ) {
    const command = [programFile('bedrock-client'), 'ask', ...args];
    const child = Bun.spawn(command, { env: stage.person.env, stdin, stdout: 'pipe', stderr: 'pipe' });
    let stdout = '';
    const read = (async () => {
      for await (const bytes of child.stdout) stdout += Buffer.from(bytes).toString();
    })();
    while (!isTime(child.pid, stdout)) await Bun.sleep(5);
    child.kill('SIGINT');
    const [stderr, exitCode] = await Promise.all([child.stderr.text(), child.exited, read]);
    return { exitCode, stdout, stderr };
  }

  /** Whether a process has a way of its own to end by SIGINT. */
  function hears(pid: number): boolean {
    const [, mask = '0'] = /SigCgt:\s+([0-9a-f]+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return (Number.parseInt(mask.slice(-1), 16) & 2) !== 0;
  }

  test('while the question is not there yet', async () => {
    expect(await interrupted([], hears, 'pipe')).toEqual({
      exitCode: 5,
      stdout: '',
      stderr: expect.stringMatching(STOPPED),
    });
  });

  test('while the helper runs, which ends too, with all that it started', async () => {
    stage.person.write('settings.json', { ...workSettings(), inferenceCredentialHelper: sleeper(stage.person) });
    const ended = await interrupted(['hi'], () => stage.person.exists('sleepers'), 'ignore');
    expect(ended).toMatchObject({ exitCode: 5, stderr: expect.stringMatching(STOPPED) });
    expect(await survivors(stage.person, 'sleepers')).toBe(0);
  });

  test('before the first word', async () => {
    stage.fake.faults.set(INVOKE, 'stall', 1);
    const ended = await interrupted(['hi'], () => stage.fake.count(INVOKE) > 0, 'ignore');
    expect(ended).toEqual({ exitCode: 5, stdout: '', stderr: expect.stringMatching(STOPPED) });
  });

  test('in the middle of the answer, whose line it ends', async () => {
    Object.assign(stage.fake.options, { answer: 'word '.repeat(10_000), wordDelayMs: 5 });
    const ended = await interrupted(['hi'], (_pid, shown) => shown !== '', 'ignore');
    expect(ended).toEqual({
      exitCode: 5,
      stdout: expect.stringMatching(/^(word )+\n$/),
      stderr: expect.stringMatching(STOPPED),
    });
  });
});
