import { printKept } from '../credential-helper/kept-answer.ts';
import { restsStill } from '../launcher/background/due.ts';
import { type BareHost, bareHost } from '../shared/bare-host.ts';
import type { Program } from '../shared/program.ts';

interface Entry {
  load(): Promise<{ program: Program }>;
  /** What the program does at once, when that is all there is to do; true: it was. It is part of the entry itself. */
  atOnce?(host: BareHost, args: readonly string[]): Promise<boolean>;
}

/**
 * The entry of the compiled image. One executable stands under four names; which one it was started by says which
 * program it is. Each program is a chunk of its own, so the others cost nothing.
 */
const programs: Record<string, Entry> = {
  'bedrock-launcher': { load: () => import('../launcher/main.ts'), atOnce: restsStill },
  'bedrock-credential-helper': { load: () => import('../credential-helper/main.ts'), atOnce: printKept },
  'bedrock-client': { load: () => import('../client/main.ts') },
  'bedrock-admin': { load: () => import('../admin/main.ts') },
};

/** Without patterns, as all that the helper's common run comes by: each costs more to build than the rest together. */
function programName(path: string): string {
  const file = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
  return file.endsWith('.exe') ? file.slice(0, -'.exe'.length) : file;
}

const names = [process.argv0, process.execPath].map(programName);
const name = names.find((found) => Object.hasOwn(programs, found)) ?? '';
const entry = programs[name];
if (!entry) {
  process.stderr.write(
    `${names[0]}: error: this image goes by other names\n${names[0]}: hint: call it ${Object.keys(programs).join(', ')}\n`,
  );
  process.exit(2);
}
if (await entry.atOnce?.(bareHost(), process.argv.slice(2))) process.exit(0);
const [{ program }, { runProgram }] = await Promise.all([entry.load(), import('../shared/program.ts')]);
await runProgram(program);
