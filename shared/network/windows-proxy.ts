import type { SystemProxy } from './system-proxy.ts';

/** Reads `proxy:8080` or `http=one:80;https=two:443`, and `*.local;<local>`. Undefined: no proxy is set. */
export function readWindowsProxy(given: {
  pacUrl?: string | undefined;
  proxy?: string | undefined;
  bypass?: string | undefined;
  autoDetect?: boolean;
}): SystemProxy | undefined {
  const { pacUrl, proxy = '', bypass = '', autoDetect = false } = given;
  const proxies: Record<string, string> = {};
  for (const entry of listed(proxy)) {
    const [, scheme, place] = /^(?:(\w+)=)?(?:https?:\/\/)?([^/=\s]+)/.exec(entry) ?? [];
    if (!place) continue;
    for (const name of scheme ? [scheme.toLowerCase()] : ['http', 'https']) proxies[name] ??= place;
  }
  const some = pacUrl || autoDetect || Object.keys(proxies).length > 0;
  return some ? { proxies, bypass: listed(bypass), pacUrl, autoDetect } : undefined;
}

function listed(text: string): string[] {
  return text.split(/[;\s]+/).filter(Boolean);
}
