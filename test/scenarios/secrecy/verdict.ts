import { basename } from 'node:path';
import { programs } from '../../person.ts';
import type { Act } from './calls.ts';

/** What a run did that it must not; every list is empty when all is well. */
export interface Verdict {
  /** Secrets where others can see them. */
  leaks: string[];
  /** Files and folders that others may read, if only for a moment. */
  open: string[];
  /** Whatever was written outside of the places that we own, or out of sight; and whoever was called, or may call. */
  elsewhere: string[];
}

export interface Rules {
  home: string;
  /** Which secrets a text holds, by their kinds. */
  find(text: string): string[];
  /** Ports on loopback that a secret may be sent to: those of AWS, and of the proxy on the way to it. */
  ports: number[];
  /** Where the key of the vault may be, below the home folder. */
  keyFile?: string | undefined;
  /** The environment that the person gave: what was there before is not ours to hide. */
  env: Record<string, string>;
  /** Whether a program is one of ours. */
  ours?(program: string): boolean;
}

type Written = Extract<Act, { kind: 'write' }>;

const CACHE_FILE = /^\/\.aws\/sso\/cache\/[0-9a-f]{40}\.json(\.\d+)?$/;
const CACHED = ['access token', 'client secret', 'refresh token'];
/** `.cache` is made by GLib, empty, when libsecret looks for a keychain. */
const OWN_PLACES =
  /^(\/\.cache$|\/\.aws\/sso(\/cache)?$|\/\.local(\/state)?$|\/\.local\/state\/bedrock-launcher(\/|$))/;
const LOOPBACK = /^(127\.0\.0\.1|::1)$/;
const DEVICES = /^\/dev\/(null|tty)$/;

export function verdictOn(acts: Act[], rules: Rules): Verdict {
  const isOurs = rules.ours ?? ((program) => program.startsWith(programs));
  const ours = acts.filter(({ program }) => isOurs(program));
  const unique = (texts: string[]) => [...new Set(texts)].sort();
  return {
    leaks: unique(ours.flatMap((act) => leaksOf(act, rules))),
    open: unique(openedTo(ours, rules)),
    elsewhere: unique(ours.flatMap((act) => strangeness(act, rules))),
  };
}

function leaksOf(act: Act, rules: Rules): string[] {
  const says = (where: string, text: string) => rules.find(text).map((kind) => `${kind} in ${where}`);
  const name = basename(act.program);
  if (act.kind === 'exec') {
    const given = act.env.filter((entry) => !inherited(entry, rules.env));
    const child = basename(act.file);
    return [
      ...says(`the arguments of ${child}`, act.argv.join('\n')),
      ...says(`the environment of ${child}`, given.join('\n')),
    ];
  }
  if (act.kind !== 'write' || isAnswer(act) || goesToAws(act, rules)) return [];
  const where = act.target.startsWith('TCP') ? 'TCP' : placeOf(act.target, rules.home);
  const found = says(`${name} > ${act.descriptor <= 2 ? act.descriptor : where}`, act.text);
  const allowed = CACHE_FILE.test(where)
    ? CACHED
    : rules.keyFile && where.startsWith(rules.keyFile)
      ? ['vault key']
      : [];
  return found.filter((words) => !allowed.some((kind) => words.startsWith(kind)));
}

function inherited(entry: string, env: Record<string, string>): boolean {
  const at = entry.indexOf('=');
  return env[entry.slice(0, at)] === entry.slice(at + 1);
}

/** What the helper is there for. */
function isAnswer({ program, descriptor }: Written): boolean {
  return descriptor === 1 && basename(program) === 'bedrock-credential-helper';
}

function goesToAws({ target }: Written, { ports }: Rules): boolean {
  const port = /^TCP.*->.*:(\d+)\]/.exec(target)?.[1];
  return port !== undefined && ports.includes(Number(port));
}

/** What is there already, made for its owner alone, is not made again by whoever opens it. */
function openedTo(acts: Act[], { home }: Rules): string[] {
  const closed = new Set<string>();
  return acts.flatMap((act) => {
    if ((act.kind !== 'make' && act.kind !== 'mode') || DEVICES.test(act.path)) return [];
    if ((act.mode & 0o077) === 0) closed.add(act.path);
    else if (act.kind === 'mode' || !closed.has(act.path))
      return [`${placeOf(act.path, home)} with mode ${act.mode.toString(8)}`];
    return [];
  });
}

function strangeness(act: Act, { home, ports }: Rules): string[] {
  if (act.kind === 'bind') return LOOPBACK.test(act.host) ? [] : [`listens on ${act.host}`];
  if (act.kind === 'connect')
    return LOOPBACK.test(act.host) && ports.includes(act.port) ? [] : [`calls ${act.host}:${act.port}`];
  if (act.kind === 'blind') return [`${basename(act.program)} used ${act.call}`];
  if (act.kind !== 'touch' || DEVICES.test(act.path)) return [];
  const place = placeOf(act.path, home);
  return OWN_PLACES.test(place) || CACHE_FILE.test(place) ? [] : [place];
}

/** Below the home folder without it; file names of ours without what differs from run to run. */
function placeOf(path: string, home: string): string {
  return path.startsWith(`${home}/`) ? path.slice(home.length) : path;
}
