import type { ResponseStream } from '@aws-sdk/client-bedrock-runtime';
import { readAnswer } from '../../client/stream.ts';
import { problemOf } from '../shared/world.ts';

type Part = object | string | Error;

/** A part is an event, the text of one, or a failure in the middle. */
async function* streamOf(parts: Part[]): AsyncGenerator<ResponseStream> {
  for (const part of parts) {
    if (part instanceof Error) throw part;
    const text = typeof part === 'string' ? part : JSON.stringify(part);
    yield { chunk: { bytes: new TextEncoder().encode(text) } };
  }
}

const start = { type: 'message_start', message: { usage: { input_tokens: 12, output_tokens: 1 } } };
const words = (text: string) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } });
const end = {
  type: 'message_delta',
  delta: { stop_reason: 'end_turn', stop_sequence: null },
  usage: { output_tokens: 7 },
};

async function read(parts: Part[]) {
  const shown: string[] = [];
  const answer = await readAnswer(streamOf(parts), 'model', (text) => shown.push(text));
  return { ...answer, shown };
}

test('an answer is shown as it arrives, and whole at the end', async () => {
  expect(await read([start, words('Hello'), words(', '), words('world'), end, { type: 'message_stop' }])).toEqual({
    model: 'model',
    text: 'Hello, world',
    stopReason: 'end_turn',
    usage: { inputTokens: 12, outputTokens: 7 },
    shown: ['Hello', ', ', 'world'],
  });
});

test.each<[string, object]>([
  ['an event of a kind that we do not know', { type: 'ping' }],
  ['a field that we do not know', { type: 'content_block_start', content_block: { type: 'thinking', thinking: '' } }],
  ['a delta without text', { type: 'content_block_delta', delta: { type: 'input_json_delta', partial_json: '{' } }],
  ['an empty text', words('')],
  ['a stop reason that is null', { type: 'message_delta', delta: { stop_reason: null } }],
])('%s changes nothing', async (_name, odd) => {
  expect(await read([start, odd, words('yes'), end])).toMatchObject({
    text: 'yes',
    shown: ['yes'],
    stopReason: 'end_turn',
  });
});

test('letters of other alphabets come through', async () => {
  expect((await read([start, words('é日本\u{1F600}'), end])).text).toBe('é日本\u{1F600}');
});

test('an event of a later API beside the chunks changes nothing', async () => {
  async function* stream(): AsyncGenerator<ResponseStream> {
    yield* streamOf([start, words('yes')]);
    yield { $unknown: ['laterEvent', { some: 'thing' }] };
    yield* streamOf([end]);
  }
  expect((await readAnswer(stream(), 'model', () => {})).text).toBe('yes');
});

describe('an answer that breaks off is a problem that says so', () => {
  const reset = Object.assign(new Error('reset'), { code: 'ECONNRESET' });

  test.each<[string, Part[], RegExp]>([
    ['without an end', [start, words('Hello')], /^the answer broke off after 5 characters: the stream ended early$/],
    ['before its first word', [start], /^the answer broke off before its first word: the stream ended early$/],
    ['with nothing at all', [], /^the answer broke off before its first word: the stream ended early$/],
    [
      'by a cut connection',
      [start, words('Hi'), reset],
      /^the answer broke off after 2 characters: .*the connection was cut$/,
    ],
    ['by garbage', [start, words('Hi'), 'garbage'], /^the answer broke off after 2 characters: /],
    ['by half an event', [start, words('Hi'), '{"type":"content_bl'], /^the answer broke off after 2 characters: /],
    ['by an event that is a list', [start, words('Hi'), '[]'], /^the answer broke off after 2 characters: /],
    [
      'by an event whose text is a number',
      [start, words('Hi'), { type: 'x', delta: { text: 5 } }],
      /^the answer broke off after 2 characters: /,
    ],
    ['by null', [start, words('Hi'), 'null'], /^the answer broke off after 2 characters: /],
  ])('%s', async (_name, parts, message) => {
    expect(await problemOf(() => read(parts))).toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(message),
    });
  });

  test('without a body', async () => {
    expect((await problemOf(() => readAnswer(undefined, 'model', () => {}))).code).toBe('unreachable');
  });

  test('by silence', async () => {
    async function* silent(): AsyncGenerator<ResponseStream> {
      yield* streamOf([start, words('Hi')]);
      await new Promise(() => {});
    }
    expect(await problemOf(() => readAnswer(silent(), 'model', () => {}, undefined, 20))).toMatchObject({
      code: 'timeout',
      message: 'the answer broke off after 2 characters: nothing came for 0.02 s',
    });
  });
});
