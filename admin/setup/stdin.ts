import { Problem } from '../../shared/problem.ts';
import { isTerminal } from '../../shared/terminal.ts';

const LARGEST = 1024 * 1024;
const STDIN = 0;

/** All of stdin. Throws a Problem (usage) on a terminal, which would show a secret to whoever looks on. */
export async function readStdin(): Promise<Buffer> {
  if (isTerminal(STDIN)) throw new Problem('usage', 'stdin is a terminal', 'pipe it in, or name a file instead of "-"');
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of Bun.stdin.stream()) {
    parts.push(part);
    length += part.length;
    if (length > LARGEST) throw new Problem('configuration', 'stdin: larger than 1 MiB', 'pipe the right file');
  }
  return Buffer.concat(parts);
}
