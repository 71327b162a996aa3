import { probe } from '../../../shared/identity/probe.ts';
import { stsRegion } from '../endpoints.ts';
import type { Check } from '../examination.ts';
import { ok, plain } from '../finding.ts';
import { roleAnswer } from '../role-answer.ts';
import { type Scene, within } from '../scene.ts';

const WHAT = 'identity';
const LIMIT_S = 5;

/** Who AWS says the person is. */
export const identity: Check<Scene> = {
  id: 'identity',
  section: 'Role',
  what: WHAT,
  needs: ['role', 'network.sts'],
  async find(scene) {
    const subject = await scene.subject();
    const credentials = subject && (await roleAnswer(scene))?.credentials;
    if (!credentials) return [];
    const { network, region, session } = subject.identity;
    const where = stsRegion((await scene.config()).region ?? region, session?.portal.region);
    const { arn, account } = await probe(network, where, credentials, within(scene, LIMIT_S, 'STS GetCallerIdentity'));
    const needs = 'bedrock:CallWithBearerToken, bedrock:InvokeModel, bedrock:InvokeModelWithResponseStream';
    return [ok('identity', WHAT, arn, plain({ account, 'its policy must allow': needs }))];
  },
};
