import type { SystemProxy } from './system-proxy.ts';

/** Reads what `scutil --proxy` prints. Undefined: no proxy is set. */
export function readScutil(text: string): SystemProxy | undefined {
  const { values, exceptions } = read(text);
  const on = (name: string) => values.get(name) === '1';
  const bypass = [...exceptions, ...(on('ExcludeSimpleHostnames') ? ['<local>'] : [])];
  const pacUrl = on('ProxyAutoConfigEnable') ? values.get('ProxyAutoConfigURLString') : undefined;
  const proxies: Record<string, string> = {};
  for (const [scheme, name] of [
    ['http', 'HTTP'],
    ['https', 'HTTPS'],
  ] as const) {
    const host = values.get(`${name}Proxy`);
    if (on(`${name}Enable`) && host) proxies[scheme] = `${host}:${values.get(`${name}Port`) ?? '80'}`;
  }
  return pacUrl || Object.keys(proxies).length > 0 ? { proxies, bypass, pacUrl } : undefined;
}

/** The values of the outermost dictionary, and its ExceptionsList; those of single interfaces (`__SCOPED__`) are not ours. */
function read(text: string): { values: Map<string, string>; exceptions: string[] } {
  const values = new Map<string, string>();
  const exceptions: string[] = [];
  const within: string[] = [];
  for (const line of text.split('\n')) {
    const [, name = '', value = ''] = /^\s*(\S+) : (.*?)\s*$/.exec(line) ?? [];
    if (/\{\s*$/.test(line)) within.push(name);
    else if (/^\s*\}/.test(line)) within.pop();
    else if (name && within.length === 1) values.set(name, value);
    else if (name && within.length === 2 && within[1] === 'ExceptionsList') exceptions.push(value);
  }
  return { values, exceptions };
}
