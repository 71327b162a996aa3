import { EventStreamCodec } from '@smithy/eventstream-codec';
import type { Fault } from './fault.ts';
import { answerEvents } from './messages.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const codec = new EventStreamCodec(
  (bytes) => decoder.decode(typeof bytes === 'string' ? encoder.encode(bytes) : bytes),
  (text) => encoder.encode(text),
);

/** The events in the framing of https://docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html */
export function answerStream(
  model: string,
  words: readonly string[],
  delayMs: number,
  fault: Fault | undefined,
): Response {
  const frames = frameAll(model, words, delayMs, fault);
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { value, done } = await frames.next();
      if (value === 'cut') controller.error();
      else if (done || value === undefined) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => {
      await frames.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      'content-type': 'application/vnd.amazon.eventstream',
      'x-amzn-bedrock-content-type': 'application/json',
    },
  });
}

async function* frameAll(
  model: string,
  words: readonly string[],
  delayMs: number,
  fault: Fault | undefined,
): AsyncGenerator<Uint8Array | 'cut', undefined> {
  const events = [...answerEvents(model, words)];
  const middle = Math.floor(events.length / 2);
  for (const [index, event] of events.entries()) {
    if (index > 0) await Bun.sleep(delayMs);
    if (index === middle) {
      const ending = endings.get(fault);
      // What was sent before has left this machine by then, so that the answer breaks off in its middle.
      if (ending) await Bun.sleep(ON_ITS_WAY_MS);
      if (ending) return yield* ending();
    }
    yield chunk(event);
  }
  return undefined;
}

const ON_ITS_WAY_MS = 100;

const endings = new Map<Fault | undefined, () => Generator<Uint8Array | 'cut', undefined>>([
  ['mid-stream-cut', cut],
  ['mid-stream-exception', () => exception('modelStreamErrorException', 'The system encountered an unexpected error')],
  ['mid-stream-throttle', () => exception('throttlingException', 'Too many tokens, please wait before trying again.')],
]);

function* cut(): Generator<'cut', undefined> {
  yield 'cut';
}

function* exception(type: string, message: string): Generator<Uint8Array, undefined> {
  yield frame({ ':message-type': 'exception', ':exception-type': type }, { message });
}

function chunk(event: object): Uint8Array {
  // The real service pads each chunk (`p`) so that its length tells nothing of the text.
  const body = { bytes: Buffer.from(JSON.stringify(event)).toString('base64'), p: 'abcdefghijkl' };
  return frame({ ':message-type': 'event', ':event-type': 'chunk' }, body);
}

function frame(headers: Record<string, string>, body: object): Uint8Array {
  const all = Object.entries({ ':content-type': 'application/json', ...headers });
  return codec.encode({
    headers: Object.fromEntries(all.map(([name, value]) => [name, { type: 'string' as const, value }])),
    body: encoder.encode(JSON.stringify(body)),
  });
}
