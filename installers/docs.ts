import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { configurationReference, toolkitKeys } from './configuration-reference.ts';

const root = dirname(import.meta.dir);

/** `npm run docs`: writes what is made from the table of keys. A test fails when it is stale. */
function write(): void {
  writeFileSync(join(root, 'docs', 'configuration.md'), configurationReference());
  const readme = join(root, 'README.md');
  writeFileSync(readme, withToolkitKeys(readFileSync(readme, 'utf8')));
}

/** The README with the rows of the toolkit's keys as they are now. */
function withToolkitKeys(readme: string): string {
  return readme.replace(/\| key \| what it says \| default \|\n[\s\S]*?\n\n/, () => `${toolkitKeys()}\n\n`);
}

write();
