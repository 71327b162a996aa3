import { zipSync } from 'fflate';
import type { Host } from '../../shared/host.ts';
import { Problem } from '../../shared/problem.ts';
import type { ExportedFile } from '../export/format.ts';
import { formats } from '../export/formats.ts';
import { made } from '../export/made.ts';
import type { Draft } from './draft.ts';
import { orderFor } from './purpose.ts';
import { refuseSlips } from './saved.ts';

/** As one file that a browser can keep. */
export interface Download {
  name: string;
  content: Uint8Array;
}

/** A draft in one format: its file as it is, several as a zip. Throws a Problem. */
export async function download(host: Pick<Host, 'now'>, draft: Draft, name: string): Promise<Download> {
  refuseSlips(draft);
  const format = formats.find((one) => one.name === name);
  if (!format) throw new Problem('usage', 'there is no such format', 'choose one of the list');
  const { all } = await made({ ...host, platform: draft.purpose.system }, draft.setup, orderFor(format, draft.purpose));
  const files = all.flatMap((one) => one.files);
  const [only] = files;
  if (only && files.length === 1) return { name: only.name.split('/').at(-1) ?? name, content: only.content };
  return { name: `${format.name}.zip`, content: zipped(files, host.now()) };
}

/** https://github.com/101arrowz/fflate: `os` 3 is Unix, whose modes stand in the upper half. */
function zipped(files: readonly ExportedFile[], now: number): Uint8Array {
  const entries = files.map(({ name, content, mode = 0o644 }) => [
    name,
    [new Uint8Array(content), { os: 3, attrs: ((0o100000 | mode) << 16) >>> 0 }] as const,
  ]);
  return zipSync(Object.fromEntries(entries), { mtime: new Date(now) });
}
