import type { Host } from '../../shared/host.ts';
import type { Config } from '../../shared/policy/config.ts';
import { bedrock } from './bedrock.ts';
import type { Source } from './source.ts';

/** What the settings have questions answered by. Throws a Problem (configuration). */
export async function openSource(host: Host, config: Config): Promise<Source> {
  const credential = config.credential();
  if (credential.from !== 'gateway') return bedrock(host, config, credential);
  const { gateway } = await import('./gateway.ts');
  return gateway(host, config, credential);
}
