import type { Host } from './host.ts';

/**
 * A point in time by two clocks, in milliseconds: the wall clock, which people and time servers set, and the time since the
 * machine started, which nobody sets but which begins anew.
 */
export interface Moment {
  wall: number;
  up: number;
}

export async function momentNow(host: Pick<Host, 'wall' | 'uptime'>): Promise<Moment> {
  return { up: await host.uptime(), wall: host.wall() };
}

/** A time server corrects by this much at most without saying that the clock was set. */
const CORRECTION_MS = 2_000;

/**
 * How long ago that was, by whichever clock says longer: a clock that was set back makes nothing younger. Infinite when the
 * moment lies in the future, so that nothing is believed of it.
 */
export function ageOf(moment: Moment, now: Moment): number {
  const byWall = now.wall - moment.wall;
  if (byWall < -CORRECTION_MS) return Number.POSITIVE_INFINITY;
  return Math.max(byWall, now.up - moment.up, 0);
}
