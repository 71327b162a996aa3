import { programPath } from '../places.ts';
import { exitName, Problem } from '../problem.ts';
import { spokenIn } from '../spoken.ts';
import type { SessionHost, SsoSession } from './session.ts';
import type { SsoToken } from './sso-token.ts';

/**
 * Tells `bedrock-launcher --refresh` which token it shall replace. Whoever asked for a token may be killed at any moment;
 * between AWS's answer and the write that would lose a refresh token that AWS has just replaced, and with it the session.
 * So the refresh is made by a process of its own, which nobody waits for with a stop-watch.
 */
const REFRESHES = 'BEDROCK_LAUNCHER_REFRESHES';

/** Names a token without telling it. */
export function fingerprint(token: SsoToken): string {
  return new Bun.CryptoHasher('sha256').update(token.accessToken.reveal()).digest('hex').slice(0, 16);
}

/**
 * Has the token replaced by that process and waits until it has ended. False when it can't be started: a source run, an
 * installation without its launcher, or a session that it can't be told. Throws its Problem.
 */
export async function replacedByRefresher(
  host: SessionHost,
  session: SsoSession,
  stale: SsoToken,
  dead: boolean,
  signal: AbortSignal,
): Promise<boolean> {
  if (host.env[REFRESHES] || !session.refreshArgs) return false;
  const program = programPath(host, 'bedrock-launcher');
  if (!(await Bun.file(program).exists())) return false;
  const { runApart } = await import('../child.ts');
  const env = { [REFRESHES]: `${fingerprint(stale)}${dead ? ' dead' : ''}` };
  const end = await runApart(program, ['--refresh', ...session.refreshArgs], env, signal);
  if (!end) return false;
  const name = exitName(end.code);
  if (name === 'done' || name === 'signInNeeded') return true;
  throw said(end.words, name);
}

/** What it said on stderr, as our own. */
function said(words: string, name: ReturnType<typeof exitName>): Problem {
  const { what = 'the session could not be refreshed', hint = 'try again' } = spokenIn(words) ?? {};
  return new Problem(name, what, hint);
}

/** In that process: whether this is the token that shall be replaced, and whether it is known to be dead. */
export function refreshOrder(env: SessionHost['env'], current: SsoToken): { wanted: boolean; dead: boolean } {
  const [print, word] = (env[REFRESHES] ?? '').split(' ');
  return { wanted: !print || print === fingerprint(current), dead: word === 'dead' };
}
