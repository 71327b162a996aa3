import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import { aborted } from '../../shared/deadline.ts';
import { peerOf } from '../../shared/network/limits.ts';
import { type Presented, presentedCertificate } from '../../shared/network/presented.ts';
import { type Way, type WayHost, waysTo } from '../../shared/network/way.ts';
import { Problem } from '../../shared/problem.ts';
import { valueOrProblem } from './finding.ts';

/** The steps on the way to an address, one by one: each a word or two for the report. */
export interface Stages {
  way: string;
  /** The proxy that is taken, without user name and password. */
  proxy: string | undefined;
  /** Why it is that way, where a better one was to be had. */
  note?: string;
  /** Undefined: the name is found, or is looked up by the proxy. */
  lost?: true;
  /** The name is found, but nobody takes the connection, nor refuses it. */
  silent?: true;
  details: Record<string, string | undefined>;
}

const LOOKUP_MS = 4_000;
const CONNECT_MS = 4_000;
const NO_ANSWER = 'no answer';

/** Looks at each step by itself: the request itself says only that it failed. */
export async function stagesTo(url: URL, network: WayHost, signal: AbortSignal): Promise<Stages> {
  const ways = await valueOrProblem(() => waysTo(url, network, signal));
  // Whoever sends the request says what is wrong with the proxy's address.
  const [way, ...others] = ways instanceof Problem ? [] : ways;
  if (!way) return { way: 'unknown', proxy: undefined, details: {} };
  const peer = peerOf(new URL(way.proxy ?? url));
  const [name, connection, certificate] = await Promise.all([
    timed(LOOKUP_MS, signal, async () => (await lookup(peer.host)).address),
    timed(CONNECT_MS, signal, () => connected(peer)),
    url.protocol === 'https:' ? presentedCertificate(url, way, signal) : undefined,
  ]);
  const proxy = proxyOf(way);
  const of = proxy ? ' (proxy)' : '';
  return {
    way: wayWords(way),
    proxy,
    ...(way.note ? { note: way.note } : {}),
    ...faultsOf(name, connection),
    details: {
      way: wayWords(way),
      'other ways': others.map(wayWords).join(', '),
      note: way.note,
      [`DNS${of}`]: nameWords(peer.host, name),
      [`TCP${of}`]: `port ${peer.port}: ${connection.fault ?? 'open'} (${connection.ms} ms)`,
      certificate: certificate && certificateWords(certificate),
    },
  };
}

function faultsOf(name: Timed, connection: Timed): Pick<Stages, 'lost' | 'silent'> {
  if (name.value === undefined) return { lost: true };
  return connection.fault === NO_ANSWER ? { silent: true } : {};
}

function proxyOf({ proxy }: Way): string | undefined {
  return proxy ? new URL(proxy).origin : undefined;
}

function wayWords(way: Way): string {
  return way.proxy ? `through the proxy ${proxyOf(way)} (${way.from})` : 'direct';
}

function nameWords(host: string, { value, fault, ms }: Timed): string | undefined {
  if (value === host) return undefined;
  return value ? `${host} is ${value} (${ms} ms)` : `${host}: ${fault}`;
}

function certificateWords({ issuer, names, validTo }: Presented): string {
  return `issued by ${issuer}, ${names}, ${validTo}`;
}

interface Timed {
  value?: string;
  fault?: string;
  ms: number;
}

async function timed(limitMs: number, signal: AbortSignal, act: () => Promise<string>): Promise<Timed> {
  const began = performance.now();
  const ms = () => Math.round(performance.now() - began);
  const limit = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  try {
    return { value: await Promise.race([act(), aborted(limit)]), ms: ms() };
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException)?.code;
    return { fault: typeof code === 'string' ? code : NO_ANSWER, ms: ms() };
  }
}

function connected(peer: { host: string; port: number }): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(peer);
    socket.once('connect', () => resolve('open')).once('error', reject);
    // Whatever becomes of it, it keeps nobody waiting.
    socket.unref();
    socket.once('connect', () => socket.destroy());
  });
}
