import { extname } from 'node:path';
import { replaceFile } from '../../shared/files.ts';
import type { Host } from '../../shared/host.ts';
import { jsonText } from '../../shared/json-text.ts';
import { Problem } from '../../shared/problem.ts';
import { formats } from '../export/formats.ts';
import { made } from '../export/made.ts';
import { secretsIn, valuesOf } from '../setup/setup.ts';
import type { Draft } from './draft.ts';
import { isOfOneOwner } from './opened.ts';
import { orderFor } from './purpose.ts';

const FOR_ALL = 0o644;
const FOR_ME = 0o600;

/** The formats that can be read again, by extension. JSON is written as it stands, whole or not. */
const FORMATS: Record<string, string> = { '.json': 'json', '.reg': 'reg', '.mobileconfig': 'mobileconfig' };

/** Whether Save can write that file in a form that is read again. */
export function canSave(file: string): boolean {
  return Object.hasOwn(FORMATS, extname(file).toLowerCase()) && !isOfOneOwner(file);
}

/** Whole or not at all. Throws a Problem. */
export async function save(host: Pick<Host, 'platform' | 'now'>, draft: Draft, file: string): Promise<void> {
  refuseSlips(draft);
  const { content, mode } = await contentFor(host, draft, extname(file).toLowerCase());
  await replaceFile(file, content, true, mode);
  draft.markSaved();
}

/** What was typed wrong stands on the page, but would not stand in the file. */
export function refuseSlips({ slips }: Draft): void {
  const names = [...slips.keys()];
  if (names.length === 0) return;
  throw new Problem('configuration', `to be corrected first: ${names.join(', ')}`, 'correct or empty these fields');
}

async function contentFor(host: Pick<Host, 'platform' | 'now'>, draft: Draft, extension: string) {
  if (extension === '.json') {
    const mode = secretsIn(draft.setup).length > 0 ? FOR_ME : FOR_ALL;
    return { content: `${jsonText(valuesOf(draft.setup), 2)}\n`, mode };
  }
  const chosen = formats.filter(({ name }) => name === FORMATS[extension]);
  const [format] = chosen;
  if (!format) throw new Problem('usage', 'a file of that kind is not written', 'export it instead');
  const { all } = await made(host, draft.setup, orderFor(format, draft.purpose));
  const file = all[0]?.files[0];
  return { content: file?.content ?? '', mode: file?.mode ?? FOR_ALL };
}
