import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the systems are told of the product, where they ask in one language. */
export interface Product {
  /** The reverse domain name that every system knows it by. */
  id: string;
  name: string;
  /** Three numbers. */
  version: string;
  license: string;
  publisher: string;
  copyright: string;
  homepage: string;
  /** Of the programs that an image of Windows speaks for. */
  descriptions: Record<string, string>;
}

/** The product, by package.json and LICENSE of the checkout. */
export function readProduct(root: string): Product {
  const { version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, string>;
  const [copyright = ''] = /^Copyright .*$/m.exec(readFileSync(join(root, 'LICENSE'), 'utf8')) ?? [];
  return {
    id: 'io.github.bedrock-launcher',
    name: 'Bedrock Launcher',
    version: version ?? '',
    license: license ?? '',
    publisher: copyright.replace(/^Copyright \(c\) \d+ /, ''),
    copyright,
    homepage: 'https://bedrock-launcher.github.io/',
    descriptions: {
      'bedrock-launcher': 'Bedrock Launcher',
      'bedrock-client': 'Bedrock Launcher, command line',
    },
  };
}
