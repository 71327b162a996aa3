import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { examined } from '../../../admin/lint/lint.ts';
import type { Result } from '../../../admin/lint/report/result.ts';
import type { World } from '../../shared/world.ts';
import type { WrittenFile } from './formats.ts';

/** The moment at which all tests run. */
export const NOW = Date.UTC(2026, 5, 1, 12);

export function put(world: World, { name, bytes }: WrittenFile): string {
  const path = join(world.home, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

/** What the lint has to say about files. */
export function linted(world: World, files: WrittenFile[], appVersion?: string): Promise<Result> {
  const paths = files.map((file) => put(world, file));
  return examined({ ...world, now: () => NOW }, paths, appVersion);
}

/** Each finding as `rule key`. */
export function toldIn({ findings }: Result): string[] {
  return findings.map(({ rule, key }) => (key ? `${rule} ${key}` : rule)).sort();
}
