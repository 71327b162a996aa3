import { appendFileSync } from 'node:fs';
import { withLock } from '../../../shared/vault/lock.ts';

/**
 * A process that takes a lock, for lock.test.ts: `holder.ts HOME NAME hold` takes it, says so and keeps it until its
 * stdin ends; `holder.ts HOME NAME count FILE` takes it ten times and notes each coming and going.
 */
const [home = '', name = '', act, file = ''] = process.argv.slice(2);
const host = { platform: 'linux', env: {}, home, pause: (milliseconds: number) => Bun.sleep(milliseconds) } as const;
const { signal } = new AbortController();

async function hold(): Promise<void> {
  process.stdout.write('held\n');
  await Bun.stdin.text();
}

async function passThrough(): Promise<void> {
  appendFileSync(file, `in ${process.pid}\n`);
  await Bun.sleep(1);
  appendFileSync(file, `out ${process.pid}\n`);
}

if (act === 'hold') await withLock(host, name, signal, hold);
else for (let turn = 0; turn < 10; turn++) await withLock(host, name, signal, passThrough);
