import { drawIcon, type Picture } from './drawing.ts';

/**
 * The entries of a macOS icon: kind, pixels. iconutil writes the same; the two small ones are ARGB, as app icons with
 * PNG there were shown scrambled. https://en.wikipedia.org/wiki/Apple_Icon_Image_format
 */
const ENTRIES = [
  ['ic04', 16],
  ['ic05', 32],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512],
] as const;

const WITHOUT_SCALE = new Set<string>(['ic04', 'ic05']);

/** The icon of macOS, all sizes in one file. */
export async function macIcon(): Promise<Buffer> {
  const drawn = new Map<number, Promise<Picture>>();
  const draw = (size: number) => drawn.get(size) ?? drawIcon(size, { onAppleGrid: true });
  for (const [, size] of ENTRIES) drawn.set(size, draw(size));
  const chunks = ENTRIES.map(async ([kind, size]) => {
    const picture = await draw(size);
    return chunk(kind, WITHOUT_SCALE.has(kind) ? argb(picture) : picture.png);
  });
  return chunk('icns', Buffer.concat(await Promise.all(chunks)));
}

/** Kind, length of it all (big-endian), content. */
function chunk(kind: string, content: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.write(kind, 'latin1');
  head.writeUInt32BE(head.length + content.length, 4);
  return Buffer.concat([head, content]);
}

/** One channel after the other, each packed. */
function argb({ rgba }: Picture): Buffer {
  const pixels = rgba();
  const channel = (at: number) => pixels.filter((_, index) => index % 4 === at);
  return Buffer.concat([Buffer.from('ARGB'), ...[3, 0, 1, 2].map((at) => packed(channel(at)))]);
}

/** Runs of 3 to 130 equal bytes are (length + 125, byte), anything else (length - 1, up to 128 bytes). */
function packed(bytes: Uint8Array): Buffer {
  const parts: Uint8Array[] = [];
  for (let at = 0, next: number; at < bytes.length; at = next) {
    next = at + runAt(bytes, at);
    if (next - at >= 3) {
      parts.push(Uint8Array.of(next - at + 125, bytes[at] ?? 0));
      continue;
    }
    while (next < bytes.length && next - at < 128 && runAt(bytes, next) < 3) next++;
    next = Math.min(next, at + 128);
    parts.push(Uint8Array.of(next - at - 1), bytes.subarray(at, next));
  }
  return Buffer.concat(parts);
}

function runAt(bytes: Uint8Array, start: number): number {
  let length = 1;
  while (length < 130 && start + length < bytes.length && bytes[start + length] === bytes[start]) length++;
  return length;
}
