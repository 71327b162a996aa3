import { Problem } from '../../../shared/problem.ts';
import { span } from '../../../shared/spans.ts';
import type { Check } from '../examination.ts';
import { type Finding, failure, ok, unchecked, warning } from '../finding.ts';
import type { Scene } from '../scene.ts';

const WHAT = 'clock';
const NOTICED_MS = 60_000;
/** AWS refuses what was signed longer ago. */
const REFUSED_MS = 300_000;
const NEXT = "set this machine's clock, or let it be set by the network";

/** This machine's clock against that of AWS's answers. */
export const clock: Check<Scene> = {
  id: 'clock',
  section: 'Clock',
  what: WHAT,
  needs: ['policy', 'aws'],
  async find(scene) {
    await scene.reaches();
    const skew = scene.clock.measured();
    return [skew === undefined ? unchecked('clock', WHAT, 'not checked, because AWS gave no answer') : judged(skew)];
  },
};

function judged(skew: number): Finding {
  const off = `${span(skew)} ${skew < 0 ? 'ahead of' : 'behind'} AWS`;
  const details = { 'AWS less this machine': `${Math.round(skew / 1000)} s` };
  if (Math.abs(skew) > REFUSED_MS) {
    return failure('clock', WHAT, new Problem('configuration', `this machine's clock is ${off}`, NEXT), details);
  }
  if (Math.abs(skew) <= NOTICED_MS) return ok('clock', WHAT, skew === 0 ? 'agrees with AWS' : off, details);
  const words = `this machine's clock is ${off}`;
  return warning('clock', WHAT, { words, next: NEXT }, { code: 'configuration', details });
}
