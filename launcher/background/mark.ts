import type { BareHost } from '../../shared/bare-host.ts';
import { stateDir, within } from '../../shared/places.ts';
import { bytesOfOurs } from '../../shared/vault/key.ts';

type MarkHost = Pick<BareHost, 'platform' | 'env' | 'home'>;

/** Is there as long as this person's renewal is installed by us, and says what the installation consists of. */
export function markFile(host: MarkHost): string {
  return within(host.platform, stateDir(host), 'renewal-installed');
}

/** Undefined: it is not installed, as far as can be seen. */
export async function readMark(host: MarkHost): Promise<string | undefined> {
  const bytes = await bytesOfOurs(markFile(host));
  return bytes && new TextDecoder().decode(bytes);
}
