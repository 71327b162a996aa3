import { dirname, join } from 'node:path';
import type { BunPlugin } from 'bun';

export interface Compilation {
  entry: string;
  outfile: string;
  /** Such as `bun-windows-x64`, and the Bun binary that the image is made from; without them, this machine's. */
  target?: Bun.Build.CompileTarget;
  base?: string;
  hideConsole?: boolean;
  define?: Record<string, string>;
  /** What the image starts as threads of its own: by their paths from the root of the checkout. */
  threads?: readonly string[];
}

/** How every image is compiled, whatever is in it. */
export async function compile({
  entry,
  outfile,
  target,
  base,
  hideConsole,
  define = {},
  threads = [],
}: Compilation): Promise<void> {
  await Bun.build({
    entrypoints: [entry, ...threads],
    target: 'bun',
    format: 'esm',
    bytecode: true,
    minify: true,
    splitting: true,
    define,
    // See asModules.
    conditions: ['module'],
    plugins: [fetchOnly, webStandards, lightWrites, asModules],
    compile: {
      outfile,
      ...(target ? { target } : {}),
      executablePath: base ?? process.execPath,
      execArgv: ['--use-system-ca'],
      // A credential program must not take settings from the folder that it happens to be started in.
      autoloadDotenv: false,
      autoloadBunfig: false,
      // Our runs are over before optimized code pays: the helper takes 20 ms instead of 23.
      jitPolicy: 20,
      ...(hideConsole ? { windows: { hideConsole } } : {}),
    },
  });
}

/**
 * The SDK's default handler loads Node's http, https and http2 at start, and nobody uses it: every client of ours goes
 * over fetch (shared/network). In its place stands the fetch handler, which saves each start 3 ms.
 */
const fetchOnly: BunPlugin = {
  name: 'fetch only',
  setup(build) {
    const path = join(import.meta.dir, 'fetch-handler.ts');
    build.onResolve({ filter: /^@smithy\/node-http-handler$/ }, () => ({ path }));
  },
};

/**
 * Three parts of the SDK load node:stream, node:crypto and node:zlib at start, for bodies that are Node's streams and for
 * hashes. Ours are neither (fetch gives web streams; shared/sha256.ts hashes), so the parts that the SDK has for browsers stand
 * in their place, which saves each start 2 ms.
 */
const webStandards: BunPlugin = {
  name: 'web standards',
  setup(build) {
    build.onResolve({ filter: /^@smithy\/core\/(checksum|retry|serde)$/ }, ({ path: name, importer }) => {
      const node = Bun.resolveSync(name, dirname(importer));
      return { path: node.replace(/dist-(cjs|es)(.*)index\.js$/, 'dist-es$2index.browser.js') };
    });
  },
};

/**
 * The SDK is linked from its ES modules: of its CommonJS, which Bun takes by itself, all is loaded whether it is used or not,
 * and each start takes a millisecond and a half longer. Where a package has a map of exports, `conditions` says so.
 */
const asModules: BunPlugin = {
  name: 'as modules',
  setup(build) {
    build.onResolve({ filter: /^@(smithy|aws-sdk)\/[^/]+$/ }, async ({ path: name, importer }) => {
      const manifest = Bun.resolveSync(`${name}/package.json`, dirname(importer));
      const { module, exports }: { module?: string; exports?: object } = await Bun.file(manifest).json();
      return module && !exports ? { path: join(dirname(manifest), module) } : undefined;
    });
  },
};

/**
 * write-file-atomic stands on the way of every fresh credential, and loads two parts of Node for one word each, which takes
 * longer than its writing. Files are written by main threads alone, whose number is 0.
 */
const lightWrites: BunPlugin = {
  name: 'light writes',
  setup(build) {
    build.onLoad({ filter: /[\\/]write-file-atomic[\\/]lib[\\/]index\.js$/ }, async ({ path }) => {
      const pairs = [
        ["require('worker_threads')", '{ threadId: 0 }'],
        ["require('util')", `{ promisify: ${PROMISIFY} }`],
      ] as const;
      let contents = await Bun.file(path).text();
      for (const [load, instead] of pairs) {
        if (contents.split(load).length !== 2) throw new Error(`${path}: ${load} is not there once`);
        contents = contents.replace(load, instead);
      }
      return { contents, loader: 'js' };
    });
  },
};

const PROMISIFY = `(act) => (...given) =>
  new Promise((resolve, reject) => act(...given, (error, result) => (error ? reject(error) : resolve(result))))`;
