import { momentNow } from '../shared/moment.ts';
import type { Problem } from '../shared/problem.ts';
import { withLock } from '../shared/vault/lock.ts';
import { asCache, openVault } from '../shared/vault/vault.ts';
import { type KeptAnswer, keptAnswer, lasts, lockName, type Origins, restOf, witness } from './kept-answer.ts';
import type { Question } from './question.ts';

/** An answer, and what has to be said of it. */
export interface Obtained {
  text: string;
  /** Milliseconds; undefined for a user's permanent keys. */
  life: number | undefined;
  /** Why AWS could not be asked for a newer one. */
  doubt?: Problem | undefined;
}

/**
 * An answer without asking anybody, one process at a time: whoever waited prints what the first one obtained. Undefined
 * when a person must sign in.
 */
export async function obtain(question: Question, signal: AbortSignal): Promise<Obtained | undefined> {
  const look = () => kept(question);
  const act = async () => (await look()) ?? obtainedNow(question, signal);
  try {
    return await withLock(question.host, lockName(question.host.env, question.name), signal, act, {
      look,
      economy: true,
    });
  } catch (thrown) {
    // Whoever had the lock has more time than we: now only what is kept can serve.
    if (signal.aborted) return obtainedNow(question, signal);
    throw thrown;
  }
}

async function kept({ host, name, want }: Question): Promise<Obtained | undefined> {
  const found = await keptAnswer(host, name);
  if (!found) return undefined;
  const rest = restOf(found);
  // Dead; or made while the clock was ahead, so that nothing is known of its age.
  if (!(rest > 0)) return undefined;
  const since = found.answer.made.wall >= want.began;
  if (!since && (want.renew || !lasts(found))) return undefined;
  return { text: found.answer.line, life: rest };
}

async function obtainedNow(question: Question, signal: AbortSignal): Promise<Obtained | undefined> {
  const { host, identity, want, format, context } = question;
  const files = await witness([...question.settingsFiles, ...identity.files]);
  const [credentials] = await Promise.all([identity.credentials(signal, want), format.prepare?.()]);
  if (!credentials) return undefined;
  const { text, expiresAt } = await format.write(credentials, context);
  const life = expiresAt === undefined ? undefined : expiresAt - host.now();
  if (life !== undefined && !credentials.doubt) await keep(question, text, life, files);
  return { text, life, doubt: credentials.doubt };
}

/** Longer than any bearer token lives. */
const STALE_MS = 13 * 3_600_000;

async function keep(question: Question, line: string, life: number, files: Origins['files']): Promise<void> {
  const { host, config, identity, want, name, registry } = question;
  if (!identity.keepable) return;
  // Changed between our reading and the hash of it: the answer may be one to what stood there before.
  const there = Object.keys(files).filter((file) => files[file] !== null);
  if (there.some((file) => Bun.file(file).lastModified >= want.began)) return;
  const present = identity.session ? [identity.session.store.file] : [];
  const answer: KeptAnswer = { line, made: await momentNow(host), life, needed: want.leastMs };
  const origins: Origins = { files, present, registry };
  const vault = asCache(openVault(host, config.secureStorage));
  await vault.write(name, JSON.stringify(answer), { label: JSON.stringify(origins) });
  await vault.removeOlder('answer-', STALE_MS);
}
