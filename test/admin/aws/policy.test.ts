import { type BedrockApproach, discovers, type PolicyOrder, policyDocument } from '../../../admin/aws/policy.ts';
import { problemOf } from '../../shared/world.ts';

const order = (changes: Partial<PolicyOrder> = {}): PolicyOrder => ({
  approach: 'helper-script',
  regions: [],
  models: [],
  accounts: [],
  discovery: true,
  ...changes,
});

/** Action and resources of each statement, by its name. */
function read(
  changes: Partial<PolicyOrder>,
): Record<string, { actions: string[]; resources: string[]; through?: string[] }> {
  const { Version, Statement } = policyDocument(order(changes));
  expect(Version).toBe('2012-10-17');
  return Object.fromEntries(
    Statement.map(({ Sid, Effect, Action, Resource, Condition }) => {
      expect([Effect, Sid]).toEqual(['Allow', expect.stringMatching(/^[A-Za-z0-9]+$/)]);
      const through = Condition?.['StringLike']?.['bedrock:InferenceProfileArn'];
      return [Sid, { actions: Action, resources: [Resource].flat(), ...(through ? { through } : {}) }];
    }),
  );
}

const INVOKE = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];
const LIST = ['bedrock:ListFoundationModels', 'bedrock:ListInferenceProfiles'];

describe('the actions', () => {
  test.each<[BedrockApproach, boolean, string[]]>([
    ['helper-script', true, [...INVOKE, 'bedrock:CallWithBearerToken', ...LIST]],
    ['helper-script', false, [...INVOKE, 'bedrock:CallWithBearerToken']],
    ['static', true, [...INVOKE, 'bedrock:CallWithBearerToken', ...LIST]],
    ['vendor-profile', false, INVOKE],
    ['interactive', false, INVOKE],
    ['interactive', true, [...INVOKE, ...LIST]],
  ])('of %s with discovery %s are %j', (approach, discovery, expected) => {
    expect(Object.values(read({ approach, discovery })).flatMap(({ actions }) => actions)).toEqual(expected);
  });

  test.each<[BedrockApproach, boolean]>([
    ['helper-script', true],
    ['static', true],
    ['vendor-profile', false],
    ['interactive', false],
  ])('the app of %s discovers models itself: %s', (approach, expected) => {
    expect(discovers(approach)).toBe(expected);
  });

  test('the token and the lists know no resource but all', () => {
    const { CallWithBearerToken, ListModels } = read({ regions: ['us-east-1'], models: ['anthropic.a'] });
    expect([CallWithBearerToken?.resources, ListModels?.resources]).toEqual([['*'], ['*']]);
  });
});

describe('all models of Anthropic', () => {
  test.each([
    ['everywhere', [], 'aws', ['*']],
    ['in one region', ['eu-central-1'], 'aws', ['eu-central-1']],
    ['in two', ['us-east-1', 'us-west-2'], 'aws', ['us-east-1', 'us-west-2']],
    ['in GovCloud', ['us-gov-west-1'], 'aws-us-gov', ['us-gov-west-1']],
    ['in China', ['cn-north-1'], 'aws-cn', ['cn-north-1']],
    ['in a region that is newer than this program', ['us-gov-north-9'], 'aws-us-gov', ['us-gov-north-9']],
  ])('%s', (_name, regions, partition, places) => {
    const { InvokeModels, InvokeModelsThroughProfiles } = read({ regions });
    const arns = (resource: string) => places.map((place) => `arn:${partition}:bedrock:${place}:${resource}`);
    const profiles = [...arns('*:inference-profile/*anthropic.*'), ...arns('*:application-inference-profile/*')];
    expect(InvokeModels).toEqual({
      actions: INVOKE,
      resources: [...arns(':foundation-model/anthropic.*'), ...profiles],
    });
    // Without a choice of regions the models are reachable anyway.
    if (regions.length === 0) expect(InvokeModelsThroughProfiles).toBeUndefined();
    else
      expect(InvokeModelsThroughProfiles).toEqual({
        actions: INVOKE,
        resources: [`arn:${partition}:bedrock:*::foundation-model/anthropic.*`],
        through: profiles,
      });
  });
});

