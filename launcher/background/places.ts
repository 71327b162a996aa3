import type { Env, Host } from '../../shared/host.ts';
import { programPath, stateDir, within } from '../../shared/places.ts';
import { definitionsOf } from './definitions.ts';

export type PlaceHost = Pick<Host, 'platform' | 'env' | 'home' | 'programDir' | 'user'>;

/** A file with which this person has the renewal run. */
export interface OwnFile {
  kind: ReturnType<typeof definitionsOf>[number]['kind'];
  path: string;
  /** Throws a Problem (configuration) where this program can't be run so. */
  content(): string | Buffer;
}

/** Each at the place where the operating system looks for what one person wants. */
export function ownFiles(host: PlaceHost): OwnFile[] {
  const { platform } = host;
  const subject = { programPath: programPath(host, 'bedrock-launcher'), user: taskUser(host) };
  return definitionsOf(platform, subject).map(({ kind, name, content }) => {
    return { kind, content, path: within(platform, folderOf(host, kind), name) };
  });
}

function folderOf(host: PlaceHost, kind: OwnFile['kind']): string {
  switch (kind) {
    case 'agent':
      return within('darwin', host.home, 'Library', 'LaunchAgents');
    case 'service':
    case 'timer':
      return within('linux', configHome(host.env, host.home), 'systemd', 'user');
    case 'autostart':
      return within('linux', configHome(host.env, host.home), 'autostart');
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

/** Whose task it is in Windows' Task Scheduler: `DOMAIN\name`. */
export function taskUser({ env, user }: PlaceHost): string {
  const domain = env['USERDOMAIN'];
  const name = env['USERNAME'] ?? user();
  return domain ? `${domain}\\${name}` : name;
}

/** What an installation of today would consist of, wherever it differs from one of before. */
export function ownFingerprint(host: PlaceHost): string {
  const files = ownFiles(host).map(({ path, content }) => [path, String(content())]);
  return new Bun.CryptoHasher('sha256').update(JSON.stringify(files)).digest('hex');
}
