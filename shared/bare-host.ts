import type { Env, Host } from './host.ts';

/** What there is of the world before anything is loaded: no clock of AWS's, no log, nobody to speak to. */
export type BareHost = Pick<Host, 'platform' | 'env' | 'home' | 'wall' | 'uptime' | 'registry'>;

/** Without node: modules: each would be a tenth of the helper's common run. */
export function bareHost(): BareHost {
  const platform = platformOf(process.platform);
  return {
    platform,
    env: process.env,
    home: homeOf(platform, process.env),
    wall: Date.now,
    uptime: () => uptimeOf(platform),
    registry: registryOf(platform),
  };
}

function platformOf(name: string): Host['platform'] {
  return name === 'darwin' || name === 'win32' ? name : 'linux';
}

/** Of the user database; throws where it doesn't know the user. */
const homedir = () => process.getBuiltinModule('node:os').homedir();

export function homeOf(platform: Host['platform'], env: Env, inDatabase = homedir): string {
  // The AWS CLI and the SDKs ask the environment before the user database; so must we, to find the same files.
  const named = platform === 'win32' ? env['USERPROFILE'] : env['HOME'];
  if (named) return named;
  try {
    return inDatabase();
  } catch {
    // A container may run as any number; Docker gives one without a name this home.
    return '/';
  }
}

function registryOf(platform: Host['platform']): Host['registry'] {
  if (platform !== 'win32') return async () => undefined;
  return async (hive, path) => (await import('./registry.ts')).windowsRegistry(hive, path);
}

/** From the kernel's own file where there is one. */
async function uptimeOf(platform: Host['platform']): Promise<number> {
  if (platform === 'linux') {
    const text = await Bun.file('/proc/uptime')
      .text()
      .catch(() => '');
    const seconds = Number(text.split(' ')[0]);
    if (seconds > 0) return seconds * 1000;
  }
  const { uptime } = await import('node:os');
  return uptime() * 1000;
}
