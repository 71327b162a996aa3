import * as v from 'valibot';
import type { Host } from '../host.ts';
import { ageOf, type Moment, momentNow } from '../moment.ts';
import { headerText } from '../network/header.ts';
import { Problem } from '../problem.ts';
import { Secret } from '../secret.ts';
import { type LockHost, withLock } from '../vault/lock.ts';
import type { Vault } from '../vault/vault.ts';
import type { RoleCredentials } from './role-credentials.ts';

/** What a caller needs of role credentials. */
export interface Want {
  /** The least life, in milliseconds, with which kept ones are good enough. */
  leastMs: number;
  /** Kept ones are suspected to be dead: only those obtained since the caller began will do. */
  renew?: boolean;
  /** When the caller began, by this machine's own clock: nobody gets anything longer by asking AWS once more. */
  began: number;
}

export type KeptRoleHost = LockHost & Pick<Host, 'now' | 'wall' | 'uptime'>;

/** Where the credentials of one role are kept between runs. */
interface RoleStore {
  read(): Promise<KeptRole | undefined>;
  write(credentials: RoleCredentials): Promise<void>;
}

interface KeptRole {
  credentials: RoleCredentials;
  obtainedAt: number;
}

/** Below this, kept credentials are no help even when AWS can't be reached. */
const USEFUL_MS = 60_000;

/**
 * The kept credentials of a role when they are good enough; else new ones, asked for by one process at a time and kept.
 * When AWS can't be reached, what still lives is better than nothing: then `doubt` says why. Undefined: a person must
 * sign in.
 */
export async function keptOrNew(
  host: KeptRoleHost,
  cache: Pick<Vault, 'read' | 'write'>,
  name: string,
  want: Want,
  signal: AbortSignal,
  ask: () => Promise<RoleCredentials | undefined>,
): Promise<RoleCredentials | undefined> {
  const store = roleStore(host, cache, name);
  const look = async () => servingCredentials(await store.read(), want, host.now());
  const obtain = async () => {
    const found = await look();
    if (found) return found;
    const fresh = await ask();
    if (fresh) await store.write(fresh);
    return fresh;
  };
  try {
    return (await look()) ?? (await withLock(host, name, signal, obtain, { look, economy: true }));
  } catch (thrown) {
    return lastResort(await store.read(), thrown, host.now());
  }
}

function servingCredentials(kept: KeptRole | undefined, want: Want, now: number): RoleCredentials | undefined {
  if (!kept) return undefined;
  const lasts = (kept.credentials.expiresAt ?? Number.POSITIVE_INFINITY) - now >= want.leastMs;
  return kept.obtainedAt >= want.began || (lasts && !want.renew) ? kept.credentials : undefined;
}

function lastResort(kept: KeptRole | undefined, thrown: unknown, now: number): RoleCredentials {
  if (!(thrown instanceof Problem) || !/^(unreachable|timeout)$/.test(thrown.code) || !kept) throw thrown;
  if ((kept.credentials.expiresAt ?? 0) - now < USEFUL_MS) throw thrown;
  return { ...kept.credentials, doubt: thrown };
}

const record = v.object({
  accessKeyId: headerText,
  secretAccessKey: headerText,
  sessionToken: v.optional(headerText),
  /** Milliseconds of life that they had when they were obtained. */
  life: v.number(),
  moment: v.object({ wall: v.number(), up: v.number() }),
});

function roleStore(host: KeptRoleHost, cache: Pick<Vault, 'read' | 'write'>, name: string): RoleStore {
  return {
    async read() {
      const text = await cache.read(name);
      return text ? readRecord(text, host, await momentNow(host)) : undefined;
    },
    async write({ accessKeyId, secretAccessKey, sessionToken, expiresAt }) {
      if (expiresAt === undefined) return;
      const moment = await momentNow(host);
      const life = expiresAt - host.now();
      const secrets = { secretAccessKey: secretAccessKey.reveal(), sessionToken: sessionToken?.reveal() };
      await cache.write(name, JSON.stringify({ accessKeyId, ...secrets, life, moment }), { durable: false });
    },
  };
}

/** Their end is counted from when they were obtained, so that a clock that was set since makes them no younger. */
function readRecord(text: string, host: KeptRoleHost, moved: Moment): KeptRole | undefined {
  const { success, output } = v.safeParse(record, parsed(text));
  if (!success) return undefined;
  const { accessKeyId, secretAccessKey, sessionToken, life, moment } = output;
  const rest = life - ageOf(moment, moved);
  if (!(rest > 0)) return undefined;
  const expiresAt = host.now() + rest;
  const secrets = {
    secretAccessKey: new Secret(secretAccessKey),
    sessionToken: sessionToken ? new Secret(sessionToken) : undefined,
  };
  return { credentials: { accessKeyId, ...secrets, expiresAt }, obtainedAt: moment.wall };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
