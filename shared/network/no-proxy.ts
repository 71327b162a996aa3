import { BlockList, isIP } from 'node:net';

/**
 * Whether an address is to be reached without a proxy, by a list as NO_PROXY and the operating systems have them: names
 * (of the host and all below), .suffix, *.suffix, other wildcards, addresses, networks (also short ones: 10/8), each with
 * or without a port, `<local>` (names without a dot) and `*`.
 */
export function isExcepted(url: URL, list: readonly string[]): boolean {
  const host = bare(url.hostname.toLowerCase());
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return list.some((entry) => fits(entry.trim().toLowerCase(), host, port));
}

/** Without the brackets of IPv6 and the dot of a full name. */
function bare(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

function fits(entry: string, host: string, port: string): boolean {
  if (!entry) return false;
  const [name, wantedPort] = split(entry.replace(/^\w+:\/\//, ''));
  if (wantedPort && wantedPort !== port) return false;
  if (name === '*') return true;
  if (name === '<local>') return !host.includes('.') && !isIP(host);
  if (name.includes('/')) return isWithin(host, name);
  if (isIP(host) && isIP(name)) return isWithin(host, `${name}/${isIP(name) === 4 ? 32 : 128}`);
  if (/\*(?!\.)|.\*/.test(name)) return glob(name).test(host);
  const suffix = name.replace(/^\*?\./, '');
  return host === suffix || (!isIP(host) && host.endsWith(`.${suffix}`));
}

/** An IPv6 address has colons of its own: only one in brackets can have a port. */
function split(entry: string): [string, string | undefined] {
  const [, inBrackets, outside, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? [];
  const name = inBrackets ?? outside;
  return name === undefined ? [bare(entry), undefined] : [bare(name), port];
}

function isWithin(host: string, network: string): boolean {
  const [start = '', bits = ''] = network.split('/');
  const address = isIP(start) || !/^[\d.]+$/.test(start) ? start : [...start.split('.'), 0, 0, 0].slice(0, 4).join('.');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (!isIP(host) || !isIP(address) || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 'ipv6' ? 128 : 32)) {
    return false;
  }
  const list = new BlockList();
  list.addSubnet(address, Number(bits), family);
  return list.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4');
}

function glob(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
