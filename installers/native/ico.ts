import { drawIcon, type Picture } from './drawing.ts';

/** Explorer's sizes at 100, 150, 200 and 300 %, of lists up to large tiles. */
const SIZES = [16, 24, 32, 48, 64, 128, 256];
/** From here on as PNG, as Windows has done it since Vista; programs older than that read the small ones. */
const PNG_FROM = 128;

const HEAD = 6;
const ENTRY = 16;

/** The icon of Windows, all sizes in one file. https://learn.microsoft.com/previous-versions/ms997538(v=msdn.10) */
export async function windowsIcon(): Promise<Buffer> {
  const pictures = await Promise.all(SIZES.map((size) => drawIcon(size)));
  const images = pictures.map((picture) => (picture.size < PNG_FROM ? bitmap(picture) : Buffer.from(picture.png)));
  const head = Buffer.alloc(HEAD + ENTRY * images.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let offset = head.length;
  for (const [at, image] of images.entries()) {
    // A byte holds no 256: 0 stands for it.
    const side = (SIZES[at] ?? 0) % 256;
    head.set([side, side, 0, 0, 1, 0, 32, 0], HEAD + ENTRY * at);
    head.writeUInt32LE(image.length, HEAD + ENTRY * at + 8);
    head.writeUInt32LE(offset, HEAD + ENTRY * at + 12);
    offset += image.length;
  }
  return Buffer.concat([head, ...images]);
}

/** A BITMAPINFOHEADER, rows of blue, green, red, alpha from the bottom, and a mask of one bit a pixel. */
function bitmap({ size, rgba }: Picture): Buffer {
  const maskRow = Math.ceil(size / 32) * 4;
  const head = Buffer.alloc(40);
  head.writeUInt32LE(head.length, 0);
  head.writeInt32LE(size, 4);
  // Pixels and mask count as one picture of double height.
  head.writeInt32LE(2 * size, 8);
  head.writeUInt16LE(1, 12);
  head.writeUInt16LE(32, 14);
  head.writeUInt32LE(size * (size * 4 + maskRow), 20);
  const pixels = Buffer.alloc(size * size * 4);
  const mask = Buffer.alloc(size * maskRow);
  const source = rgba();
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [red = 0, green = 0, blue = 0, alpha = 0] = source.subarray(((size - 1 - y) * size + x) * 4);
      pixels.set([blue, green, red, alpha], (y * size + x) * 4);
      if (alpha === 0) mask[y * maskRow + (x >> 3)] = (mask[y * maskRow + (x >> 3)] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return Buffer.concat([head, pixels, mask]);
}
