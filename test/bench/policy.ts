import { bareHost } from '../../shared/bare-host.ts';
import { effectiveConfig } from '../../shared/policy/config.ts';
import { readSettings } from '../../shared/policy/read-settings.ts';

// What the helper does with the settings, and nothing else; without "read", all of it is loaded but not done.
const host = { ...bareHost(), systemConfigDir: '/etc', user: () => '' };

async function readPolicy(): Promise<string> {
  const config = effectiveConfig(await readSettings(host), host.env);
  return [config.credential().from, config.identity().source, config.region, config.helper.ttlSec].join(' ');
}

await Bun.write(Bun.stdout, `${process.argv[2] === 'read' ? await readPolicy() : typeof effectiveConfig}\n`);
