import type { Host } from '../../shared/host.ts';
import type { ExitName } from '../../shared/problem.ts';
import type { Arguments } from '../../shared/program.ts';

/** Finds mistakes in the effective policy of this machine, or in files. */
export async function lint(_host: Host, _given: Arguments): Promise<ExitName> {
  return 'done';
}
