import { isRetired } from '../../../shared/bedrock/lists.ts';
import { prefixesFor } from '../../../shared/bedrock/model-id.ts';
import { oneLine, Problem } from '../../../shared/problem.ts';
import type { Check } from '../../doctor/examination.ts';
import { type Finding, failure, ok, plain, unchecked, warning } from '../../doctor/finding.ts';
import { geographyOf } from '../../lint/regions.ts';
import { obstacleIn } from './availability.ts';
import { fewAtOnce } from './few-at-once.ts';
import { asFarAsAllowed } from './lack.ts';
import { type Called, calledModels, modelIn } from './needs.ts';
import type { AwsScene } from './scene.ts';

const SUMMARY = { id: 'models', what: 'models of Anthropic', action: 'bedrock:GetFoundationModelAvailability' };

/** Which models of Anthropic are enabled in the region. */
export const enabledModels: Check<AwsScene> = {
  ...SUMMARY,
  section: 'Models',
  needs: ['administrator'],
  find: (scene) => asFarAsAllowed(SUMMARY, scene.end, () => summary(scene)),
};

async function summary(scene: AwsScene): Promise<Finding[]> {
  const region = await scene.region();
  const ids = (await scene.models()).flatMap(({ modelId }) => (modelId ? [oneLine(modelId)] : []));
  const found = await fewAtOnce(ids, async (id) => ({
    id,
    obstacle: obstacleIn(await scene.availability(id), region, true),
  }));
  const enabled = found.filter(({ obstacle }) => !obstacle).map(({ id }) => id);
  const others = found.filter(({ obstacle }) => obstacle).map(({ id }) => id);
  const words = `${enabled.length} of ${found.length} enabled in ${region}`;
  const details = plain({ enabled: enabled.join(', '), 'not enabled': others.join(', ') });
  return [ok(SUMMARY.id, SUMMARY.what, words, details)];
}

/** Whether each configured model can be called in this account. */
export const configuredModels: Check<AwsScene> = {
  id: 'model',
  section: 'Models',
  what: 'configured models',
  needs: ['administrator', 'settings'],
  async find(scene) {
    const { models } = await scene.needed();
    if (models.length === 0) return [unchecked('model', 'configured models', 'none: inferenceModels is not set')];
    const findings = await fewAtOnce(models, (id) => {
      const about = { id: `model.${id}`, what: id, action: SUMMARY.action };
      return asFarAsAllowed(about, scene.end, () => configured(scene, id));
    });
    return findings.flat();
  },
};

async function configured(scene: AwsScene, id: string): Promise<Finding[]> {
  const [region, { account }, profiles] = [await scene.region(), await scene.administrator(), await scene.profiles()];
  const [called] = calledModels([id], profiles, { region, account });
  if (!called) return [];
  if (called.isProfile && called.behind.length === 0) return [noProfile(called, region)];
  if (/:provisioned-model\//.test(id)) return [unchecked(`model.${id}`, id, 'not checked: no list tells of it')];
  const ids = [...new Set((called.isProfile ? called.behind : [called.arn]).map(modelIn))];
  return [await judged(scene, called, ids, region)];
}

async function judged(scene: AwsScene, called: Called, ids: readonly string[], region: string): Promise<Finding> {
  const { id, isProfile } = called;
  const models = await scene.models();
  const unknown = ids.find((one) => !isProfile && !models.some(({ modelId }) => modelId === one));
  if (unknown) return failed(id, `Bedrock in ${region} knows no model ${unknown}`, 'correct inferenceModels');
  const answers = await Promise.all(ids.map((one) => scene.availability(one)));
  const [obstacle] = answers.flatMap((answer) => obstacleIn(answer, region, isProfile) ?? []);
  if (obstacle) {
    const said = { words: `${id} ${obstacle.words}`, next: obstacle.next };
    return obstacle.isPending ? warning(`model.${id}`, id, said) : failed(id, said.words, said.next);
  }
  const retired = models.some((model) => ids.includes(model.modelId ?? '') && isRetired(model));
  const words = `${id} is being retired`;
  if (retired) return warning(`model.${id}`, id, { words, next: 'name a newer model in inferenceModels' });
  const only = models.find(({ modelId }) => !isProfile && modelId === ids[0])?.inferenceTypesSupported;
  if (only && !only.includes('ON_DEMAND')) return failed(id, ...profileNeeded(id, region));
  return ok(`model.${id}`, id, 'enabled', plain({ 'passes calls on to': regionsBehind(called) }));
}

function profileNeeded(id: string, region: string): [string, string] {
  const prefix = prefixesFor(region)[0] ?? 'us';
  return [
    `${id} can't be called by that name, only through an inference profile`,
    `name ${prefix}.${id} in inferenceModels`,
  ];
}

function noProfile({ id }: Called, region: string): Finding {
  const geography = geographyOf(id);
  const fitting = prefixesFor(region).map((prefix) => `${prefix}.`);
  const other = geography !== undefined && !fitting.includes(`${geography}.`);
  const next = other ? `take one that begins with ${fitting.join(' or ')}` : 'correct inferenceModels';
  return failed(id, `${id} is no inference profile of ${region}`, next);
}

function regionsBehind({ behind }: Called): string {
  const regions = behind.map((arn) => arn.split(':')[3] || 'any region');
  return [...new Set(regions)].join(', ');
}

function failed(id: string, words: string, next: string): Finding {
  return failure(`model.${id}`, id, new Problem('awsRefused', words, next));
}
