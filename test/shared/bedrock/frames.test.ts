import { EventStreamCodec } from '@smithy/eventstream-codec';
import { wholeFrames } from '../../../shared/bedrock/frames.ts';
import { problemOf } from '../world.ts';

const codec = new EventStreamCodec(
  (bytes) => new TextDecoder().decode(bytes as Uint8Array),
  (text) => new TextEncoder().encode(text),
);
const frame = (size: number) => codec.encode({ headers: {}, body: new Uint8Array(size).fill(size) });
const FRAMES = [frame(0), frame(3), frame(70_000), frame(1)];
const ALL = Buffer.concat(FRAMES);

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test.each([1, 5, 12, 16, 17, 4096, 70_001, ALL.length])(
  'frames come out whole from pieces of %i bytes',
  async (size) => {
    const found = await Array.fromAsync(wholeFrames(inPieces(ALL, size)));
    expect(found.map((one) => Buffer.from(one).equals(FRAMES[found.indexOf(one)] ?? new Uint8Array()))).toEqual([
      true,
      true,
      true,
      true,
    ]);
  },
);

test('a stream without frames has none', async () => {
  expect(await Array.fromAsync(wholeFrames(inPieces(new Uint8Array(), 1)))).toEqual([]);
});

/** A prelude with a checksum that is right. */
function prelude(length: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(12));
  view.setUint32(0, length);
  view.setUint32(8, Bun.hash.crc32(new Uint8Array(view.buffer, 0, 8)));
  return new Uint8Array(view.buffer);
}

const spoiled = (at: number) => frame(3).map((byte, index) => (index === at ? byte ^ 1 : byte));

describe('after a good frame', () => {
  test.each<[string, Uint8Array, RegExp]>([
    ['another letter in its body', spoiled(13), /the checksum of a frame is wrong/],
    ['another checksum', spoiled(18), /the checksum of a frame is wrong/],
    ['another length', spoiled(3), /what came is no frame/],
    ['a page', Buffer.from('<html>sign in</html>'), /what came is no frame/],
    ['four gigabytes', prelude(0xffff_ffff), /a frame of 4294967295 bytes/],
    ['a frame that is shorter than its own frame', prelude(15), /a frame of 15 bytes/],
    ['half a frame', frame(3).subarray(0, 14), /it ended in the middle of a frame/],
    ['half a prelude', frame(3).subarray(0, 5), /it ended in the middle of a frame/],
  ])('%s is a problem, and what came before is given', async (_name, bytes, message) => {
    const given: Uint8Array[] = [];
    const read = async () => {
      for await (const one of wholeFrames(inPieces(Buffer.concat([frame(9), bytes]), 7))) given.push(one);
    };
    expect(await problemOf(read)).toMatchObject({ code: 'unreachable', message: expect.stringMatching(message) });
    expect(given.map((one) => one.length)).toEqual([frame(9).length]);
  });

  test('whoever sends is told to stop', async () => {
    let stopped = false;
    async function* endless() {
      try {
        for (;;) yield Buffer.from('garbage');
      } finally {
        stopped = true;
      }
    }
    await problemOf(() => Array.fromAsync(wholeFrames(endless())));
    expect(stopped).toBe(true);
  });
});
