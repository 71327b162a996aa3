import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formats } from '../../admin/export/formats.ts';
import { made } from '../../admin/export/made.ts';
import { normalized } from '../../admin/setup/normalized.ts';
import { type Setup, secretsIn, valuesOf } from '../../admin/setup/setup.ts';
import { TARGETS } from '../admin/setup/generated.ts';

const OPTIONS = { hive: 'HKLM', organization: undefined } as const;

/** Writes each setup into a folder of its own: every format that suits it, and what each system is to have. */
export async function exportAll(folder: string, setups: readonly Setup[]): Promise<void> {
  for (const [number, setup] of setups.entries()) {
    const place = join(folder, String(number).padStart(3, '0'));
    const { all } = await made({ platform: 'linux', now: () => 0 }, setup, {
      formats,
      options: OPTIONS,
      roleSessionSec: undefined,
    });
    for (const { format, files } of all)
      for (const { name, content } of files) put(join(place, format.name, name), content);
    put(join(place, 'expected.json'), JSON.stringify(expectationOf(setup)));
  }
}

function expectationOf(setup: Setup): object {
  const systems = TARGETS.map((target) => {
    const { app, toolkit } = normalized(setup, { target });
    return [target, { app, toolkit }];
  });
  const secrets = secretsIn(setup).map((name) => [name, valuesOf(setup)[name]]);
  return { ...Object.fromEntries(systems), secrets: Object.fromEntries(secrets) };
}

function put(path: string, content: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
