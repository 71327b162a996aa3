/** How long one answer may take; the caller's signal limits the whole. */
const ANSWER_LIMIT_MS = 10_000;
/** An answer that replaces a refresh token is lost for ever when nobody waits for it. */
const ONLY_ANSWER_LIMIT_MS = 60_000;
/** A model may think for long before its first word. */
const MODEL_LIMIT_MS = 120_000;

/** An address that swallows what is sent to it must not eat the time that a caller has. */
const CONNECT_LIMIT_MS = 5_000;
/** Bun's fetch can't be asked whether it is connected: when it says nothing for so long, another connection is tried. */
const DOUBT_AFTER_MS = 3_000;

/** The end of one connection, where it goes to: the server or the proxy. */
interface Peer {
  host: string;
  port: number;
}

export function peerOf(address: URL): Peer {
  const port = Number(address.port) || (address.protocol === 'https:' ? 443 : 80);
  return { host: address.hostname.replace(/^\[(.*)\]$/, '$1'), port };
}

/**
 * Runs one request with a signal that ends it: with the caller's, when no connection comes about, or when the answer
 * takes too long. `talks` is to be called when the other side has begun to answer.
 */
export async function withinLimits<Answer>(
  peer: Peer,
  { model, once, signal }: { model: boolean; once: boolean; signal: AbortSignal },
  act: (signal: AbortSignal, talks: () => void) => Promise<Answer>,
): Promise<Answer> {
  const over = new AbortController();
  const late = setTimeout(() => over.abort(limit('TimeoutError', 'no answer in time')), limitOf(model, once));
  const doubt = setTimeout(async () => {
    if (await isSilent(peer, over.signal)) over.abort(limit('ConnectTimeout', 'no connection in time'));
  }, DOUBT_AFTER_MS);
  const clear = () => [late, doubt].forEach(clearTimeout);
  try {
    // Of a model's answer only the beginning is limited: the rest is a stream of any length.
    return await act(AbortSignal.any([signal, over.signal]), model ? clear : () => clearTimeout(doubt));
  } finally {
    clear();
  }
}

function limitOf(model: boolean, once: boolean): number {
  if (model) return MODEL_LIMIT_MS;
  return once ? ONLY_ANSWER_LIMIT_MS : ANSWER_LIMIT_MS;
}

function limit(code: string, message: string): Error {
  return Object.assign(new Error(message), { name: code, code });
}

/** Whether not even a connection can be made. A refusal is an answer: the request itself will meet it. */
async function isSilent({ host, port }: Peer, signal: AbortSignal): Promise<boolean> {
  const { connect } = await import('node:net');
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (silent: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(silent && !signal.aborted);
    };
    const timer = setTimeout(() => end(true), CONNECT_LIMIT_MS - DOUBT_AFTER_MS);
    socket.once('connect', () => end(false)).once('error', () => end(false));
  });
}
