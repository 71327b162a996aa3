import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { imagesOf, type Target } from '../targets.ts';
import { makeAppBundle } from './app-bundle.ts';
import { windowsIcon } from './ico.ts';
import type { Product } from './product.ts';
import { makeShareTree } from './share-tree.ts';

/** Puts beside the programs in the folder what makes them an application of their system. */
export async function addShape(target: Target, folder: string, product: Product): Promise<void> {
  const programs = imagesOf(target).flatMap(({ names }) => names);
  switch (target.system) {
    case 'linux':
      return await makeShareTree(folder, programs, product);
    case 'darwin':
      return await makeAppBundle(folder, programs, product);
    case 'windows':
      // The programs carry it already; installers want the file.
      return writeFileSync(join(folder, 'bedrock-launcher.ico'), await windowsIcon());
  }
}
