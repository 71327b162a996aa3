import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import { createPacResolver, sandbox } from 'pac-resolver';
import { QuickJS } from 'quickjs-wasi';
// The package does not export its own file; by this path it becomes a part of the image.
import wasm from '../../node_modules/quickjs-wasi/quickjs.wasm' with { type: 'file' };
import { aborted } from '../deadline.ts';
import { readIfThere } from '../files.ts';
import type { Env } from '../host.ts';
import { describe, Problem } from '../problem.ts';
import { connectionFault } from './connection.ts';
import { trustedOnly } from './trust.ts';
import type { Way } from './way.ts';

/** A proxy auto-configuration file, and who named it. */
export interface PacPlace {
  pacUrl: string;
  from: string;
  env: Env;
}

const LARGEST = 1024 * 1024;
const FETCH_LIMIT_MS = 5_000;
/** With its name look-ups. */
const ANSWER_LIMIT_MS = 4_000;
const THINKING_LIMIT_MS = 1_000;
const TOO_LONG = 'it took too long';
const MEMORY_LIMIT = 64 * 1024 * 1024;

/** A file is fetched once per process, and asked once for each server. */
const texts = new Map<string, Promise<string>>();
const answers = new Map<string, Promise<unknown>>();

/**
 * The ways that a PAC file gives for an address. As in browsers, a file that can't be had or does not work means a direct
 * connection: a laptop at home does not reach the company's file. What was wrong is kept, for the case that this fails.
 */
export async function pacWays(place: PacPlace, url: URL, signal: AbortSignal): Promise<Way[]> {
  try {
    const text = await Promise.race([once(texts, place.pacUrl, () => pacText(place)), aborted(signal)]);
    const asking = once(answers, `${place.pacUrl} ${url.origin}`, () => answerOf(text, url));
    return readPacAnswer(await Promise.race([asking, aborted(signal)]), `the PAC file of ${place.from}`);
  } catch (thrown) {
    if (signal.aborted || (thrown instanceof Problem && thrown.code === 'configuration')) throw thrown;
    const note = `the PAC file of ${place.from} could not be used: ${reasonOf(thrown)}`;
    return [{ proxy: undefined, from: 'no proxy', note }];
  }
}

function reasonOf(thrown: unknown): string {
  const words = describe(thrown);
  if (/interrupted$/.test(words)) return TOO_LONG;
  return connectionFault(thrown)?.what ?? words.replace(/^\w*(Error|Problem): | \(evaluating .*/g, '');
}

function once<Value>(kept: Map<string, Promise<Value>>, key: string, find: () => Promise<Value>): Promise<Value> {
  const known = kept.get(key);
  if (known) return known;
  const value = find();
  kept.set(key, value);
  // What failed may work when it is asked for again: a conversation can last for hours.
  value.catch(() => kept.delete(key));
  return value;
}

/** Reads `PROXY a:1; HTTPS b:2; DIRECT`. Kinds of proxy that fetch can't use are passed over. */
export function readPacAnswer(answer: unknown, from: string): Way[] {
  const words = String(answer ?? '').split(';');
  const entries = words.map((entry) => entry.trim()).filter(Boolean);
  const ways = entries.flatMap((entry) => wayOf(entry, from) ?? []);
  if (entries.length === 0) return [{ proxy: undefined, from }];
  if (ways.length > 0) return ways;
  const hint = 'let it name an HTTP proxy, or name one in proxyUrl or HTTPS_PROXY';
  throw new Problem('configuration', `${from} names no proxy that is supported, only ${kindsOf(entries)}`, hint);
}

function wayOf(entry: string, from: string): Way | undefined {
  const [, kind = '', place = ''] = /^(\w+)\s*(\S*)$/.exec(entry) ?? [];
  if (kind.toUpperCase() === 'DIRECT') return { proxy: undefined, from };
  const scheme = { PROXY: 'http', HTTP: 'http', HTTPS: 'https' }[kind.toUpperCase()];
  const proxy = `${scheme}://${place}`;
  return scheme && URL.canParse(proxy) && /^[^/@]+$/.test(place) ? { proxy, from } : undefined;
}

function kindsOf(entries: string[]): string {
  const kinds = entries.map((entry) => describe(entry.split(/\s/)[0]?.slice(0, 20)));
  return [...new Set(kinds)].slice(0, 5).join(', ');
}

/**
 * Runs the file in an engine of its own, which has no way to anything but its answer, for a limited time. After a name
 * look-up the file goes on in a callback that nobody watches: what it throws there, being cut off for instance, would end
 * our whole process. Here it ends the question, and a file that has had its time does not go on.
 */
async function answerOf(text: string, url: URL): Promise<unknown> {
  let end = 0;
  let over = false;
  const interruptHandler = () => performance.now() > end;
  const qjs = await QuickJS.create({ wasm: await Bun.file(wasm).bytes(), memoryLimit: MEMORY_LIMIT, interruptHandler });
  const { promise: broken, reject } = Promise.withResolvers<never>();
  const think = <Result>(act: () => Result) => {
    end = performance.now() + THINKING_LIMIT_MS;
    return act();
  };
  const goOn = qjs.executePendingJobs.bind(qjs);
  qjs.executePendingJobs = () => {
    try {
      return over ? 0 : think(goOn);
    } catch (thrown) {
      reject(thrown);
      return 0;
    }
  };
  const timer = setTimeout(() => reject(new Error(TOO_LONG)), ANSWER_LIMIT_MS);
  try {
    // Browsers show a PAC file no more than this of an https address.
    const asked = think(() => createPacResolver(qjs, text, { sandbox: quiet() })(`${url.origin}/`, url.hostname));
    return await Promise.race([asked, broken]);
  } finally {
    over = true;
    clearTimeout(timer);
  }
}

/** `alert` must not write to our stdout; the library's own `myIpAddress` asks a public server over the Internet. */
function quiet() {
  return { ...sandbox, alert: () => undefined, myIpAddress: () => ownAddress() };
}

function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
}

async function pacText({ pacUrl, env }: PacPlace): Promise<string> {
  if (pacUrl.startsWith('file:')) return pacFile(fileURLToPath(pacUrl));
  const trusted = trustedOnly(env);
  const response = await fetch(pacUrl, {
    proxy: false,
    signal: AbortSignal.timeout(FETCH_LIMIT_MS),
    ...(trusted ? { tls: { ca: trusted } } : {}),
  });
  if (!response.ok) throw new Error(`its server answered with status ${response.status}`);
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    parts.push(part);
    length += part.length;
    if (length > LARGEST) throw new Error('it is larger than 1 MiB');
  }
  return Buffer.concat(parts).toString('utf8');
}

async function pacFile(path: string): Promise<string> {
  const bytes = await readIfThere(path);
  if (!bytes) throw new Error(`there is no ${path}`);
  return bytes.toString('utf8');
}
