import { realHost } from '../shared/host.ts';
import type { Program } from '../shared/program.ts';

/**
 * The entry of the compiled image. One executable stands under four names; which one it was started by says which
 * program it is. Each program is a chunk of its own, so the others cost nothing.
 */
const programs: Record<string, () => Promise<{ program: Program }>> = {
  'bedrock-launcher': () => import('../launcher/main.ts'),
  'bedrock-credential-helper': () => import('../credential-helper/main.ts'),
  'bedrock-client': () => import('../client/main.ts'),
  'bedrock-admin': () => import('../admin/main.ts'),
};

function programName(path: string): string {
  return path
    .replace(/^.*[\\/]/, '')
    .replace(/\.exe$/i, '')
    .toLowerCase();
}

const names = [process.argv0, process.execPath].map(programName);
const load = programs[names.find((name) => Object.hasOwn(programs, name)) ?? ''];
if (!load) {
  process.stderr.write(
    `${names[0]}: error: this image goes by other names\n${names[0]}: hint: call it ${Object.keys(programs).join(', ')}\n`,
  );
  process.exit(2);
}
const { program } = await load();
const host = realHost(program.name);
if (await program.atOnce?.(host, process.argv.slice(2))) process.exit(0);
const { runProgram } = await import('../shared/program.ts');
await runProgram(program, host);
