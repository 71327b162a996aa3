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

const load = [process.argv0, process.execPath].map((path) => programs[programName(path)]).find(Boolean);
if (!load) {
  process.stderr.write(
    `error: started as "${process.argv0}"\nhint: keep one of the names ${Object.keys(programs).join(', ')}\n`,
  );
  process.exit(2);
}
const [{ program }, { runProgram }] = await Promise.all([load(), import('../shared/program.ts')]);
await runProgram(program);
