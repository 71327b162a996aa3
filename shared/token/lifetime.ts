import type { Host } from '../host.ts';
import type { Want } from '../identity/kept-role.ts';

/**
 * The app can't be told when a token ends: it keeps one for inferenceCredentialHelperTtlSec. So a token handed out must live
 * that long and this much longer, for the request that begins in the last moment.
 */
const MARGIN_S = 300;

/** Milliseconds of life that a token needs. */
function neededLifeMs(ttlSec: number): number {
  return (ttlSec + MARGIN_S) * 1000;
}

/** The longest TTL, in seconds, that a life of so many milliseconds can serve; 0 or less when there is none. */
export function fittingTtlSec(lifeMs: number): number {
  return Math.floor(lifeMs / 1000) - MARGIN_S;
}

/** What a program that began with this process needs of role credentials, so that a token made of them serves the app. */
export function wantFor(host: Pick<Host, 'wall'>, ttlSec: number, renew = false): Want {
  return { leastMs: neededLifeMs(ttlSec), began: host.wall() - process.uptime() * 1000, renew };
}
