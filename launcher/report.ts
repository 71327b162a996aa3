import { runBounded } from '../shared/bounded-run.ts';
import type { Host } from '../shared/host.ts';
import { RUN } from '../shared/log.ts';
import { programPath } from '../shared/places.ts';

/** The doctor ends by itself before. */
const LIMIT_MS = 20_000;
const LONGEST_REPORT = 100_000;

/** What `bedrock-admin doctor` says of this machine; of a doctor that says nothing, why. */
export async function doctorsReport(host: Host, profile: string | undefined): Promise<string> {
  const path = programPath(host, 'bedrock-admin');
  const args = ['doctor', ...(profile ? [`--profile=${profile}`] : [])];
  const bounds = { milliseconds: LIMIT_MS, characters: LONGEST_REPORT };
  const run = await runBounded([path, ...args], { ...process.env, [RUN]: host.log.run }, bounds, () => {});
  host.log.debug('report', { end: run.end, exitCode: run.exitCode });
  return run.stdout.trim() || `bedrock-admin doctor gave no report (${run.fault ?? run.end})`;
}
