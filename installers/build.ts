import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { baseBinary } from './base-binary.ts';
import { compile } from './compile.ts';
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

async function buildTarget(target: Target): Promise<void> {
  const folder = join(root, 'dist', target.name);
  mkdirSync(folder, { recursive: true });
  removeLeftovers(folder);
  for (const image of imagesOf(target)) {
    await buildImage(target, image, folder);
  }
  process.stdout.write(`built dist/${target.name}\n`);
}

/** What a build that was interrupted left behind. */
function removeLeftovers(folder: string): void {
  const left = readdirSync(folder).filter((name) => name.startsWith(FRESH));
  for (const name of left) rmSync(join(folder, name), { recursive: true, force: true });
}

/** Made in a folder beside and moved in: programs that run keep their old image, and nobody starts half a one. */
async function buildImage(target: Target, { names, hideConsole }: Image, folder: string): Promise<void> {
  const [first = '', ...others] = names.map((name) => `${name}${target.suffix}`);
  const fresh = join(folder, `${FRESH}${process.pid}`);
  mkdirSync(fresh, { recursive: true });
  try {
    const base = await baseBinary(target, root);
    const entry = join(root, 'installers', 'image.ts');
    await compile({
      entry,
      outfile: join(fresh, first),
      target: target.bunTarget,
      base,
      hideConsole,
      define: await stamp(),
      threads: target.name.startsWith('windows') ? [join(root, 'installers', 'auto-detect-thread.ts')] : [],
    });
    for (const name of others) linkSync(join(fresh, first), join(fresh, name));
    for (const name of [first, ...others]) renameOver(join(fresh, name), join(folder, name));
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** rename() does nothing when both names are links to one file, so the old name goes first. */
function renameOver(from: string, to: string): void {
  rmSync(to, { force: true });
  renameSync(from, to);
}

async function stamp(): Promise<Record<string, string>> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const { stdout, exitCode } = await execa('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, reject: false });
  const commit = exitCode === 0 ? stdout.trim() : 'no-commit';
  return { BUILD_VERSION: JSON.stringify(version), BUILD_STAMP: JSON.stringify(commit) };
}

await build();
