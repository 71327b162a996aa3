import type { Host } from '../../shared/host.ts';

/** What a person is told, in one line each. */
export interface Notice {
  title: string;
  text: string;
  /** The names of its two buttons. */
  signIn: string;
  later: string;
}

/** `unavailable`: this session of the operating system shows none, or not in time. */
export type Reaction = 'clicked' | 'dismissed' | 'unavailable';

export type NoticeHost = Pick<Host, 'platform' | 'env'>;

/** How long a person may take before nobody listens for the click any more. */
const PERSON_LIMIT_MS = 10 * 60_000;

/** Shows a notification of the operating system's own, and waits until the person has done something with it. */
export async function showNotice(host: NoticeHost, notice: Notice, limitMs = PERSON_LIMIT_MS): Promise<Reaction> {
  switch (host.platform) {
    case 'linux':
      return (await import('./linux.ts')).showOnLinux(host, notice, limitMs);
    case 'darwin':
      return (await import('./macos.ts')).showOnMacos(host, notice, limitMs);
    case 'win32':
      return (await import('./windows.ts')).showOnWindows(host, notice, limitMs);
  }
}
