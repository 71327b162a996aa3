import type { Host } from '../../shared/host.ts';
import { Problem } from '../../shared/problem.ts';
import type { Finding } from '../lint/finding.ts';
import { blank, type Normalized, normalized } from '../setup/normalized.ts';
import type { Note } from '../setup/note.ts';
import { isEmpty, type Setup, secretsIn } from '../setup/setup.ts';
import type { ExportedFile, ExportOptions, Format } from './format.ts';
import { findingsInExport } from './result-lint.ts';

/** Only its administrator may read it. */
const SECRET_MODE = 0o600;

/** What an export of a setup is made by, besides the setup. */
export interface Order {
  formats: readonly Format[];
  options: ExportOptions;
  roleSessionSec: number | undefined;
}

/** What became of one format. */
export interface Made {
  format: Format;
  setup: Normalized;
  files: ExportedFile[];
  findings: Finding[];
}

type MakingHost = Pick<Host, 'platform' | 'now'>;

/** Every format that suits the setup, and why others do not. Throws the first Problem where none does. */
export async function made(host: MakingHost, setup: Setup, order: Order): Promise<{ all: Made[]; notes: Note[] }> {
  const all: Made[] = [];
  const faults: Problem[] = [];
  for (const format of order.formats) {
    try {
      all.push(await madeAs(format, host, setup, order));
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
      faults.push(thrown);
    }
  }
  const [first] = faults;
  if (first && all.length === 0) throw first;
  return { all, notes: faults.map(({ message, hint }) => ({ message, hint })) };
}

async function madeAs(format: Format, host: MakingHost, given: Setup, order: Order): Promise<Made> {
  const target = format.target ?? host.platform;
  if (format.template && isEmpty(given)) {
    const setup = blank(target);
    return { format, setup, files: await format.files(setup, order.options), findings: [] };
  }
  const setup = normalized(given, { target, roleSessionSec: order.roleSessionSec });
  const why = format.unfit?.(setup);
  if (why) throw new Problem('configuration', `${format.name} is left out: ${why.what}`, why.next);
  const files = await format.files(setup, order.options);
  const findings = await findingsInExport(host, setup, files);
  return { format, setup, files: format.secrets && secretsIn(setup).length > 0 ? files.map(closed) : files, findings };
}

function closed(file: ExportedFile): ExportedFile {
  return { ...file, mode: SECRET_MODE | ((file.mode ?? 0) & 0o100) };
}
