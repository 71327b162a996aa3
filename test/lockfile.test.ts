import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Locked {
  integrity?: string;
  optional?: boolean;
  link?: boolean;
  optionalDependencies?: Record<string, string>;
}

const root = dirname(import.meta.dirname);
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked> };
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;

test('every platform that a package names is in the lock file, or npm 11.12 and later refuse it whole', () => {
  const missing = Object.values(lock.packages).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies).filter((name) => !(`node_modules/${name}` in lock.packages)),
  );
  expect(missing).toEqual([]);
});

test('what is installed everywhere has a hash, and so has the base binary of every target', () => {
  const unhashed = Object.entries(lock.packages).filter(([, { integrity, optional }]) => !integrity && !optional);
  expect(unhashed.map(([name]) => name)).toEqual(['']);
  const bases = Object.entries(lock.packages).filter(([name]) => /^node_modules\/@oven\/bun-/.test(name));
  expect(bases.length).toBeGreaterThanOrEqual(6);
  expect(bases.every(([, { integrity }]) => integrity?.startsWith('sha512-'))).toBe(true);
});

test('every version is exact', () => {
  const versions = Object.values({ ...manifest['dependencies'], ...manifest['devDependencies'] });
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test('no address of a registry is in the lock file', () => {
  expect(JSON.stringify(lock)).not.toContain('"resolved"');
});
