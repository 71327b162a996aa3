import { type Format, textFile } from './format.ts';
import { type NetworkHost, networkHosts } from './network-hosts.ts';

/** For whoever runs firewall and proxy. */
export const allowList: Format = {
  name: 'allow-list',
  title: 'hosts and ports that machines must reach (CSV)',
  secrets: false,
  next: 'have these hosts allowed without inspection of TLS where you can; what Claude Desktop reaches besides is in its own documentation',
  files: (setup) => [textFile('allow-list.csv', table(networkHosts(setup)))],
};

const HEAD = ['host', 'port', 'protocol', 'partition', 'used by', 'purpose'];

/** RFC 4180. */
function table(hosts: readonly NetworkHost[]): string {
  const rows = hosts.map(({ host, port, partition, user, purpose }) => [
    host,
    String(port),
    'TCP',
    partition ?? '',
    user,
    purpose,
  ]);
  return [HEAD, ...rows].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
