import type { Host } from '../host.ts';
import type { Want } from '../identity/kept-role.ts';

/**
 * The app can't be told when a token ends: it keeps one for inferenceCredentialHelperTtlSec. So a token handed out must live
 * that long and this much longer, for the request that begins in the last moment.
 */
export const MARGIN_S = 300;

/** Milliseconds of life that a token needs. */
function neededLifeMs(ttlSec: number): number {
  return (ttlSec + MARGIN_S) * 1000;
}

/** The longest TTL, in seconds, that a life of so many milliseconds can serve; 0 or less when there is none. */
function fittingTtlSec(lifeMs: number): number {
  return Math.floor(lifeMs / 1000) - MARGIN_S;
}

/** What a program that began with this process needs of role credentials, so that a token made of them serves the app. */
export function wantFor(host: Pick<Host, 'wall'>, ttlSec: number, renew = false): Want {
  return { leastMs: neededLifeMs(ttlSec), began: host.wall() - process.uptime() * 1000, renew };
}

/** No role's session can be longer. */
const LONGEST_SESSION_S = 43_200;

/** What to set where a life (ms) is shorter than it must be (s): `setting` decides about it, and either number can give way. */
export function lifeAdvice(setting: string, lifeMs: number, neededSec: number): string {
  const fitting = fittingTtlSec(lifeMs);
  const shorter = `set inferenceCredentialHelperTtlSec to at most ${fitting}`;
  if (neededSec > LONGEST_SESSION_S) return shorter;
  const longer = `lengthen ${setting} to ${neededSec} s or more`;
  return fitting > 0 ? `${longer}, or ${shorter}` : longer;
}
