import type { Env, Host } from '../host.ts';
import { Problem } from '../problem.ts';
import { isLoopback } from './safe-url.ts';

/** One way to a server: over a proxy, or directly. */
export interface Way {
  /** The proxy's address, perhaps with user name and password: never to be shown as a whole. */
  proxy: string | undefined;
  /** What named it, for hints: `HTTPS_PROXY`. */
  from: string;
  /** What went wrong in finding it out, for the case that it does not work either. */
  note?: string;
  /** Taken because nobody has named a proxy. */
  undecided?: true;
}

/** What decides on the way. */
export interface WayHost {
  env: Env;
  platform?: Host['platform'] | undefined;
  proxyUrl?: string | undefined;
  proxyPacUrl?: string | undefined;
}

const DIRECT: Way = { proxy: undefined, from: 'no proxy' };

type Source = (url: URL, host: WayHost, signal: AbortSignal) => Way[] | undefined | Promise<Way[] | undefined>;

/** Who is asked, in this order; the first who has an answer decides. */
const SOURCES: Source[] = [policyProxy, policyPac, environmentProxy, systemProxy];

/**
 * Which way for this address? The ways to try, in this order. This machine itself is always reached directly, and what
 * NO_PROXY names as well, whoever named the proxy.
 */
export async function waysTo(url: URL, host: WayHost, signal: AbortSignal): Promise<Way[]> {
  if (isLoopback(url.hostname) || url.hostname.endsWith('.localhost')) return [DIRECT];
  if (await excepted(url, host.env)) return [DIRECT];
  for (const source of SOURCES) {
    const ways = await source(url, host, signal);
    if (ways) return ways;
  }
  return [{ ...DIRECT, undecided: true }];
}

/** What else may be tried where that way leads nowhere. */
export async function otherWays(way: Way, url: URL, { platform }: WayHost, signal: AbortSignal): Promise<Way[]> {
  if (!way.undecided || platform !== 'win32') return [];
  const { detectedWays } = await import('./system-proxy.ts');
  return detectedWays(url, signal);
}

async function excepted(url: URL, env: Env): Promise<boolean> {
  const list = env['no_proxy'] || env['NO_PROXY'];
  if (!list) return false;
  const { isExcepted } = await import('./no-proxy.ts');
  return isExcepted(url, list.split(/[\s,]+/));
}

function policyProxy(_url: URL, { proxyUrl }: WayHost): Way[] | undefined {
  return proxyUrl ? [{ proxy: checkedProxy(proxyUrl, 'proxyUrl'), from: 'proxyUrl' }] : undefined;
}

async function policyPac(url: URL, { proxyPacUrl, env }: WayHost, signal: AbortSignal): Promise<Way[] | undefined> {
  if (!proxyPacUrl) return undefined;
  const { pacWays } = await import('./pac.ts');
  return pacWays({ pacUrl: proxyPacUrl, from: 'proxyPacUrl', env }, url, signal);
}

/** As curl and Python have it: the small name first, ALL_PROXY last. */
function environmentProxy({ protocol }: URL, { env }: WayHost): Way[] | undefined {
  const scheme = protocol.slice(0, -1);
  const names = [`${scheme}_proxy`, `${scheme.toUpperCase()}_PROXY`, 'all_proxy', 'ALL_PROXY'];
  const from = names.find((name) => env[name]);
  return from ? [{ proxy: checkedProxy(env[from] ?? '', from), from }] : undefined;
}

async function systemProxy(url: URL, host: WayHost, signal: AbortSignal): Promise<Way[] | undefined> {
  const { platform, env } = host;
  // On Linux only a desktop has such a setting; servers and containers are not kept waiting.
  if (!platform || (platform === 'linux' && !env['XDG_CURRENT_DESKTOP'])) return undefined;
  const { systemWays } = await import('./system-proxy.ts');
  return systemWays(url, { platform, env }, signal);
}

/** The address of an http(s) proxy; without a scheme it is http. Never repeats what was given: it may hold a password. */
function checkedProxy(value: string, from: string): string {
  const address = /^[a-z][\w+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const protocol = URL.canParse(address) ? new URL(address).protocol : '';
  if (/^https?:$/.test(protocol)) return address;
  const what = /^socks/.test(protocol)
    ? 'names a SOCKS proxy, which is not supported'
    : 'is not the address of a proxy';
  throw new Problem('configuration', `${from} ${what}`, 'set it to an address such as http://proxy.example.com:8080');
}
