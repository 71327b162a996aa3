import { requireRegion } from '../../../shared/policy/config.ts';
import type { Check } from '../examination.ts';
import { ok } from '../finding.ts';
import type { Scene } from '../scene.ts';

/** The region of Bedrock, from whichever place names it. */
export const region: Check<Scene> = {
  id: 'region',
  section: 'AWS config',
  what: 'Bedrock region',
  needs: ['policy', 'aws'],
  async find(scene) {
    const config = await scene.config();
    if (config.provider !== 'bedrock') return [];
    const identity = (await scene.subject())?.identity;
    return [ok('region', 'Bedrock region', requireRegion(config.region ?? identity?.region))];
  },
};
