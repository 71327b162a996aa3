import { jsonBody } from './exchange.ts';
import { expired, Refusal, refusalAnswer, type Service, throttled } from './refusal.ts';

/** A way of answering wrongly. `status`, `delayMs` and `skewMs` take values, the others are named after what happens. */
export type Fault = (typeof names)[number] | StatusFault | { delayMs: number } | { skewMs: number };

interface StatusFault {
  status: number;
  body?: string;
  headers?: Record<string, string>;
}

const names = [
  'slow_down',
  /** The connection is reset without an answer. */
  'reset',
  /** The request is taken and never answered. */
  'stall',
  /** The header of an answer, and then nothing. */
  'stall-body',
  /** The page of a captive portal. */
  'html',
  'garbage',
  'throttle',
  'expired-token',
  'mid-stream-cut',
  'mid-stream-exception',
  'mid-stream-throttle',
  /** A frame whose checksum is wrong, in the middle of the stream. */
  'bad-crc',
  /** Half of the frames byte by byte, the others all at once: nothing is wrong with that. */
  'split-frames',
  /** Bytes that are no frame, in the middle of the stream. */
  'mid-stream-garbage',
  /** The stream ends in order, but within a frame. */
  'truncated-frame',
  /** A frame that says it is as long as can be said, and then nothing more. */
  'endless-frame',
  /** A refusal whose words repeat the credentials of the request. */
  'echo',
  /** A refusal whose name is such a credential. */
  'echo-name',
] as const;

/** For `Faults.set`: every operation. */
const EVERY = '*';

interface Armed {
  readonly fault: Fault;
  times: number;
}

export class Faults {
  readonly #armed = new Map<string, Armed>();

  /** The next `times` calls of the operation (`*`: of any) go wrong. A later call for the same operation replaces it. */
  set(operation: string, fault: Fault, times = Number.POSITIVE_INFINITY): void {
    this.#armed.set(operation, { fault, times });
  }

  clear(): void {
    this.#armed.clear();
  }

  take(operation: string): Fault | undefined {
    const armed = [this.#armed.get(operation), this.#armed.get(EVERY)].find((item) => item && item.times > 0);
    if (armed) armed.times -= 1;
    return armed?.fault;
  }
}

export function isFault(value: unknown): value is Fault {
  if (typeof value === 'string') return names.some((name) => name === value);
  if (typeof value !== 'object' || value === null) return false;
  return ['status', 'delayMs', 'skewMs'].some((key) => typeof Reflect.get(value, key) === 'number');
}

export function nameOf(fault: Fault): string {
  return typeof fault === 'string' ? fault : JSON.stringify(fault);
}

export function skewOf(fault: Fault | undefined): number {
  return typeof fault === 'object' && 'skewMs' in fault ? fault.skewMs : 0;
}

/** The answer in place of the real one, or undefined when the operation shall go on. */
export async function faultyAnswer(
  fault: Fault,
  service: Service,
  stopped: AbortSignal,
  exchange: Heard,
): Promise<Response | undefined> {
  if (typeof fault === 'string') return plans[fault]?.(service, stopped, exchange);
  if ('delayMs' in fault) await Promise.race([Bun.sleep(fault.delayMs), aborted(stopped)]);
  if (!('status' in fault)) return undefined;
  return new Response(fault.body ?? '', { status: fault.status, headers: fault.headers ?? {} });
}

/** The part of a request that an answer may echo. */
interface Heard {
  headers: Headers;
  body: Uint8Array;
}

type Plan = (service: Service, stopped: AbortSignal, heard: Heard) => Response | Promise<Response>;

const plans: Partial<Record<(typeof names)[number], Plan>> = {
  slow_down: () => refusalAnswer('oidc', new Refusal(400, 'SlowDownException', 'Slow down')),
  reset,
  stall: async (_service, stopped) => {
    await aborted(stopped);
    return reset();
  },
  'stall-body': stalledBody,
  html: () =>
    new Response('<!doctype html><title>Guest network</title><h1>Accept the terms to go online</h1>', {
      headers: { 'content-type': 'text/html; charset=utf-8' },
    }),
  garbage: (service) =>
    new Response(service === 'sts' || service === 'iam' ? '<GetCallerIdentityResponse><oops' : '{"oops', {
      headers: typeOf(service),
    }),
  throttle: (service) => refusalAnswer(service, throttled[service]),
  'expired-token': (service) => refusalAnswer(service, expired[service]),
  echo: (service, _stopped, heard) =>
    refusalAnswer(service, new Refusal(400, 'InvalidRequestException', `bad: ${confidencesIn(heard).join(', ')}`)),
  'echo-name': (service, _stopped, heard) =>
    refusalAnswer(service, new Refusal(400, longestOf(confidencesIn(heard)), 'no')),
};

const CONFIDENTIAL = ['x-amz-sso_bearer_token', 'authorization', 'x-amz-security-token'];

/** Every credential that was sent, in the headers or as a value of the body. */
function confidencesIn({ headers, body }: Heard): string[] {
  const named = CONFIDENTIAL.map((name) => headers.get(name)).filter((value) => value !== null);
  return [...named, ...Object.values(jsonBody({ body })).filter((value) => typeof value === 'string')];
}

function longestOf(texts: string[]): string {
  return texts.toSorted((one, other) => other.length - one.length)[0] ?? '';
}

/** Bun closes the socket when a body fails; failing before the first byte, nothing at all has been sent. */
function reset(): Response {
  return new Response(new ReadableStream({ start: (controller) => controller.error() }));
}

/** Bun sends the header together with the first byte of the body, so one byte must go: white space, which means nothing. */
function stalledBody(service: Service, stopped: AbortSignal): Response {
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode(' ')),
    pull: () => aborted(stopped),
  });
  return new Response(body, { headers: typeOf(service) });
}

function typeOf(service: Service): Record<string, string> {
  const types: Record<Service, string> = {
    oidc: 'application/json',
    portal: 'application/json',
    bedrock: 'application/json',
    sts: 'text/xml',
    iam: 'text/xml',
    page: 'text/html',
  };
  return { 'content-type': types[service] };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
