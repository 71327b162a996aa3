import { runBounded } from '../../shared/bounded-run.ts';
import type { Command } from '../../shared/command-line.ts';
import type { Host } from '../../shared/host.ts';
import { Problem } from '../../shared/problem.ts';
import { lastWordsIn } from '../../shared/spoken.ts';

type CommandHost = Pick<Host, 'env'>;

const LIMIT_MS = 20_000;
const MOST_CHARACTERS = 64 * 1024;

/** Why a program of the operating system did not do what it was told, in its last words; undefined: it did. */
export async function failureOf(host: CommandHost, command: Command): Promise<string | undefined> {
  const bounds = { milliseconds: LIMIT_MS, characters: MOST_CHARACTERS };
  const run = await runBounded(command, host.env, bounds, () => {});
  if (run.exitCode === 0 && run.end === 'exited') return undefined;
  if (run.end === 'not started') return `could not be started (${run.fault})`;
  if (run.end === 'too late') return `did not end within ${LIMIT_MS / 1000} s`;
  return lastWordsIn(run.words) ?? lastWordsIn(run.stdout) ?? `ended with exit code ${run.exitCode}`;
}

/** Throws a Problem with the program's last words. */
export async function must(host: CommandHost, command: Command, hint: string): Promise<void> {
  const failure = await failureOf(host, command);
  if (failure) throw new Problem('storage', `${command.slice(0, 3).join(' ')}: ${failure}`, hint);
}
