import type { SystemProxy } from './system-proxy.ts';

/** Reads what `gsettings list-recursively org.gnome.system.proxy` prints. Undefined: no proxy is set. */
export function readGsettings(text: string): SystemProxy | undefined {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, schema, key, value] = /^org\.gnome\.system\.proxy(\.\w+)? ([\w-]+) (.*)$/.exec(line) ?? [];
    if (key && value) values.set(`${schema ?? ''}.${key}`, value);
  }
  const word = (name: string) => words(values.get(name))[0] ?? '';
  if (word('.mode') === 'auto') {
    return word('.autoconfig-url') ? { proxies: {}, bypass: [], pacUrl: word('.autoconfig-url') } : undefined;
  }
  if (word('.mode') !== 'manual') return undefined;
  const proxies: Record<string, string> = {};
  for (const scheme of ['http', 'https']) {
    const host = word(`.${scheme}.host`);
    const port = values.get(`.${scheme}.port`);
    if (host && Number(port) > 0) proxies[scheme] = `${host}:${port}`;
  }
  return { proxies, bypass: words(values.get('.ignore-hosts')) };
}

/** The texts of a GVariant: `'a'`, `"a"` or `['a', 'b']`. */
function words(variant = ''): string[] {
  return [...variant.matchAll(/'([^']*)'|"([^"]*)"/g)].map(([, one, other]) => one ?? other ?? '');
}
