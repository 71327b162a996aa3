import {
  arnParts,
  endpointRegion,
  geographyOf,
  partitionOf,
  portalPartition,
  regionNames,
  servesRegion,
} from '../../../admin/lint/regions.ts';
import { checkValue } from '../../../shared/policy/keys.ts';

test('all regions keep the rule of the key', () => {
  for (const name of regionNames) expect(checkValue('inferenceBedrockRegion', name)).toEqual({ value: name });
});

test.each([
  ['us-east-1', 'aws'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['cn-north-1', 'aws-cn'],
  ['eusc-de-east-1', 'aws-eusc'],
  ['us-east-9', undefined],
])('%s is in the partition %s', (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
});

test.each([
  ['https://d-1234567890.awsapps.com/start', 'aws'],
  ['https://start.us-gov-home.awsapps.com/directory/d-1', 'aws-us-gov'],
  ['https://start.us-gov-east-1.us-gov-home.awsapps.com/directory/x', 'aws-us-gov'],
  ['https://start.home.awsapps.cn/directory/x', 'aws-cn'],
  ['https://ssoins-1.portal.us-gov-west-1.app.aws', 'aws-us-gov'],
  ['https://sso.example.com/start', undefined],
  ['https://awsapps.com.evil.example/start', undefined],
])('the portal %s is in the partition %s', (url, partition) => {
  expect(portalPartition(url)).toBe(partition);
});

test.each([
  ['https://bedrock-runtime.us-west-2.amazonaws.com', 'us-west-2'],
  ['https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com', 'us-gov-west-1'],
  ['https://bedrock-runtime.eu-west-1.api.aws', 'eu-west-1'],
  ['https://vpce-1-a.bedrock-runtime.eu-west-1.vpce.amazonaws.com', 'eu-west-1'],
  ['https://bedrock-runtime.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
  ['https://bedrock.example.com', undefined],
])('the endpoint %s is in %s', (url, region) => {
  expect(endpointRegion(url)).toBe(region);
});

test.each([
  ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'us'],
  ['us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0', 'us-gov'],
  ['global.anthropic.claude-opus-4-5-20251101-v1:0', 'global'],
  ['anthropic.claude-3-5-sonnet-20240620-v1:0', undefined],
  ['meta.llama3-1-8b-instruct-v1:0', undefined],
  ['xx.anthropic.claude', undefined],
])('%s is of the geography %s', (model, geography) => {
  expect(geographyOf(model)).toBe(geography);
});

test.each([
  ['us', 'us-east-1', true],
  ['us', 'ca-central-1', true],
  ['us', 'us-gov-west-1', false],
  ['us', 'eu-west-1', false],
  ['eu', 'eu-central-1', true],
  ['apac', 'ap-south-1', true],
  ['jp', 'ap-northeast-1', true],
  ['jp', 'ap-northeast-2', false],
  ['au', 'ap-southeast-2', true],
  ['au', 'ap-southeast-1', false],
  ['global', 'sa-east-1', true],
  ['global', 'cn-north-1', false],
])('%s can be called from %s: %s', (geography, region, expected) => {
  expect(servesRegion(geography, region)).toBe(expected);
});

test.each([
  ['arn:aws:bedrock:us-east-1:1:inference-profile/x', { partition: 'aws', region: 'us-east-1' }],
  ['arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/x', { partition: 'aws-us-gov', region: 'us-gov-west-1' }],
  ['arn:aws:iam::1:role/x', undefined],
  ['us.anthropic.x', undefined],
])('%s is at %j', (name, expected) => {
  expect(arnParts(name)).toEqual(expected);
});
