import { inflateSync } from 'node:zlib';
import { drawIcon } from '../../installers/native/drawing.ts';
import { macIcon } from '../../installers/native/icns.ts';
import { windowsIcon } from '../../installers/native/ico.ts';
import { Data } from '../../installers/native/resedit.mjs';

/** The size that a PNG says, in pixels. */
function pngSize(png: Buffer): [number, number] {
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

/** The pixels of a PNG of 8 bits, RGBA, as another reader sees them. */
function pngPixels(png: Buffer): Uint8Array {
  const [width, height] = pngSize(png);
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const raw = inflateSync(Buffer.concat(parts));
  const row = width * 4;
  const pixels = new Uint8Array(row * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (row + 1)] ?? 0;
    for (let x = 0; x < row; x++) {
      const left = x < 4 ? 0 : (pixels[y * row + x - 4] ?? 0);
      const up = pixels[(y - 1) * row + x] ?? 0;
      const corner = x < 4 ? 0 : (pixels[(y - 1) * row + x - 4] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      pixels[y * row + x] = (raw[y * (row + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return pixels;
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** Red, green, blue and alpha of a pixel. */
function pixel(rgba: Uint8Array, size: number, x: number, y: number): number[] {
  return [...rgba.subarray((y * size + x) * 4, (y * size + x + 1) * 4)];
}

test.each([16, 24, 32, 48, 64, 128, 256, 512, 1024])(
  'the drawing of %i pixels: PNG and pixels say the same',
  async (size) => {
    const picture = await drawIcon(size);
    expect(pngSize(Buffer.from(picture.png))).toEqual([size, size]);
    const rgba = picture.rgba();
    expect(Buffer.from(rgba).equals(pngPixels(Buffer.from(picture.png)))).toBe(true);
    expect(pixel(rgba, size, 0, 0)[3]).toBeLessThan(128);
    expect(pixel(rgba, size, size / 2, Math.round(size * 0.3))).toEqual([0xa8, 0x48, 0x2a, 255]);
  },
);

test('small sizes have their edges on whole pixels', async () => {
  const small = (await drawIcon(16)).rgba();
  const column = [7, 8, 9, 10, 11, 12, 13].map((y) => pixel(small, 16, 2, y)[0]);
  expect(column).toEqual([0xf6, 0x1c, 0x1c, 0xf6, 0x5d, 0x5d, 0xf6]);
});

test("the tile stands on Apple's grid", async () => {
  const rgba = (await drawIcon(1024, { onAppleGrid: true })).rgba();
  const opaque = Array.from({ length: 1024 }, (_, x) => x).filter((x) => (pixel(rgba, 1024, x, 512)[3] ?? 0) > 127);
  expect([opaque.at(0), opaque.at(-1)]).toEqual([100, 923]);
});

test('the icon of Windows has all sizes: small ones as bitmaps with a mask, large ones as PNG', async () => {
  const file = await windowsIcon();
  const { icons } = Data.IconFile.from(file);
  const sizes = [16, 24, 32, 48, 64, 128, 256];
  // The height of a bitmap counts the mask.
  expect(icons.map(({ data }) => [data.isIcon(), data.width])).toEqual(sizes.map((size) => [size < 128, size]));
  for (const [index, size] of sizes.entries()) {
    const [length, offset] = [file.readUInt32LE(6 + 16 * index + 8), file.readUInt32LE(6 + 16 * index + 12)];
    const image = file.subarray(offset, offset + length);
    const { png, rgba } = await drawIcon(size);
    if (size >= 128) expect(image.equals(png)).toBe(true);
    else expect(Buffer.from(bitmapPixels(image, size)).equals(rgba())).toBe(true);
  }
});

function bitmapPixels(image: Buffer, size: number): Uint8Array {
  const pixels = new Uint8Array(size * size * 4);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [blue = 0, green = 0, red = 0, alpha = 0] = image.subarray(40 + (y * size + x) * 4);
      pixels.set([red, green, blue, alpha], ((size - 1 - y) * size + x) * 4);
      const mask = image[40 + size * size * 4 + y * Math.ceil(size / 32) * 4 + (x >> 3)] ?? 0;
      expect((mask >> (7 - (x & 7))) & 1).toBe(alpha === 0 ? 1 : 0);
    }
  }
  return pixels;
}

test('the icon of macOS has all sizes: the two smallest as packed ARGB, the others as PNG', async () => {
  const file = await macIcon();
  expect(file.toString('latin1', 0, 4)).toBe('icns');
  expect(file.readUInt32BE(4)).toBe(file.length);
  const found: Record<string, unknown> = {};
  for (let start = 8; start < file.length; start += file.readUInt32BE(start + 4)) {
    const content = file.subarray(start + 8, start + file.readUInt32BE(start + 4));
    const isArgb = content.toString('latin1', 0, 4) === 'ARGB';
    found[file.toString('latin1', start, start + 4)] = isArgb ? unpacked(content.subarray(4)) : pngSize(content)[0];
  }
  expect(found).toEqual({
    ic04: await planes(16),
    ic05: await planes(32),
    ...{ ic07: 128, ic08: 256, ic09: 512, ic10: 1024, ic11: 32, ic12: 64, ic13: 256, ic14: 512 },
  });
});

/** Alpha, red, green, blue, one after the other. */
async function planes(size: number): Promise<number[]> {
  const pixels = (await drawIcon(size, { onAppleGrid: true })).rgba();
  return [3, 0, 1, 2].flatMap((channel) => [...pixels.filter((_, index) => index % 4 === channel)]);
}

function unpacked(bytes: Uint8Array): number[] {
  const out: number[] = [];
  for (let start = 0; start < bytes.length; ) {
    const head = bytes[start++] ?? 0;
    if (head < 128) {
      out.push(...bytes.subarray(start, start + head + 1));
      start += head + 1;
    } else out.push(...Array<number>(head - 125).fill(bytes[start++] ?? 0));
  }
  return out;
}
