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
    plugins: [fetchOnly, asModules],
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
