import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

/** A drawing of size x size pixels. */
export interface Picture {
  size: number;
  png: Uint8Array;
  /** The same as rows of red, green, blue, alpha from the top; colours are not multiplied by alpha. */
  rgba(): Uint8Array;
}

const UNITS = 64;
/** What Apple's grid measures, where the tile (60 of our units) takes 824 of 1024 pixels. */
const APPLE_UNITS = 60 / (824 / 1024);

let renderer: Promise<void> | undefined;

/** The icon as it is drawn for this size. The renderer is WebAssembly, so that every machine makes the same bytes. */
export async function drawIcon(size: number, { onAppleGrid = false } = {}): Promise<Picture> {
  const svg =
    onAppleGrid && size > 16 ? withMargin(readSvg('icon.svg'), (APPLE_UNITS - UNITS) / 2) : readSvg(sourceFor(size));
  return await render(svg, size);
}

/** One of the drawings beside this file. */
export function readSvg(name: 'icon.svg' | 'icon-24.svg' | 'icon-16.svg' | 'icon-symbolic.svg'): string {
  return readFileSync(join(import.meta.dirname, name), 'utf8');
}

/** Small sizes have drawings of their own with their edges on whole pixels; at twice the size they are as sharp. */
function sourceFor(size: number) {
  if (size === 16 || size === 32) return 'icon-16.svg';
  return size <= 24 ? 'icon-24.svg' : 'icon.svg';
}

function withMargin(svg: string, margin: number): string {
  const side = UNITS + 2 * margin;
  return svg.replace(`viewBox="0 0 ${UNITS} ${UNITS}"`, `viewBox="${-margin} ${-margin} ${side} ${side}"`);
}

async function render(svg: string, size: number): Promise<Picture> {
  renderer ??= initWasm(readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')));
  await renderer;
  const image = new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render();
  return { size, png: image.asPng(), rgba: () => straight(image.pixels) };
}

/** The renderer multiplies colours by alpha. */
function straight(pixels: Uint8Array): Uint8Array {
  return pixels.map((value, at) => {
    const alpha = pixels[at | 3] ?? 0;
    return at % 4 === 3 || alpha === 0 ? value : Math.min(255, Math.round((value * 255) / alpha));
  });
}
