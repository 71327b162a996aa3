import type { Env, Host } from '../host.ts';
import { isExcepted } from './no-proxy.ts';
import type { Way } from './way.ts';

/** What the operating system's settings say about proxies. */
export interface SystemProxy {
  /** By the scheme of the address: `https` → `proxy.example.com:8080`, or an address. */
  proxies: Record<string, string>;
  /** Where no proxy is used, in the forms of no-proxy.ts. */
  bypass: string[];
  /** Wins over `proxies`. */
  pacUrl?: string | undefined;
  /** Windows may look for a PAC file in the network itself. */
  autoDetect?: boolean;
}

const FROM: Record<Host['platform'], string> = {
  win32: 'the proxy settings of Windows',
  darwin: 'the proxy settings of macOS',
  linux: 'the proxy settings of the desktop',
};

const LOOK_LIMIT_MS = 2_000;

/** Each is loaded on its own system only. */
const READERS: Record<Host['platform'], () => Promise<SystemProxy | undefined>> = {
  win32: async () => (await import('./winhttp.ts')).windowsProxy(),
  darwin: async () => (await import('./macos-proxy.ts')).readScutil(await outputOf(['/usr/sbin/scutil', '--proxy'])),
  linux: async () => (await import('./gnome-proxy.ts')).readGsettings(await outputOf(GSETTINGS)),
};
const GSETTINGS = ['gsettings', 'list-recursively', 'org.gnome.system.proxy'];

/** The system is asked once per process. */
let asked: Promise<SystemProxy | undefined> | undefined;

/** The ways by the system's settings; undefined when it has none, or can't be asked: that is nobody's error. */
export async function systemWays(
  url: URL,
  { platform, env }: { platform: Host['platform']; env: Env },
  signal: AbortSignal,
): Promise<Way[] | undefined> {
  asked ??= READERS[platform]().catch(() => undefined);
  const found = await asked;
  const from = FROM[platform];
  if (!found?.pacUrl) return found && manualWays(found, url, from);
  const { pacWays } = await import('./pac.ts');
  return pacWays({ pacUrl: found.pacUrl, from, env }, url, signal);
}

/**
 * The ways that Windows finds in the network itself (WPAD). Nearly every Windows machine is set to look, nearly no network
 * has an answer, and finding that out takes seconds: so it is asked only where the direct way leads nowhere.
 */
export async function detectedWays(url: URL, signal: AbortSignal): Promise<Way[]> {
  if (!(await asked)?.autoDetect) return [];
  const { detectedProxy } = await import('./auto-detect.ts');
  const found = await detectedProxy(url, signal);
  return (found && manualWays(found, url, 'the proxy that Windows has found in the network')) ?? [];
}

/** Undefined when there is no proxy for that scheme. */
export function manualWays({ proxies, bypass }: SystemProxy, url: URL, from: string): Way[] | undefined {
  const proxy = proxies[url.protocol.slice(0, -1)];
  if (!proxy || isExcepted(url, bypass)) return undefined;
  const address = /^https?:\/\//.test(proxy) ? proxy : `http://${proxy}`;
  return URL.canParse(address) ? [{ proxy: address, from }] : undefined;
}

async function outputOf(command: string[]): Promise<string> {
  const limits = { stdin: 'ignore', stdout: 'pipe', stderr: 'ignore', timeout: LOOK_LIMIT_MS } as const;
  return new Response(Bun.spawn(command, limits).stdout).text();
}
