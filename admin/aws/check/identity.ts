import type { Check } from '../../doctor/examination.ts';
import { ok, plain } from '../../doctor/finding.ts';
import { BEARER, INVOKE, LIST, usesBearer } from '../policy.ts';
import type { AwsScene } from './scene.ts';

/** What the settings need of AWS. */
export const settings: Check<AwsScene> = {
  id: 'settings',
  section: 'Settings',
  what: 'settings',
  async find(scene) {
    const { approach, models, discovery } = await scene.needed();
    const count = models.length === 0 ? 'no models configured' : `${models.length} configured`;
    const actions = [...INVOKE, ...(usesBearer(approach) ? [BEARER] : []), ...(discovery ? LIST : [])];
    const details = plain({ models: models.join(', '), 'actions that they need': actions.join(', ') });
    const words = `${approach} in ${await scene.region()}, ${count}`;
    return [ok('settings', 'settings', words, details)];
  },
};

const WHAT = 'your credentials';

/** Whose rights the check has. */
export const administrator: Check<AwsScene> = {
  id: 'administrator',
  section: 'Administrator',
  what: WHAT,
  async find(scene) {
    const { arn, identity } = await scene.administrator();
    return [ok('administrator', WHAT, `${identity.name}: ${arn}`)];
  },
};
