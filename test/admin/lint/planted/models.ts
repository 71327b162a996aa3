import { SONNET } from '../good.ts';
import { planted, type Row } from './row.ts';

const REGION = 'inferenceBedrockRegion';
const MODELS = 'inferenceModels';
const profileArn = (region: string, partition = 'aws') => ({
  name: `arn:${partition}:bedrock:${region}:111122223333:inference-profile/us.anthropic.claude-sonnet-4-5`,
  labelOverride: 'Sonnet',
});

/** A list of models beside a good configuration. */
function listed(
  name: string,
  models: unknown[],
  expected: string,
  format: Row['format'] = 'json',
  region = 'us-east-1',
): Row {
  return planted(name, format, 'helper', { app: { [MODELS]: models, [REGION]: region } }, `${expected} ${MODELS}`);
}

export const modelRows: Row[] = [
  listed("a name of Anthropic's own API", ['claude-sonnet-4-5-20250929'], 'foreign-model-name'),
  listed('a name of a router', ['bedrock/us.anthropic.claude-sonnet-4-5'], 'foreign-model-name', 'reg'),
  listed('a name of another router', ['anthropic/claude-sonnet-4.5'], 'foreign-model-name'),
  ...[
    'arn:aws:iam::111122223333:role/BedrockUser',
    'ARN:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc',
    'arn:aws:bedrock:us-east-1:11112222333:application-inference-profile/abc',
    'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile',
  ].map((name) => listed(`the ARN ${name}`, [{ name, labelOverride: 'x' }], 'malformed-arn')),
  listed('no model', [], 'empty-models', 'mobileconfig'),
  listed('a model twice', [SONNET, { name: SONNET, labelOverride: 'x' }], 'duplicate-model', 'reg'),
  listed('an unknown tier', [{ name: SONNET, anthropicFamilyTier: 'Sonnet' }], 'unknown-tier'),
  listed(
    'two defaults of a tier',
    ['a', 'b'].map((name) => ({ name, anthropicFamilyTier: 'opus', isFamilyDefault: true })),
    'several-family-defaults',
    'plist',
  ),
  listed('an ARN without a label', [profileArn('us-east-1').name], 'unlabelled-arn'),
  listed('an ARN of another region', [profileArn('us-west-2')], 'arn-region', 'plist native'),
  listed('an ARN of another partition', [profileArn('us-gov-west-1', 'aws-us-gov')], 'arn-partition'),
  listed(
    'an ARN whose partition was forgotten',
    [{ name: 'arn:aws:bedrock:us-gov-west-1:111122223333:provisioned-model/x', labelOverride: 'x' }],
    'arn-partition',
    'json',
    'us-gov-west-1',
  ),
  listed('a European model in the US', ['eu.anthropic.claude-sonnet-4-5-20250929-v1:0'], 'model-geography'),
  listed('an American model in the EU', [SONNET], 'model-geography', 'reg', 'eu-central-1'),
  listed(
    'a Japanese model in Australia',
    ['jp.anthropic.claude-sonnet-4-5-20250929-v1:0'],
    'model-geography',
    'json',
    'ap-southeast-2',
  ),
  listed(
    'an Asian model in the EU',
    ['apac.anthropic.claude-sonnet-4-20250514-v1:0'],
    'model-geography',
    'json',
    'eu-west-1',
  ),
  listed('a commercial model in GovCloud', [SONNET], 'model-geography', 'json', 'us-gov-west-1'),
  listed(
    'a global model in GovCloud',
    ['global.anthropic.claude-sonnet-4-5-20250929-v1:0'],
    'model-geography',
    'json',
    'us-gov-west-1',
  ),
];
