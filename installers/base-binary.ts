import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { ownTarget, type Target } from './targets.ts';

interface Locked {
  version: string;
  integrity: string;
}

/**
 * The Bun binary that an image of this target is made from: our own for this machine, else the one in the pinned npm
 * package, checked against the lock file. Never what Bun itself would download unchecked.
 */
export async function baseBinary(target: Target, root: string): Promise<string> {
  if (target.name === ownTarget) return process.execPath;
  const locked = lockedPackage(target.bunPackage, root);
  const folder = join(root, 'build', 'base', `${target.name}-${locked.version}`);
  const binary = join(folder, 'package', target.bunBinary);
  if (!existsSync(binary)) await unpack(target.bunPackage, locked, folder);
  return binary;
}

function lockedPackage(name: string, root: string): Locked {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>;
  };
  const found = lock.packages[`node_modules/${name}`];
  if (found?.integrity.startsWith('sha512-')) return found;
  throw new Error(`package-lock.json has no sha512 for ${name}`);
}

/** Into a folder beside, which takes its name once it is whole. */
async function unpack(name: string, { version, integrity }: Locked, folder: string): Promise<void> {
  const fresh = `${folder}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  const { stdout } = await execa('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', fresh]);
  const archive = join(fresh, stdout.trim().split('\n').at(-1) ?? '');
  const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (found !== integrity)
    throw new Error(`${name}@${version}: the package's hash is not the one of package-lock.json`);
  await execa('tar', ['-xzf', archive, '-C', fresh]);
  chmodSync(join(fresh, 'package'), 0o755);
  renameSync(fresh, folder);
}
