import { readFile } from 'node:fs/promises';
import { runBounded } from '../bounded-run.ts';
import type { Host } from '../host.ts';

/** Both ends of a connection to 127.0.0.1, which a browser makes from there too. */
export interface Connection {
  /** The port at which a browser, or somebody else, sits. */
  peerPort: number;
  ownPort: number;
}

type PeerHost = Pick<Host, 'platform' | 'env'>;

/** Of the tables of sockets, as text; for tests, of another machine. */
interface Tables {
  files: readonly string[];
  /** Undefined where a process has no user number. */
  uid: number | undefined;
}

const LINUX: Tables = { files: ['/proc/net/tcp', '/proc/net/tcp6'], uid: process.getuid?.() };
const LSOF_LIMITS = { milliseconds: 3_000, characters: 4_096 };

/**
 * Whether a program of this person (or of the machine's administrator) sits at the other end. Anybody on the machine can
 * connect to a port, and see a browser's command line while it starts, our ticket in it; on Windows other persons' command
 * lines are not to be seen. Where it can't be found out, nobody is refused.
 */
export async function isOwnPeer(host: PeerHost, connection: Connection, tables = LINUX): Promise<boolean> {
  switch (host.platform) {
    case 'linux':
      return isOwnOnLinux(connection, tables);
    case 'darwin':
      return isOwnOnMacos(host, connection);
    case 'win32':
      return true;
  }
}

/**
 * A row tells both addresses, in hexadecimal, whose socket it is, and its inode: 0 when nobody holds the socket any more.
 * Ports alone don't tell the two ends apart: whoever comes from 127.0.0.2 and our own port number has our end's row too.
 * https://www.kernel.org/doc/Documentation/networking/proc_net_tcp.txt
 */
async function isOwnOnLinux({ peerPort, ownPort }: Connection, { files, uid }: Tables): Promise<boolean> {
  const texts = await Promise.all(files.map((file) => readFile(file, 'latin1').catch(() => undefined)));
  if (texts.every((text) => text === undefined)) return true;
  const [peer, own] = [peerPort, ownPort].map(onLoopback) as [string, string];
  for (const row of texts.flatMap((text) => text?.split('\n') ?? [])) {
    const [, local, remote, , , , , owner, , inode] = row.trim().split(/\s+/);
    if (!local?.endsWith(peer) || !remote?.endsWith(own)) continue;
    return inode !== '0' && (owner === '0' || Number(owner) === uid);
  }
  return false;
}

/** How an address of 127.0.0.1 ends there, as IPv4 or as IPv6; the bytes stand as x64 and arm64 hold them. */
function onLoopback(port: number): string {
  return `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** `lsof` tells of this person's own processes alone; ours is at the other end. */
async function isOwnOnMacos({ env }: PeerHost, { peerPort, ownPort }: Connection): Promise<boolean> {
  const command = ['/usr/sbin/lsof', '-nP', `-iTCP:${peerPort}`, '-sTCP:ESTABLISHED', '-Fn'] as const;
  const { end, stdout } = await runBounded(command, env, LSOF_LIMITS, () => {});
  if (end !== 'exited') return true;
  return stdout.split('\n').includes(`n127.0.0.1:${peerPort}->127.0.0.1:${ownPort}`);
}
