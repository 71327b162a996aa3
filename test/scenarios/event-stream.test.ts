import type { Fault } from '../fake-aws/fault.ts';
import { signedIn } from '../person.ts';
import { onStage } from '../stage.ts';

const INVOKE = 'InvokeModelWithResponseStream';
const ANSWER = 'One two three four five six seven, an answer of some length with \u{1F600} and é in it.';

const stage = onStage({ decision: 'approve', answer: ANSWER });

beforeEach(() => signedIn(stage.person, stage.fake));

const ask = (...args: string[]) => stage.person.run('bedrock-client', ['ask', 'hi', ...args]);

test('frames that come byte by byte, and several at once, are an answer like any other', async () => {
  stage.fake.faults.set(INVOKE, 'split-frames');
  expect(await ask()).toMatchObject({ exitCode: 0, stdout: ANSWER, stderr: '' });
});

describe.each<[Fault, RegExp]>([
  ['bad-crc', /the stream from Bedrock is damaged: the checksum of a frame is wrong/],
  ['mid-stream-garbage', /the stream from Bedrock is damaged: what came is no frame of it/],
  ['truncated-frame', /the stream from Bedrock is damaged: it ended in the middle of a frame/],
  ['endless-frame', /the stream from Bedrock is damaged: a frame of 4294967280 bytes/],
  ['mid-stream-cut', /the connection was cut/],
  ['mid-stream-exception', /AWS failed/],
  ['mid-stream-throttle', /AWS is throttling/],
])('%s', (fault, what) => {
  beforeEach(() => stage.fake.faults.set(INVOKE, fault));

  test('leaves what came, ends its line, and says what was lost', async () => {
    const { exitCode, stdout, stderr } = await ask();
    expect(exitCode).toBe(6);
    expect(stdout).not.toBe('');
    expect(ANSWER).toContain(stdout);
    const [error, hint, ...more] = stderr.split('\n');
    expect(error).toMatch(
      new RegExp(`^bedrock-client: error: the answer broke off after ${stdout.length} characters: `),
    );
    expect(error).toMatch(what);
    expect([hint, more]).toEqual([expect.stringMatching(/^bedrock-client: hint: ./), []]);
    expect(stage.fake.count(INVOKE)).toBe(1);
  });

  test('is an event of its own for a script', async () => {
    const { exitCode, stdout } = await ask('--stream-json');
    const events = stdout.split('\n').map((line) => JSON.parse(line));
    const text = events.filter(({ type }) => type === 'text').map((event) => event.text);
    expect(exitCode).toBe(6);
    expect(ANSWER.startsWith(text.join(''))).toBe(true);
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['start', 'text', 'error']));
    expect(events.at(-1)).toEqual({
      type: 'error',
      code: 6,
      message: expect.stringMatching(what),
      hint: expect.any(String),
    });
  });

  test('leaves no half of a document', async () => {
    expect(await ask('--json')).toMatchObject({ exitCode: 6, stdout: '' });
  });
});
