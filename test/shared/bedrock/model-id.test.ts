import { isOfOtherRegion, prefixesFor, prefixOf, withoutPrefix } from '../../../shared/bedrock/model-id.ts';

test.each([
  ['us.anthropic.claude', 'us', 'anthropic.claude'],
  ['us-gov.anthropic.claude', 'us-gov', 'anthropic.claude'],
  ['global.anthropic.claude', 'global', 'anthropic.claude'],
  ['anthropic.claude', undefined, 'anthropic.claude'],
  [
    'arn:aws:bedrock:us-east-1:1:application-inference-profile/x',
    undefined,
    'arn:aws:bedrock:us-east-1:1:application-inference-profile/x',
  ],
])('%s has the prefix %s', (id, prefix, rest) => {
  expect([prefixOf(id), withoutPrefix(id)]).toEqual([prefix, rest]);
});

test.each([
  ['us-east-1', ['us', 'global']],
  ['ca-central-1', ['us', 'global']],
  ['us-gov-west-1', ['us-gov']],
  ['eu-central-1', ['eu', 'global']],
  ['ap-northeast-1', ['jp', 'apac', 'global']],
  ['ap-southeast-2', ['au', 'apac', 'global']],
  ['ap-south-1', ['apac', 'global']],
  ['me-central-1', ['global']],
])('in %s one calls by %j', (region, prefixes) => {
  expect(prefixesFor(region)).toEqual(prefixes);
});

test.each([
  ['eu.anthropic.a', 'us-east-1', true],
  ['us.anthropic.a', 'us-east-1', false],
  ['global.anthropic.a', 'us-gov-west-1', true],
  ['anthropic.a', 'us-east-1', false],
])('%s in %s is of another region: %s', (id, region, expected) => {
  expect(isOfOtherRegion(id, region)).toBe(expected);
});
