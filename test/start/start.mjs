// Starts the demo on Bun, without the cache that Bun would leave in the home folder.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
// The package names it so on every system.
const bun = join(here, '..', '..', 'node_modules', 'bun', 'bin', 'bun.exe');
const demo = spawn(bun, [join(here, 'main.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, BUN_RUNTIME_TRANSPILER_CACHE_PATH: '0' },
});
// Ctrl-C reaches the demo too, which cleans up and ends.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => demo.kill(signal));
demo.on('error', (error) => {
  process.stderr.write(`npm start: ${error.message}\nnpm start: run npm ci first\n`);
  process.exitCode = 1;
});
demo.on('exit', (code) => {
  process.exitCode = code ?? 130;
});
