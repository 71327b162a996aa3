import { append } from '../../shared/log-file.ts';

/** A process that logs, for log-file.test.ts: `log-writer.ts HOME NAME COUNT` writes so many lines, each with its number. */
const [home = '', name = '', count = ''] = process.argv.slice(2);
const pause = (milliseconds: number) => Bun.sleep(milliseconds);

for (let number = 0; number < Number(count); number++) {
  const line = JSON.stringify({ name, number, filling: 'x'.repeat(2_000) });
  await append({ platform: 'linux', env: {}, home, pause }, `${line}\n`);
}
