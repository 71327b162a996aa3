import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Outcome } from '../../person.ts';
import { type Act, readCalls } from './calls.ts';

export const hasStrace = Bun.which('strace') !== null;

/** Whatever can carry a text out of a process, make something in a folder, or open it to others. */
const CALLS = [
  'execve,execveat,clone,clone3,fork,vfork',
  'open,openat,openat2,creat,memfd_create,io_uring_setup',
  'write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,sendmmsg,sendfile,splice,copy_file_range',
  'rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,rmdir,mkdir,mkdirat,mknod,mknodat',
  'truncate,chmod,fchmod,fchmodat,connect,bind',
].join(',');

/** -xx: every text in hexadecimal, so that no quote can confuse a reader; -yy: what a descriptor stands for. */
const OPTIONS = [
  '-ff',
  '--seccomp-bpf',
  '-yy',
  '-v',
  '-xx',
  '-s',
  '1048576',
  '-e',
  'signal=none',
  '-e',
  `trace=${CALLS}`,
];

/**
 * Runs a program and all that it starts, to the last of them, under strace and under that umask; gives what they did, in
 * the order of each thread.
 */
export async function traced(
  command: string[],
  env: Record<string, string>,
  { umask = '022', input = '' } = {},
): Promise<Outcome & { acts: Act[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'strace-'));
  try {
    const script = `umask ${umask}; exec strace "$@"`;
    const args = ['-c', script, 'sh', ...OPTIONS, '-o', join(folder, 'trace'), ...command];
    const done = await execa('/bin/sh', args, { env, extendEnv: false, input, reject: false, timeout: 50_000 });
    const threads = readdirSync(folder).map((name) => ({
      id: Number(name.split('.').at(-1)),
      text: readFileSync(join(folder, name), 'latin1'),
    }));
    const { exitCode } = done;
    return { exitCode, stdout: String(done.stdout), stderr: String(done.stderr), acts: readCalls(threads) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
