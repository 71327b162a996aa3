import { EventStreamCodec } from '@smithy/eventstream-codec';
import type { Fault } from './fault.ts';
import { answerEvents } from './messages.ts';
import type { FakeAwsOptions } from './options.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const codec = new EventStreamCodec(
  (bytes) => decoder.decode(typeof bytes === 'string' ? encoder.encode(bytes) : bytes),
  (text) => encoder.encode(text),
);

type Manner = Pick<FakeAwsOptions, 'wordDelayMs' | 'stopReason'>;

/** The events in the framing of https://docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html */
export function answerStream(
  model: string,
  words: readonly string[],
  options: Manner,
  fault: Fault | undefined,
): Response {
  const frames = frameAll(model, words, options, fault);
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
  { wordDelayMs, stopReason }: Manner,
  fault: Fault | undefined,
): AsyncGenerator<Uint8Array | 'cut', undefined> {
  const events = [...answerEvents(model, words, stopReason)];
  const middle = Math.floor(events.length / 2);
  for (const [index, event] of events.entries()) {
    if (index > 0) await Bun.sleep(wordDelayMs);
    if (index === middle) {
      const ending = endings.get(fault);
      // What was sent before has left this machine by then, so that the answer breaks off in its middle.
      if (ending) await Bun.sleep(ON_ITS_WAY_MS);
      if (ending) return yield* ending(chunk(event));
      if (fault === 'split-frames') return yield Buffer.concat(events.slice(middle).map(chunk));
    }
    yield* fault === 'split-frames' ? byteByByte(chunk(event)) : [chunk(event)];
  }
  return undefined;
}

const ON_ITS_WAY_MS = 100;

/** Each is given the frame that would come now. */
const endings = new Map<Fault | undefined, (next: Uint8Array) => Generator<Uint8Array | 'cut', undefined>>([
  ['mid-stream-cut', cut],
  ['mid-stream-exception', () => exception('modelStreamErrorException', 'The system encountered an unexpected error')],
  ['mid-stream-throttle', () => exception('throttlingException', 'Too many tokens, please wait before trying again.')],
  ['bad-crc', (next) => bytes(spoiled(next))],
  ['mid-stream-garbage', () => bytes(encoder.encode('<html>Guest network</html>'.repeat(40)))],
  ['truncated-frame', (next) => bytes(next.subarray(0, next.length / 2))],
  ['endless-frame', endless],
]);

function* bytes(...parts: Uint8Array[]): Generator<Uint8Array, undefined> {
  yield* parts;
}

/** One letter of its body is another, as a broken proxy would have it. */
function spoiled(frame: Uint8Array): Uint8Array {
  const middle = Math.floor(frame.length / 2);
  return frame.map((byte, at) => (at === middle ? byte ^ 1 : byte));
}

/** Its checksum is right, so that only its length says how wrong it is. */
function* endless(): Generator<Uint8Array, undefined> {
  const prelude = new DataView(new ArrayBuffer(12));
  prelude.setUint32(0, 0xffff_fff0);
  prelude.setUint32(8, Bun.hash.crc32(new Uint8Array(prelude.buffer, 0, 8)));
  yield new Uint8Array(prelude.buffer);
  for (let count = 0; count < 16; count++) yield new Uint8Array(64 * 1024);
}

async function* byteByByte(frame: Uint8Array): AsyncGenerator<Uint8Array, undefined> {
  for (const byte of frame) {
    yield Uint8Array.of(byte);
    // Left alone, what is written in one turn leaves in one piece.
    await Bun.sleep(0);
  }
}

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
