import type { EvaluationResult } from '@aws-sdk/client-iam';
import { judgementsOf, permissionFinding } from '../../../../admin/aws/check/judgement.ts';

const ACTION = 'bedrock:InvokeModel';
const [ONE, OTHER] = ['arn:aws:bedrock:us-east-1::foundation-model/one', 'arn:aws:bedrock:::foundation-model/other'];

/** As IAM answers; of each resource by itself where several were given. */
function result(decision: string, more: object = {}, resources: object[] = []): EvaluationResult {
  return {
    EvalActionName: ACTION,
    EvalResourceName: '*',
    EvalDecision: decision as never,
    ResourceSpecificResults: resources as never,
    ...more,
  };
}
const on = (EvalResourceName: string, EvalResourceDecision: string, more: object = {}) => ({
  EvalResourceName,
  EvalResourceDecision,
  ...more,
});
const finding = (results: EvaluationResult[], isChoice = true) =>
  permissionFinding(ACTION, results.flatMap(judgementsOf), isChoice);

const forbidden = { OrganizationsDecisionDetail: { AllowedByOrganizations: false } };
const bounded = { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false } };

test.each<[string, EvaluationResult, string, RegExp]>([
  ['allowed', result('allowed'), 'ok', /^allowed$/],
  ['allowed on each', result('allowed', {}, [on(ONE, 'allowed'), on(OTHER, 'allowed')]), 'ok', /on all 2 resources/],
  [
    'said by nobody',
    result('implicitDeny'),
    'failure',
    /^bedrock:InvokeModel is not allowed: no policy of the role allows it$/,
  ],
  ['denied', result('explicitDeny'), 'failure', /is not allowed: a policy of the role denies it$/],
  ['forbidden by the organization', result('explicitDeny', forbidden), 'failure', /\(SCP\)/],
  ['not within the boundary', result('implicitDeny', bounded), 'failure', /permissions boundary/],
  [
    'not within the boundary, on one',
    result('implicitDeny', {}, [on(ONE, 'allowed'), on(OTHER, 'implicitDeny', bounded)]),
    'failure',
    /is not allowed, on 1 of 2 .*: the role's permissions boundary/,
  ],
  [
    'denied by a condition',
    result('explicitDeny', { MissingContextValues: ['aws:SourceVpc'] }),
    'warning',
    /may be refused: a condition/,
  ],
  [
    'allowed by a condition',
    result('implicitDeny', { MissingContextValues: ['aws:SourceVpc'] }),
    'failure',
    /allows it, or only on a condition$/,
  ],
  [
    'the worst of several',
    result('explicitDeny', {}, [on(ONE, 'implicitDeny'), on(OTHER, 'explicitDeny')]),
    'failure',
    /, on 1 of 2 .*denies it/,
  ],
])('%s', (_name, answer, state, words) => {
  expect(finding([answer])).toMatchObject({ id: 'permission.InvokeModel', state, words: expect.stringMatching(words) });
});

test('the policies, resources and conditions are named, not all of many', () => {
  const more = { MatchedStatements: [{ SourcePolicyId: 'AwsSSOInlinePolicy' }] };
  const many = Array.from({ length: 5 }, (_, at) => on(`${ONE}-${at}`, 'explicitDeny', more));
  expect(finding([result('explicitDeny', {}, many)]).details).toEqual({
    resources: `${ONE}-0, ${ONE}-1, ${ONE}-2 and 2 more`,
    policies: 'AwsSSOInlinePolicy',
  });
});

test('of models that nobody chose, a part is enough, with a warning; none is not', () => {
  const part = result('implicitDeny', {}, [on(ONE, 'allowed'), on(OTHER, 'implicitDeny')]);
  const none = result('implicitDeny', {}, [on(ONE, 'implicitDeny')]);
  expect([finding([part], false).state, finding([part]).state]).toEqual(['warning', 'failure']);
  expect(finding([none], false).state).toBe('failure');
});
