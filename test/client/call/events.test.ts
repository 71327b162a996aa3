import { answerTo } from '../../../client/call/answer.ts';
import { hear } from '../../../client/call/events.ts';
import type { Answer } from '../../../client/question.ts';
import { problemOf } from '../../shared/world.ts';
import { end, type Part, scriptedSource, start, streamOf, words } from './scripted-source.ts';

const question = { model: 'model', messages: [], maxTokens: 1 };
const host = { pause: async () => {}, wall: () => 0 };

async function read(parts: Part[]) {
  const shown: string[] = [];
  const { source } = scriptedSource([parts]);
  const listener = { text: (text: string) => void shown.push(text) };
  return { ...(await answerTo(host, source, question, listener, { context: 'interactive' })), shown };
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
  ['counts that are null', { type: 'message_delta', usage: { output_tokens: null } }],
  ['a usage that is null', { type: 'message_delta', delta: { text: null }, usage: null }],
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

describe('an answer that breaks off is a problem that says so', () => {
  const reset = Object.assign(new Error('reset'), { code: 'ECONNRESET' });

  test.each<[string, Part[], RegExp]>([
    ['without an end', [start, words('Hello')], /^the answer broke off after 5 characters: the stream ended early$/],
    ['before its first word', [start], /^the stream ended early$/],
    ['with nothing at all', [], /^the stream ended early$/],
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

  test('by silence', async () => {
    async function* silent(): AsyncGenerator<string> {
      yield* streamOf([start, words('Hi')]);
      await new Promise(() => {});
    }
    const answer: Answer = { model: '', text: '', stopReason: undefined, usage: { inputTokens: 0, outputTokens: 0 } };
    const listened = () => hear(silent(), answer, { text() {} }, new AbortController().signal, 20);
    expect(await problemOf(listened)).toMatchObject({ code: 'timeout', message: 'nothing came for 0.02 s' });
    expect(answer.text).toBe('Hi');
  });
});
