import { linkSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { baseBinary } from './base-binary.ts';
import { compile } from './compile.ts';
import { type Product, readProduct } from './native/product.ts';
import { addShape } from './native/shape.ts';
import { dressBase } from './native/windows-resources.ts';
import { type Image, imagesOf, ownTarget, type Target, targets } from './targets.ts';

const root = dirname(import.meta.dir);
const FRESH = '.fresh-';

/** `npm run build`: the image for this machine; `-- --all` for every target; `-- --target NAME` for some. */
async function build(): Promise<void> {
  const { values } = parseArgs({ options: { all: { type: 'boolean' }, target: { type: 'string', multiple: true } } });
  const wanted = values.target ?? [ownTarget];
  const chosen = targets.filter(({ name }) => values.all || wanted.includes(name));
  if (chosen.length === 0) {
    process.stderr.write(`build: no such target; there are ${targets.map(({ name }) => name).join(', ')}\n`);
    process.exit(2);
  }
  for (const target of chosen) await buildTarget(target);
}

/** Made in a folder beside and moved in: programs that run keep their old image, and nobody starts half a one. */
async function buildTarget(target: Target): Promise<void> {
  const folder = join(root, 'dist', target.name);
  mkdirSync(folder, { recursive: true });
  removeLeftovers(folder);
  const fresh = join(folder, `${FRESH}${process.pid}`);
  mkdirSync(fresh);
  try {
    const product = readProduct(root);
    for (const image of imagesOf(target)) await buildImage(target, image, fresh, product);
    await addShape(target, fresh, product);
    for (const name of readdirSync(fresh)) renameOver(join(fresh, name), join(folder, name));
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  process.stdout.write(`built dist/${target.name}\n`);
}

/** What a build that was interrupted left behind. */
function removeLeftovers(folder: string): void {
  const left = readdirSync(folder).filter((name) => name.startsWith(FRESH));
  for (const name of left) rmSync(join(folder, name), { recursive: true, force: true });
}

/** One executable under its names. */
async function buildImage(target: Target, { names, hideConsole }: Image, folder: string, product: Product) {
  const [first = '', ...others] = names;
  const file = (name: string) => join(folder, `${name}${target.suffix}`);
  const windows = target.system === 'windows';
  const dressed = join(folder, 'base');
  const base = await baseBinary(target, root);
  if (windows) await dressBase(base, dressed, first, product);
  await compile({
    entry: join(root, 'installers', 'image.ts'),
    outfile: file(first),
    target: target.bunTarget,
    base: windows ? dressed : base,
    hideConsole,
    define: await stamp(product),
    threads: windows ? [join(root, 'installers', 'auto-detect-thread.ts')] : [],
  });
  rmSync(dressed, { force: true });
  for (const name of others) linkSync(file(first), file(name));
}

/** rename() does nothing when both names are links to one file, so the old name goes first. */
function renameOver(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  renameSync(from, to);
}

async function stamp({ version }: Product): Promise<Record<string, string>> {
  const { stdout, exitCode } = await execa('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, reject: false });
  const commit = exitCode === 0 ? stdout.trim() : 'no-commit';
  return { BUILD_VERSION: JSON.stringify(version), BUILD_STAMP: JSON.stringify(commit) };
}

await build();
