import type { InferenceProfileSummary } from '@aws-sdk/client-bedrock';
import { calledModels, modelIn, needsOf } from '../../../../admin/aws/check/needs.ts';
import type { BedrockApproach } from '../../../../admin/aws/policy.ts';

const SPOT = { region: 'us-east-1', account: '111122223333' };
const PROFILE_ARN = 'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.a-v1:0';
const GLOBAL_ARN = 'arn:aws:bedrock:us-east-1:111122223333:inference-profile/global.anthropic.a-v1:0';
const OWN_ARN = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/x1';
const at = (region: string) => `arn:aws:bedrock:${region}::foundation-model/anthropic.a-v1:0`;

const profile = (arn: string, type: string, regions: string[], status = 'ACTIVE') =>
  ({
    inferenceProfileArn: arn,
    inferenceProfileId: arn.split('/').at(-1),
    type,
    status,
    models: regions.map((region) => ({ modelArn: at(region) })),
  }) as InferenceProfileSummary;
const PROFILES = [
  profile(PROFILE_ARN, 'SYSTEM_DEFINED', ['us-east-1', 'us-east-2', 'us-west-2']),
  profile(GLOBAL_ARN, 'SYSTEM_DEFINED', ['us-east-1', '']),
  profile(OWN_ARN, 'APPLICATION', ['us-east-1']),
  profile(`${OWN_ARN}-old`, 'APPLICATION', ['us-east-1'], 'INACTIVE'),
];

test.each([
  ['a profile by its ID', 'us.anthropic.a-v1:0', PROFILE_ARN, 3],
  ['a profile by its ARN', PROFILE_ARN, PROFILE_ARN, 3],
  ['a profile of the account', OWN_ARN, OWN_ARN, 1],
  ['a profile that is not there', 'eu.anthropic.a-v1:0', PROFILE_ARN.replace('us.a', 'eu.a'), 0],
  ['a foundation model', 'anthropic.a-v1:0', at('us-east-1'), 0],
  [
    'provisioned throughput',
    `${OWN_ARN}`.replace('application-inference-profile', 'provisioned-model'),
    OWN_ARN.replace('application-inference-profile', 'provisioned-model'),
    0,
  ],
])('%s', (_name, id, arn, behind) => {
  const [called] = calledModels([id], PROFILES, SPOT);
  expect([called?.id, called?.arn, called?.behind.length]).toEqual([id, arn, behind]);
});

test('in GovCloud ARNs begin otherwise', () => {
  const [called] = calledModels(['anthropic.a'], [], { ...SPOT, region: 'us-gov-west-1' });
  expect(called?.arn).toBe('arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/anthropic.a');
});

test('where none is configured, all profiles that are offered', () => {
  expect(calledModels([], PROFILES, SPOT).map(({ id }) => id)).toEqual([
    'us.anthropic.a-v1:0',
    'global.anthropic.a-v1:0',
    OWN_ARN,
  ]);
});

test('a call of a profile needs its models where they are, and nothing but through it', () => {
  const called = calledModels(['us.anthropic.a-v1:0', 'global.anthropic.a-v1:0'], PROFILES, SPOT);
  const [direct, ...others] = needsOf({ approach: 'interactive', discovery: false }, called, SPOT);
  expect(direct).toMatchObject({
    resources: [PROFILE_ARN, GLOBAL_ARN],
    context: { 'aws:RequestedRegion': 'us-east-1' },
  });
  expect(others.map(({ resources, context }) => [resources, Object.values(context)])).toEqual([
    [[at('us-east-1')], ['us-east-1', PROFILE_ARN]],
    [[at('us-east-2')], ['us-east-2', PROFILE_ARN]],
    [[at('us-west-2')], ['us-west-2', PROFILE_ARN]],
    [[at('us-east-1')], ['us-east-1', GLOBAL_ARN]],
    [[at('')], ['unspecified', GLOBAL_ARN]],
  ]);
});

test.each<[BedrockApproach, boolean, string[]]>([
  [
    'helper-script',
    true,
    ['bedrock:CallWithBearerToken', 'bedrock:ListFoundationModels', 'bedrock:ListInferenceProfiles'],
  ],
  ['static', false, ['bedrock:CallWithBearerToken']],
  ['vendor-profile', true, ['bedrock:ListFoundationModels', 'bedrock:ListInferenceProfiles']],
  ['interactive', false, []],
])('%s with discovery %s needs %j on no resource in particular', (approach, discovery, actions) => {
  const needs = needsOf({ approach, discovery }, [], SPOT);
  expect(needs.flatMap((need) => (need.resources.length === 0 ? need.actions : []))).toEqual(actions);
});

test('the ID of a model is the end of its ARN', () => {
  expect([modelIn(at('us-east-1')), modelIn('anthropic.b')]).toEqual(['anthropic.a-v1:0', 'anthropic.b']);
});
