import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { Problem } from '../problem.ts';

/** The length of the frame, that of its headers, and the checksum of both. */
const PRELUDE = 12;
const CHECKSUM = 4;
const SHORTEST = PRELUDE + CHECKSUM;
/** https://smithy.io/2.0/aws/amazon-eventstream.html */
const LONGEST = 24 * 1024 * 1024;

/** The part of a frame that has come so far, and how many bytes must be there for the next step. */
interface Held {
  parts: Uint8Array[];
  length: number;
  needed: number;
}

/**
 * The bytes of an event stream, frame by frame, each whole and as it was sent. The SDK would take the first four bytes of
 * whatever comes for a length, make room for as much, and wait for the rest. Throws a Problem.
 */
export async function* wholeFrames(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const held: Held = { parts: [], length: 0, needed: PRELUDE };
  for await (const part of bytes) {
    held.parts.push(part);
    held.length += part.length;
    if (held.length >= held.needed) yield* framesOf(held);
  }
  if (held.length > 0) throw damaged('it ended in the middle of a frame');
}

/** Takes what is whole out of what is held. */
function* framesOf(held: Held): Generator<Uint8Array> {
  let rest = held.parts.length === 1 ? (held.parts[0] as Uint8Array) : Buffer.concat(held.parts);
  for (;;) {
    const needed = rest.length < PRELUDE ? PRELUDE : lengthOf(rest);
    Object.assign(held, { parts: rest.length > 0 ? [rest] : [], length: rest.length, needed });
    if (rest.length < needed || needed === PRELUDE) return;
    yield checked(rest.subarray(0, needed));
    rest = rest.subarray(needed);
  }
}

function lengthOf(bytes: Uint8Array): number {
  const length = numberAt(bytes, 0);
  if (numberAt(bytes, PRELUDE - CHECKSUM) !== Bun.hash.crc32(bytes.subarray(0, PRELUDE - CHECKSUM)))
    throw damaged('what came is no frame of it');
  if (length < SHORTEST || length > LONGEST) throw damaged(`a frame of ${length} bytes`);
  return length;
}

function checked(frame: Uint8Array): Uint8Array {
  const end = frame.length - CHECKSUM;
  if (numberAt(frame, end) === Bun.hash.crc32(frame.subarray(0, end))) return frame;
  throw damaged('the checksum of a frame is wrong');
}

function numberAt(bytes: Uint8Array, offset: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(offset);
}

function damaged(how: string): Problem {
  return new Problem(
    'unreachable',
    `the stream from Bedrock is damaged: ${how}`,
    'ask again; when it happens every time, a proxy in the way changes what AWS sends',
  );
}

/** Has a client see to it that what streams to it is whole. */
export function checkFrames(stack: Pick<BedrockRuntimeClient['middlewareStack'], 'add'>): void {
  stack.add(
    (next, { commandName }) =>
      async (args) => {
        const result = await next(args);
        const response = result.response as { statusCode: number; body?: AsyncIterable<Uint8Array> };
        const streams = commandName?.endsWith('ResponseStreamCommand') && response.statusCode < 300;
        if (streams && response.body) response.body = wholeFrames(response.body);
        return result;
      },
    // Nearer to the answer than what reads it.
    { step: 'deserialize', name: 'ourFrames', priority: 'low' },
  );
}
