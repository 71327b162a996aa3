import { aborted } from '../deadline.ts';
import type { SystemProxy } from './system-proxy.ts';

const LIMIT_MS = 8_000;

/** As an image has it: by its path from the root of what was compiled (installers/compile.ts names it as an entry). */
const WORKER = './installers/auto-detect-thread.ts';

/** One answer for all servers and the whole process: a network has one proxy for the Internet. */
let asked: Promise<SystemProxy | undefined> | undefined;

/** What Windows finds in the network, asked in a thread of its own: WinHTTP blocks, and can't be told to stop. */
export function detectedProxy(url: URL, signal: AbortSignal): Promise<SystemProxy | undefined> {
  asked ??= ask(`${url.origin}/`, AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]));
  return asked;
}

function ask(url: string, limit: AbortSignal): Promise<SystemProxy | undefined> {
  const worker = new Worker(WORKER);
  worker.unref();
  const answer = new Promise<SystemProxy | undefined>((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<SystemProxy | undefined>) => resolve(data);
    worker.onerror = () => resolve(undefined);
    worker.postMessage(url);
  });
  return Promise.race([answer, aborted(limit).catch(() => undefined)]);
}
