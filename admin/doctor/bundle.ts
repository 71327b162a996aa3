import { lstatSync, readFileSync, type Stats } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { readIfThere, replaceFile } from '../../shared/files.ts';
import type { Host } from '../../shared/host.ts';
import { jsonText } from '../../shared/json-text.ts';
import { pathOf } from '../../shared/path.ts';
import { logDir } from '../../shared/places.ts';
import { Problem } from '../../shared/problem.ts';
import { redactedLog } from './redaction.ts';
import { documentOf, type Report } from './report.ts';
import { textOf } from './text.ts';

const TEXT = 'report.txt';
const DOCUMENT = 'report.json';
/** More than any bundle of ours: five logs of 1 MB each, packed. */
const LARGEST = 16 * 1024 * 1024;

/** Whether a bundle may be written there: no file, or an earlier bundle. Throws a Problem (usage) otherwise. */
export function refuseForeign(file: string): { replaces: boolean } {
  const stats = statsOf(file);
  if (!stats) return { replaces: false };
  if (stats.isFile() && stats.size < LARGEST && isBundle(readFileSync(file))) return { replaces: true };
  throw new Problem('usage', `${file} is there already, and is no report of ours`, 'name another file for --bundle');
}

/** Undefined also where there can't be such a file: whoever writes it says why. */
function statsOf(file: string): Stats | undefined {
  try {
    return lstatSync(file);
  } catch {
    return undefined;
  }
}

function isBundle(bytes: Uint8Array): boolean {
  try {
    const names: string[] = [];
    // Its list of contents is enough: nothing is unpacked.
    unzipSync(bytes, { filter: ({ name }) => names.push(name) < 0 });
    return names.includes(TEXT) && names.includes(DOCUMENT);
  } catch {
    return false;
  }
}

/** Report and logs as one .zip, for the person alone to read, put in place whole. */
export async function writeBundle(host: Host, file: string, report: Report): Promise<void> {
  const contents: Zippable = {
    [TEXT]: strToU8(`${textOf(report, false)}\n`),
    [DOCUMENT]: strToU8(`${jsonText(documentOf(report), 2)}\n`),
    ...(await logs(host)),
  };
  await replaceFile(file, Buffer.from(zipSync(contents)));
}

/** They were written without secrets; they are looked at once more before they leave the machine. */
async function logs(host: Host): Promise<Zippable> {
  await host.log.flush();
  const folder = logDir(host);
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^log(\.\d)?\.jsonl$/.test(name));
  const read = names.map(async (name) => {
    const bytes = await readIfThere(pathOf(host.platform).join(folder, name)).catch(() => undefined);
    return [`log/${name}`, strToU8(redactedLog(bytes?.toString('utf8') ?? ''))] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}
