import { Problem } from '../../shared/problem.ts';
import type { Reach } from './reach.ts';

/** What the others tell about a failed one: whether it is this endpoint alone, or the whole network. */
export function comparedWith(reach: Reach, all: readonly Reach[]): Reach {
  const { answer, stages } = reach;
  if (!(answer instanceof Problem) || answer.code !== 'unreachable' || stages?.proxy) return reach;
  const better = stages?.lost ? lost(reach, all) : stages?.silent ? silent(reach, all) : undefined;
  return better ? { ...reach, answer: better } : reach;
}

/** Its name is not found. */
function lost({ url, endpoint }: Reach, all: readonly Reach[]): Problem {
  const { region, setting, name } = endpoint;
  const others = all.filter(({ stages }) => stages && !stages.proxy);
  if (others.length > 1 && others.every(({ stages }) => stages?.lost)) {
    return new Problem(
      'unreachable',
      `this machine seems to be offline: no name of AWS can be looked up, such as ${url?.host}`,
      'connect it to the network or the VPN, check its DNS, then try again',
    );
  }
  if (!region) {
    return new Problem(
      'unreachable',
      `${name}: the name ${url?.host} can't be looked up`,
      'correct the address, or check the DNS',
    );
  }
  return new Problem(
    'configuration',
    `${name}: there is no ${url?.host}, so it seems that region ${region} has none`,
    `correct ${setting} (${region}); if it is right, check the DNS`,
  );
}

/** Packets vanish: that is what firewalls do. */
function silent({ url, endpoint }: Reach, all: readonly Reach[]): Problem {
  const port = url?.port || '443';
  const every = all.every(({ stages }) => stages?.silent);
  return new Problem(
    'unreachable',
    `${endpoint.name}: port ${port} of ${url?.hostname} does not answer${every ? ', nor does any other endpoint' : ''}: a firewall may block it`,
    every
      ? 'connect the VPN, or set the proxy of the company (proxyUrl, HTTPS_PROXY)'
      : `have ${url?.host} allowed in the firewall`,
  );
}
