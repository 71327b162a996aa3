import type { Env, Host } from '../../shared/host.ts';
import { pathOf } from '../../shared/path.ts';
import { programPath, stateDir } from '../../shared/places.ts';
import { definitionsOf } from './definitions.ts';

export type PlaceHost = Pick<Host, 'platform' | 'env' | 'home' | 'programDir' | 'user'>;

/** A file with which this person has the renewal run. */
export interface OwnFile {
  kind: ReturnType<typeof definitionsOf>[number]['kind'];
  path: string;
  content: string | Buffer;
}

/** Each at the place where the operating system looks for what one person wants. */
export function ownFiles(host: PlaceHost): OwnFile[] {
  const { platform } = host;
  const subject = { programPath: programPath(host, 'bedrock-launcher'), user: taskUser(host) };
  const { join } = pathOf(platform);
  return definitionsOf(platform, subject).map(({ kind, name, content }) => {
    return { kind, content, path: join(folderOf(host, kind), name) };
  });
}

function folderOf(host: PlaceHost, kind: OwnFile['kind']): string {
  const { join } = pathOf(host.platform);
  switch (kind) {
    case 'agent':
      return join(host.home, 'Library', 'LaunchAgents');
    case 'service':
    case 'timer':
      return join(configHome(host.env, host.home), 'systemd', 'user');
    case 'autostart':
      return join(configHome(host.env, host.home), 'autostart');
    case 'task':
      // Windows keeps its own copy; this one is what it was made from.
      return stateDir(host);
  }
}

/** As the XDG specification says: a relative path doesn't count. */
function configHome(env: Env, home: string): string {
  const named = env['XDG_CONFIG_HOME'];
  return named?.startsWith('/') ? named : `${home}/.config`;
}

function taskUser({ env, user }: PlaceHost): string {
  const domain = env['USERDOMAIN'];
  const name = env['USERNAME'] ?? user();
  return domain ? `${domain}\\${name}` : name;
}

/** Is there as long as this person's renewal is installed by us: one look tells. */
export function installedMark(host: Pick<Host, 'platform' | 'env' | 'home'>): string {
  return pathOf(host.platform).join(stateDir(host), 'renewal-installed');
}