describe('a chosen model', () => {
  const own = (kind: string, name = 'x1y2z3', region = 'us-east-1', partition = 'aws') =>
    `arn:${partition}:bedrock:${region}:111122223333:${kind}/${name}`;

  test.each([
    [
      'a foundation model',
      { models: ['anthropic.a-v1:0'] },
      ['arn:aws:bedrock:*::foundation-model/anthropic.a-v1:0'],
      [],
    ],
    [
      'a foundation model of one region',
      { models: ['anthropic.a-v1:0'], regions: ['eu-west-1'] },
      ['arn:aws:bedrock:eu-west-1::foundation-model/anthropic.a-v1:0'],
      [],
    ],
    [
      'a cross-region profile: its model in every region',
      { models: ['us.anthropic.a-v1:0'], regions: ['us-east-1'] },
      ['arn:aws:bedrock:us-east-1:*:inference-profile/us.anthropic.a-v1:0'],
      ['arn:aws:bedrock:*::foundation-model/anthropic.a-v1:0'],
    ],
    [
      'a profile of certain accounts',
      { models: ['global.anthropic.a-v1:0'], accounts: ['111122223333'], regions: ['us-east-1'] },
      ['arn:aws:bedrock:us-east-1:111122223333:inference-profile/global.anthropic.a-v1:0'],
      ['arn:aws:bedrock:*::foundation-model/anthropic.a-v1:0'],
    ],
    [
      'a profile of GovCloud',
      { models: ['us-gov.anthropic.a-v1:0'], regions: ['us-gov-west-1'] },
      ['arn:aws-us-gov:bedrock:us-gov-west-1:*:inference-profile/us-gov.anthropic.a-v1:0'],
      ['arn:aws-us-gov:bedrock:*::foundation-model/anthropic.a-v1:0'],
    ],
    [
      'the regions that a profile is for, of several',
      { models: ['eu.anthropic.a-v1:0'], regions: ['us-east-1', 'eu-west-1'] },
      ['arn:aws:bedrock:eu-west-1:*:inference-profile/eu.anthropic.a-v1:0'],
      ['arn:aws:bedrock:*::foundation-model/anthropic.a-v1:0'],
    ],
    [
      'an application inference profile: who knows what is behind it',
      { models: [own('application-inference-profile')] },
      [own('application-inference-profile')],
      ['arn:aws:bedrock:*::foundation-model/anthropic.*'],
    ],
    [
      'an inference profile by its ARN',
      { models: [own('inference-profile', 'us.anthropic.a-v1:0')] },
      [own('inference-profile', 'us.anthropic.a-v1:0')],
      ['arn:aws:bedrock:*::foundation-model/anthropic.a-v1:0'],
    ],
    [
      'an ARN of GovCloud says where it is',
      { models: [own('application-inference-profile', 'x', 'us-gov-west-1', 'aws-us-gov')] },
      [own('application-inference-profile', 'x', 'us-gov-west-1', 'aws-us-gov')],
      ['arn:aws-us-gov:bedrock:*::foundation-model/anthropic.*'],
    ],
    ['provisioned throughput', { models: [own('provisioned-model')] }, [own('provisioned-model')], []],
    [
      'a family',
      { models: ['us.anthropic.claude-sonnet-*'], regions: ['us-east-1'] },
      ['arn:aws:bedrock:us-east-1:*:inference-profile/us.anthropic.claude-sonnet-*'],
      ['arn:aws:bedrock:*::foundation-model/anthropic.claude-sonnet-*'],
    ],
  ])('%s', (_name, changes, direct, behind) => {
    const { InvokeModels, InvokeModelsThroughProfiles } = read(changes);
    expect(InvokeModels?.resources).toEqual(direct);
    expect(InvokeModelsThroughProfiles?.resources ?? []).toEqual(behind);
    if (behind.length > 0) expect(InvokeModelsThroughProfiles?.through).toEqual(direct);
  });

  test.each([
    [
      'of another geography',
      { models: ['us.anthropic.a-v1:0'], regions: ['eu-west-1'] },
      /can't be called from eu-west-1/,
    ],
    ['no model', { models: ['Claude Sonnet'] }, /is no model ID/],
    ['an ARN of something else', { models: ['arn:aws:s3:::bucket'] }, /no ARN of a model/],
    ['regions that share no account', { regions: ['us-east-1', 'us-gov-west-1'] }, /aws and aws-us-gov/],
    ['an ARN of elsewhere', { models: [own('provisioned-model')], regions: ['cn-north-1'] }, /aws-cn and aws/],
  ])('is refused: %s', async (_name, changes, message) => {
    const problem = await problemOf(() => policyDocument(order(changes)));
    expect(problem).toMatchObject({ code: 'usage', message: expect.stringMatching(message) });
  });
});
