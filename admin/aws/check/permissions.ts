import type { Check } from '../../doctor/examination.ts';
import { type Finding, unchecked } from '../../doctor/finding.ts';
import { fewAtOnce } from './few-at-once.ts';
import { iamClient, simulated } from './iam.ts';
import { judgementsOf, permissionFinding } from './judgement.ts';
import { asFarAsAllowed } from './lack.ts';
import { calledModels, needsOf } from './needs.ts';
import { NOBODY } from './role.ts';
import type { AwsScene } from './scene.ts';

const ABOUT = { id: 'permissions', what: 'permissions of the role', action: 'iam:SimulatePrincipalPolicy' };

/** Whether the role may do each thing that the settings need, on each model that people call. */
export const permissions: Check<AwsScene> = {
  ...ABOUT,
  section: 'Permissions',
  needs: ['role', 'settings'],
  find: (scene) => asFarAsAllowed(ABOUT, scene.end, () => permitted(scene)),
};

async function permitted(scene: AwsScene): Promise<Finding[]> {
  const role = await scene.role();
  if (!role) return [unchecked(ABOUT.id, ABOUT.what, NOBODY)];
  const [region, order, { account, identity, credentials }] = [
    await scene.region(),
    await scene.needed(),
    await scene.administrator(),
  ];
  const spot = { region, account };
  const needs = needsOf(order, calledModels(order.models, await scene.profiles(), spot), spot);
  const client = iamClient(identity.network, region, credentials);
  const results = await fewAtOnce(needs, (need) => simulated(client, role.arn, need, scene.end));
  const judgements = results.flat().flatMap(judgementsOf);
  const actions = [...new Set(needs.flatMap((need) => need.actions))];
  return actions.map((action) =>
    permissionFinding(
      action,
      judgements.filter((one) => one.action === action),
      order.models.length > 0,
    ),
  );
}
