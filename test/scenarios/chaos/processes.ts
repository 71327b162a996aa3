import { readdirSync, readFileSync } from 'node:fs';

export interface Found {
  pid: number;
  command: string;
}

/** Every process, whoever started it, whose home is that folder: what our programs and their children still run. */
export function processesOf(home: string): Found[] {
  const pids = process.platform === 'linux' ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  return pids
    .filter((pid) => read(pid, 'environ').split('\0').includes(`HOME=${home}`))
    .map((pid) => ({ pid: Number(pid), command: read(pid, 'cmdline').replaceAll('\0', ' ').trim() }));
}

/** Empty once the process has gone. */
function read(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
