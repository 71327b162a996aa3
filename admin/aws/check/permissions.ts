import { Problem } from '../../../shared/problem.ts';
import type { Check } from '../../doctor/examination.ts';
import { type Finding, unchecked } from '../../doctor/finding.ts';
import { fewAtOnce } from './few-at-once.ts';
import { iamClient, simulated } from './iam.ts';
import { type Judgement, judgementsOf, permissionFinding } from './judgement.ts';
import { asFarAsAllowed } from './lack.ts';
import { calledModels, type Need, needsOf } from './needs.ts';
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
  const judged = async (need: Need) =>
    complete(need, (await simulated(client, role.arn, need, scene.end)).flatMap(judgementsOf));
  const judgements = (await fewAtOnce(needs, judged)).flat();
  const actions = [...new Set(needs.flatMap((need) => need.actions))];
  return actions.map((action) =>
    permissionFinding(
      action,
      judgements.filter((one) => one.action === action),
      order.models.length > 0,
    ),
  );
}

/** What was not answered was not allowed either: nothing is taken for granted. */
function complete({ actions, resources }: Need, judgements: Judgement[]): Judgement[] {
  const least = Math.max(1, resources.length);
  if (actions.every((action) => judgements.filter((one) => one.action === action).length >= least)) return judgements;
  throw new Problem('unreachable', 'IAM SimulatePrincipalPolicy: did not answer all that was asked', 'try again');
}
