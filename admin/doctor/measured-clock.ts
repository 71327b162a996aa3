import { type Clock, offsetSeen } from '../../shared/clock.ts';
import type { Host } from '../../shared/host.ts';

/** AWS's time as this run's answers have it: nothing is kept for others, and nobody is told but the report. */
export interface MeasuredClock extends Clock {
  /** AWS's clock less this machine's, in milliseconds; undefined until AWS has answered. */
  measured(): number | undefined;
}

export function measuredClock({ wall }: Pick<Host, 'wall'>): MeasuredClock {
  let offset: number | undefined;
  return {
    now: () => wall() + (offset ?? 0),
    offset: () => offset ?? 0,
    measured: () => offset,
    learn(awsTime, tookMs) {
      const { found, vague } = offsetSeen(awsTime, wall(), tookMs);
      if (!Number.isFinite(found)) return;
      offset = Math.abs(found) > vague ? found : 0;
    },
    recall() {},
  };
}
