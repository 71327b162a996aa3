import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { describe, Problem } from '../problem.ts';
import { connectionFault, explained } from './connection.ts';
import { ForeignAnswer } from './failure.ts';
import { peerOf, withinLimits } from './limits.ts';
import { patiently } from './retry.ts';
import { isSafeUrl } from './safe-url.ts';
import { otherWays, type Way, type WayHost, waysTo } from './way.ts';

/** What one request needs to know beside itself. */
export interface Circumstances {
  network: WayHost & { clock?: Clock | undefined; log?: Log | undefined };
  /** For the log. */
  service: string;
  /** The only authorities that are trusted, in PEM; without it, the system's. */
  trusted: string | undefined;
  /** The answer is a model's: it may take long, and is a stream. */
  model: boolean;
  /** Must not be done twice; see retry.ts. */
  once: boolean;
  /** The caller's own, whose deadline is known. */
  signal: AbortSignal;
}

interface Call extends Circumstances {
  url: URL;
  init: RequestInit;
}

/** Sends one request to AWS: finds the way, keeps to limits, asks again where that helps, and takes AWS's time. */
export async function answerTo(request: Request, circumstances: Circumstances): Promise<Response> {
  const url = new URL(request.url);
  refuseInTheClear(url);
  const { method, headers } = request;
  const body = await request.bytes();
  // A redirect is never followed: AWS sends none, captive portals do.
  const init: RequestInit = { method, headers, redirect: 'manual', ...(body.length > 0 ? { body } : {}) };
  const call = { ...circumstances, url, init };
  const sent = patiently(call, () => overWays(call));
  const { network, service } = call;
  return network.log ? noted(network.log, service, sent) : sent;
}

/** What AWS refuses is often part of the way (a device code that nobody has confirmed yet), what it fails at is not. */
async function noted(log: Log, service: string, sent: Promise<Response>): Promise<Response> {
  try {
    const answer = await sent;
    log[answer.status >= 500 || answer.status === 429 ? 'warn' : 'debug']('call', { service, status: answer.status });
    return answer;
  } catch (thrown) {
    log.warn('call', { service, failure: describe(thrown), ...codeOf(thrown) });
    throw thrown;
  }
}

function codeOf(thrown: unknown): { errorCode?: string } {
  const { code, cause } = thrown as { code?: unknown; cause?: { code?: unknown } };
  const found = code ?? cause?.code;
  return typeof found === 'string' ? { errorCode: found } : {};
}

/** Wherever the address came from: the SDK also reads `endpoint_url` of the AWS config file. */
function refuseInTheClear({ origin }: URL): void {
  if (isSafeUrl(origin)) return;
  const hint = 'correct endpoint_url in the AWS config file, or AWS_ENDPOINT_URL';
  throw new Problem('configuration', `${origin} is neither https nor on this machine: no credential goes there`, hint);
}

/** The next way is tried when the request can't have gone over the one before. */
async function overWays(call: Call): Promise<Response> {
  const { url, network, signal } = call;
  const ways = await waysTo(url, network, signal);
  for (const way of ways) {
    try {
      return await over(way, call);
    } catch (thrown) {
      const goesOn = connectionFault(thrown)?.unsent && !signal.aborted;
      if (goesOn) ways.push(...(await otherWays(way, url, network, signal)));
      if (!goesOn || way === ways.at(-1)) throw await explained(thrown, way, url, signal);
    }
  }
  throw new Error('there was no way');
}

function over(way: Way, { url, init, trusted, once, model, signal, network }: Call): Promise<Response> {
  return withinLimits(peerOf(new URL(way.proxy ?? url)), { model, once, signal }, async (limit, talks) => {
    const began = performance.now();
    const response = await fetch(url, {
      ...init,
      signal: limit,
      // Always said: left alone, Bun would send even this machine's own addresses to HTTP_PROXY.
      proxy: way.proxy ? { url: way.proxy, respectNoProxy: false } : false,
      ...(trusted ? { tls: { ca: trusted } } : {}),
      // On a connection that was used before, Bun itself sends a request again when it breaks.
      ...(once ? { keepalive: false } : {}),
    }).catch(notHttp);
    talks();
    takeTime(network.clock, response, performance.now() - began);
    const answer = ownAnswer(response);
    return model ? answer : bounded(answer);
  });
}

/** Only AWS's own answers have a request ID; a proxy or a captive portal may have any time. */
function takeTime(clock: Clock | undefined, { headers }: Response, tookMs: number): void {
  const own = headers.has('x-amzn-requestid') || headers.has('x-amz-request-id');
  if (clock && own && !headers.has('age')) clock.learn(Date.parse(headers.get('date') ?? ''), tookMs);
}

/** Bun names what is no HTTP in words of its own, such as Malformed_HTTP_Response. */
function notHttp(thrown: Error & { code?: unknown }): never {
  if (connectionFault(thrown) || !/^[A-Z]\w*[a-z]/.test(String(thrown.code ?? ''))) throw thrown;
  throw new ForeignAnswer(`something that is not HTTP (${thrown.code})`);
}

const LONGEST_ANSWER = 1024 * 1024;

/** The whole answer, or an error at more than AWS ever says: neither a flood nor a bomb fills the memory. */
async function bounded(response: Response): Promise<Response> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    parts.push(part);
    length += part.length;
    if (length > LONGEST_ANSWER) throw new ForeignAnswer('more than AWS ever says');
  }
  const { status, statusText, headers } = response;
  return new Response(length > 0 ? Buffer.concat(parts) : null, { status, statusText, headers });
}

/** A load balancer's 5xx may be a web page too; any other page is not from AWS. */
function ownAnswer(response: Response): Response {
  const { status, headers } = response;
  if (status >= 300 && status < 400) throw new ForeignAnswer(`a redirect to elsewhere (status ${status})`);
  if (status < 500 && /\bhtml\b/.test(headers.get('content-type') ?? '')) {
    throw new ForeignAnswer(`a web page (status ${status})`);
  }
  return response;
}
