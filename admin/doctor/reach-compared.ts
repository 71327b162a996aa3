import { Problem } from '../../shared/problem.ts';
import type { Reach } from './reach.ts';

/** What the others tell about a failed one: whether it is this endpoint alone, or the whole network. */
export function comparedWith(reach: Reach, all: readonly Reach[]): Reach {
  const { answer } = reach;
  if (!(answer instanceof Problem) || answer.code !== 'unreachable') return reach;
  const { note } = reach.stages ?? {};
  if (note) return { ...reach, answer: withoutPac(note) };
  const better = reach.stages?.proxy ? undefined : bySteps(reach, all);
  return { ...reach, answer: better ?? named(reach, answer, all) };
}

/** The direct way was the last resort. */
function withoutPac(note: string): Problem {
  return new Problem(
    'unreachable',
    `${note}; and without a proxy nothing is reached`,
    'have the PAC file mended, or name the proxy in proxyUrl or HTTPS_PROXY',
  );
}

function bySteps(reach: Reach, all: readonly Reach[]): Problem | undefined {
  if (reach.stages?.lost) return lost(reach, all);
  return reach.stages?.silent ? silent(reach, all) : undefined;
}

/** Where all fail alike, it is nothing about this one. */
function named(reach: Reach, { message, hint, cause }: Problem, all: readonly Reach[]): Problem {
  const alike = all.length > 1 && new Set(all.map(faultOf)).size === 1;
  const who = alike ? 'no service of AWS' : reach.endpoint.name;
  const words = throughProxy(reach, withoutName(message, reach.endpoint.name));
  return new Problem('unreachable', `${who} ${alike ? 'can' : "can't"} be reached: ${words}`, hint, cause);
}

/** Whoever hears of no answer looks at AWS, and not at what stands in between. */
function throughProxy({ stages }: Reach, words: string): string {
  const { proxy } = stages ?? {};
  return !proxy || !/^(no answer|answered with)/.test(words) ? words : `${words} (through the proxy ${proxy})`;
}

/** The fault itself, without what differs from one to the other. */
function faultOf({ answer, endpoint, url }: Reach): string {
  if (!(answer instanceof Problem)) return `answered ${answer.status}`;
  return withoutName(answer.message, endpoint.name).replaceAll(url?.host ?? '', 'it');
}

function withoutName(message: string, name: string): string {
  return message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message;
}

/** Its name is not found. */
function lost({ url, endpoint }: Reach, all: readonly Reach[]): Problem {
  const { region, setting, name } = endpoint;
  const others = all.filter(({ stages }) => stages && !stages.proxy);
  if (others.length > 1 && others.every(({ stages }) => stages?.lost)) {
    return new Problem(
      'unreachable',
      'this machine seems to be offline: no name of AWS can be looked up',
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
    `region ${region} seems to have no ${name}: there is no ${url?.host}`,
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
