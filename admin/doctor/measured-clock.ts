import type { Clock } from '../../shared/clock.ts';
import type { Host } from '../../shared/host.ts';

/** AWS's time as this run's answers have it: nothing is kept for others, and nobody is told but the report. */
export interface MeasuredClock extends Clock {
  /** AWS's clock less this machine's, in milliseconds; undefined until AWS has answered. */
  measured(): number | undefined;
}

/** A Date header has whole seconds. */
const IGNORED_MS = 2_000;

export function measuredClock({ wall }: Pick<Host, 'wall'>): MeasuredClock {
  let offset: number | undefined;
  return {
    now: () => wall() + (offset ?? 0),
    offset: () => offset ?? 0,
    measured: () => offset,
    learn(awsTime, tookMs) {
      const found = Math.round(awsTime + 500 - (wall() - tookMs / 2));
      if (!Number.isFinite(found)) return;
      offset = Math.abs(found) > IGNORED_MS + tookMs / 2 ? found : 0;
    },
    recall() {},
  };
}
