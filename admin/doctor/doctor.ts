import type { Host } from '../../shared/host.ts';
import type { ExitName } from '../../shared/problem.ts';
import type { Arguments } from '../../shared/program.ts';

/** Examines this machine, from the configuration to Bedrock. */
export async function doctor(_host: Host, _given: Arguments): Promise<ExitName> {
  return 'done';
}
