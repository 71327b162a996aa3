import type { Env, Host } from '../shared/host.ts';
import { ageOf, type Moment, momentNow } from '../shared/moment.ts';
import { sealedFile, vaultKey } from '../shared/vault/key.ts';
import { keyPlaceOf, open } from '../shared/vault/seal.ts';
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
  /** Each file that it was made from: the SHA-256 of its bytes, or null for a file that was not there. */
  files: Record<string, string | null>;
  /** Files that must be there, whatever they say. */
  present: string[];
}

type KeptHost = Pick<Host, 'platform' | 'env' | 'home' | 'wall' | 'uptime'>;

/** Prints the kept answer to this very question; false when there is none that may be handed out. */
export async function printKept(host: KeptHost, args: readonly string[]): Promise<boolean> {
  // Between turns the app asks because what it has no longer does: AWS is asked too.
  if (host.env['CLAUDE_HELPER_CONTEXT'] === 'mid-session-refresh') return false;
  const answer = await keptAnswer(host, answerName(args, host.env));
  if (!answer || !lasts(answer, momentNow(host))) return false;
  try {
    await Bun.write(Bun.stdout, `${answer.line}\n`);
    return true;
  } catch {
    // The long way ends there too, and has the words for it.
    return false;
  }
}

/** What decides about an answer but is no file: the arguments and the environment that we or the AWS SDK listen to. */
const LISTENED_TO = /^(AWS_.*|BEDROCK_LAUNCHER_(?!RUN$).*|HOME|USERPROFILE|XDG_.*_HOME|APPDATA|LOCALAPPDATA)$/;

/** The name under which the answer to a question is kept. */
export function answerName(args: readonly string[], env: Env): string {
  const heard = Object.entries(env).filter(([name]) => LISTENED_TO.test(name));
  const question = JSON.stringify([version, args, heard.sort(([one], [other]) => (one < other ? -1 : 1))]);
  return `answer-${new Bun.CryptoHasher('sha256').update(question).digest('hex').slice(0, 24)}`;
}

/** The kept answer, when nothing has changed of what it was made from. Whether it lasts is for the caller to say. */
export async function keptAnswer(host: KeptHost, name: string): Promise<KeptAnswer | undefined> {
  // A key file is read in the same breath: it costs nothing where there is none.
  const [sealed] = await Promise.all([bytesOf(sealedFile(host, name)), vaultKey(host, 'file')]);
  const place = sealed && keyPlaceOf(sealed);
  if (!sealed || !place) return undefined;
  // Without a keychain there is no kept answer; whoever needs the keychain itself will say so.
  const key = await vaultKey(host, place).catch(() => undefined);
  const text = key && (await open(sealed, key, name));
  const answer = text ? readAnswer(text) : undefined;
  return answer && (await isUnchanged(answer)) ? answer : undefined;
}

/** Only we could have sealed it, but perhaps in another version. */
function readAnswer(text: string): KeptAnswer | undefined {
  try {
    const answer = JSON.parse(text) as KeptAnswer;
    const whole = answer.line && answer.made && answer.files && answer.present;
    return whole && answer.life > 0 && answer.needed > 0 ? answer : undefined;
  } catch {
    return undefined;
  }
}

export function lasts({ made, life, needed }: KeptAnswer, now: Moment): boolean {
  return life - ageOf(made, now) >= needed;
}

async function isUnchanged({ files, present }: KeptAnswer): Promise<boolean> {
  const [now, there] = await Promise.all([
    witness(Object.keys(files)),
    Promise.all(present.map((file) => Bun.file(file).exists())),
  ]);
  return there.every(Boolean) && Object.entries(files).every(([file, hash]) => now[file] === hash);
}

/** The hashes of files as they are now, for `KeptAnswer.files`. */
export async function witness(files: readonly string[]): Promise<Record<string, string | null>> {
  const hash = async (file: string) => {
    const bytes = await bytesOf(file);
    return bytes ? new Bun.CryptoHasher('sha256').update(bytes).digest('hex') : null;
  };
  return Object.fromEntries(await Promise.all(files.map(async (file) => [file, await hash(file)] as const)));
}

async function bytesOf(file: string): Promise<Uint8Array | undefined> {
  try {
    return await Bun.file(file).bytes();
  } catch {
    return undefined;
  }
}
