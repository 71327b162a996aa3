import type { BareHost } from '../shared/bare-host.ts';
import type { Env } from '../shared/host.ts';
import { ageOf, type Moment, momentNow } from '../shared/moment.ts';
import { lockFile } from '../shared/places.ts';
import { registryKeys, registryWitness } from '../shared/policy/registry-policy.ts';
import { listenForBell } from '../shared/vault/bell.ts';
import { bytesOfOurs, isRegular, sealedFile, vaultKey } from '../shared/vault/key.ts';
import { headOf, open } from '../shared/vault/seal.ts';
import { version } from '../shared/version.ts';

/**
 * An answer as it was printed, with all that says whether it may be printed again: nothing that it was made from has
 * changed since, and it has the life that it needs. This is what the helper does on most calls, so this file and what it
 * imports load next to nothing: no node: modules, no policy, no AWS.
 */
export interface KeptAnswer {
  line: string;
  made: Moment;
  /** Milliseconds of life that it had when it was made. */
  life: number;
  /** The least rest, in milliseconds, with which it may be handed out. */
  needed: number;
}

/** What it was made from. It is the label of the sealed file, so that it can be looked at while the key is on its way. */
export interface Origins {
  /** Each file: the SHA-256 of its bytes, or null for one that was not there. */
  files: Record<string, string | null>;
  /** Files that must be there, whatever they say. */
  present: string[];
  /** On Windows: what the registry says, as a hash. */
  registry?: string | undefined;
}

/** An answer that was found, and the moment of the finding. */
interface Found {
  answer: KeptAnswer;
  now: Moment;
}

/** Prints the kept answer to this very question; false when there is none that may be handed out. */
export async function printKept(host: BareHost, args: readonly string[]): Promise<boolean> {
  // Between turns the app asks because what it has no longer does: AWS is asked too.
  if (host.env['CLAUDE_HELPER_CONTEXT'] === 'mid-session-refresh') return false;
  // Begun before all else: the threads that read files wake, and a key file is taken in, while the question gets its name.
  const now = momentNow(host);
  const key = vaultKey(host, 'file').catch(() => undefined);
  const name = answerName(args, host.env);
  const [found] = await Promise.all([keptAnswer(host, name, now), key]);
  const line = lastingLine(found) ?? (await lineOfAnother(host, name));
  if (line === undefined) return false;
  try {
    await Bun.write(Bun.stdout, `${line}\n`);
    return true;
  } catch {
    // The long way ends there too, and has the words for it.
    return false;
  }
}

/** No budget is shorter, and no AWS that works takes longer. */
const OTHERS_MS = 600;

/** When another process is about to answer the same question, it is waited for: all that it loads needn't be loaded twice. */
async function lineOfAnother(host: BareHost, name: string): Promise<string | undefined> {
  if (!(await listenForBell(host, lockFile(host, lockName(host.env, name)), OTHERS_MS))) return undefined;
  return lastingLine(await keptAnswer(host, name));
}

function lastingLine(found: Found | undefined): string | undefined {
  return found && lasts(found) ? found.answer.line : undefined;
}

/** What decides about an answer but is no file: the arguments and the environment that we or the AWS SDK listen to. */
const FOLDERS = new Set(['HOME', 'USERPROFILE', 'XDG_CONFIG_HOME', 'XDG_STATE_HOME', 'APPDATA', 'LOCALAPPDATA']);
/** Names the run in the log, and nothing else. */
const SILENT = 'BEDROCK_LAUNCHER_RUN';

/** Without a pattern: to build one takes longer than all that it would be asked. */
function isHeard(name: string): boolean {
  return name.startsWith('AWS_') || (name.startsWith('BEDROCK_LAUNCHER_') && name !== SILENT) || FOLDERS.has(name);
}

/** The name under which the answer to a question is kept. */
export function answerName(args: readonly string[], env: Env): string {
  const heard = Object.entries(env).filter(([name]) => isHeard(name));
  const question = JSON.stringify([version, args, heard.sort(([one], [other]) => (one < other ? -1 : 1))]);
  return `answer-${new Bun.CryptoHasher('sha256').update(question).digest('hex').slice(0, 24)}`;
}

/**
 * The lock under which a question is answered. Questions are as many as environments, so that they share sixteen locks;
 * but a helper within a helper (as its credential_process) has others than the one that waits for it.
 */
export function lockName(env: Env, name: string): string {
  const depth = (env['BEDROCK_LAUNCHER_RESOLVING'] ?? '').split('\n').length;
  return `answers-${depth}-${name.slice(-1)}`;
}

/** The kept answer, when nothing has changed of what it was made from. Whether it lasts is for the caller to say. */
export async function keptAnswer(host: BareHost, name: string, moment = momentNow(host)): Promise<Found | undefined> {
  const sealed = await bytesOfOurs(sealedFile(host, name));
  const head = sealed && headOf(sealed);
  const origins = head && parsed<Origins>(head.label);
  if (!sealed || !head || !origins?.files || !origins.present) return undefined;
  const [unchanged, now, text] = await Promise.all([
    isUnchanged(host, origins),
    moment,
    // Without a keychain there is no kept answer; whoever needs the keychain itself will say so.
    vaultKey(host, head.place)
      .then((key) => key && open(sealed, key, name))
      .catch(() => undefined),
  ]);
  const answer = text && unchanged ? parsed<KeptAnswer>(text) : undefined;
  return answer && isWhole(answer) ? { answer, now } : undefined;
}

/** Only we could have sealed it, but perhaps in another version. */
function isWhole({ line, made, life, needed }: KeptAnswer): boolean {
  return Boolean(line && made) && life > 0 && needed > 0;
}

function parsed<Shape>(text: string): Partial<Shape> & Shape {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {} as Partial<Shape> & Shape;
  }
}

export function lasts(found: Found): boolean {
  return restOf(found) >= found.answer.needed;
}

/** Milliseconds that are left of its life. */
export function restOf({ answer: { made, life }, now }: Found): number {
  return life - ageOf(made, now);
}

async function isUnchanged(host: BareHost, { files, present, registry }: Origins): Promise<boolean> {
  const names = Object.keys(files);
  const read = names.filter((file) => files[file] !== null);
  const absent = names.filter((file) => files[file] === null);
  // To look whether a file is there is a tenth of the work of reading it.
  const [now, there, strange, managed] = await Promise.all([
    witness(read),
    areThere(present),
    areThere(absent),
    registryNow(host),
  ]);
  if (registry !== managed || !there.every(Boolean) || strange.some(Boolean)) return false;
  return read.every((file) => now[file] === files[file]);
}

async function registryNow({ platform, registry }: BareHost): Promise<string | undefined> {
  if (platform !== 'win32') return undefined;
  // Whoever reads it to obey it says why it can't be read.
  return registryKeys(registry).then(registryWitness, () => undefined);
}

function areThere(files: readonly string[]): Promise<boolean[]> {
  return Promise.all(files.map((file) => Bun.file(file).exists()));
}

/** The hashes of files as they are now, for `Origins.files`. */
export async function witness(files: readonly string[]): Promise<Record<string, string | null>> {
  const hash = async (file: string) => {
    const bytes = (await isRegular(file))
      ? await Bun.file(file)
          .bytes()
          .catch(() => undefined)
      : undefined;
    return bytes ? new Bun.CryptoHasher('sha256').update(bytes).digest('hex') : null;
  };
  return Object.fromEntries(await Promise.all(files.map(async (file) => [file, await hash(file)] as const)));
}
