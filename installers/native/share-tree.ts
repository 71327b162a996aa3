import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { desktopEntry } from './desktop-entry.ts';
import { drawIcon, readSvg } from './drawing.ts';
import { metainfo } from './metainfo.ts';
import type { Product } from './product.ts';

const ICON_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];

/** Makes `share/` in the folder, as packages put it under /usr: menu entry, icons and what software centres show. */
export async function makeShareTree(folder: string, programs: readonly string[], product: Product): Promise<void> {
  const put = (path: string, content: string | Uint8Array) => {
    const file = join(folder, 'share', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  };
  put(`applications/${product.id}.desktop`, desktopEntry(product));
  put(`metainfo/${product.id}.metainfo.xml`, metainfo(product, programs));
  for (const size of ICON_SIZES) {
    put(`icons/hicolor/${size}x${size}/apps/${product.id}.png`, (await drawIcon(size)).png);
  }
  put(`icons/hicolor/scalable/apps/${product.id}.svg`, readSvg('icon.svg'));
  put(`icons/hicolor/symbolic/apps/${product.id}-symbolic.svg`, readSvg('icon-symbolic.svg'));
}
