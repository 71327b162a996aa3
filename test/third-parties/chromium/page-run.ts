import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { type ProgramName, programFile } from '../../person.ts';

/** A program that shows a page, and runs. */
export interface PageRun {
  child: ChildProcess;
  /** Where its page is, from the line that it says. */
  address: string;
  stderr(): string;
  ended: Promise<number | null>;
}

/** Starts one that opens no browser by itself. */
export async function startPage(
  program: ProgramName,
  args: readonly string[],
  options: Pick<SpawnOptions, 'env' | 'cwd'>,
): Promise<PageRun> {
  const child = spawn(programFile(program), [...args], { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    const address = /address: (\S+)\n/.exec(said)?.[1];
    if (address) resolve(address);
  });
  const ended = new Promise<number | null>((end) => child.on('exit', end));
  void ended.then((code) => reject(new Error(`ended with ${code}: ${said}`)));
  return { child, address: await promise, stderr: () => said, ended };
}
