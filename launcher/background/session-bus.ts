import type { Env } from '../../shared/host.ts';
import { busSockets } from '../../shared/vault/bus-address.ts';

/** The socket of this desktop session's bus; undefined: there is none, or nobody listens there any more. */
export async function liveBus(env: Env): Promise<string | undefined> {
  for (const socket of busSockets(env)) if (await isListening(socket)) return socket;
  return undefined;
}

/** A bus ends with its session, and nothing else tells of that to a program that nobody watches. */
export async function isListening(unix: string): Promise<boolean> {
  try {
    const connection = await Bun.connect({ unix, socket: { data() {} } });
    connection.terminate();
    return true;
  } catch {
    return false;
  }
}
