import { GetRoleCommand, paginateListRoles, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { type Credentials, iamOf, refusalOf } from './clients.ts';
import { type FakeAws, startFakeAws } from './server.ts';

const ADMIN = { accountId: '111122223333', userName: 'root', accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'a-secret' };
const { accessKeyId, secretAccessKey } = ADMIN;
const ROLE = { accountId: '111122223333', sessionSeconds: 900 };
const PLAIN = 'arn:aws:iam::111122223333:role/team/Reader';
let fake: FakeAws;

beforeEach(async () => {
  fake = await startFakeAws({
    users: [ADMIN],
    roles: ['One', 'Two', 'Three'].map((roleName) => ({ ...ROLE, roleName })),
    assumableRoles: [{ arn: PLAIN, maxSessionSeconds: 7200 }],
  });
});
afterEach(() => fake.stop());

const client = (by: Credentials = { accessKeyId, secretAccessKey }) => iamOf(fake, by);

test('a role has a path, an ARN and its longest session', async () => {
  expect((await client().send(new GetRoleCommand({ RoleName: 'Reader' }))).Role).toMatchObject({
    Arn: PLAIN,
    Path: '/team/',
    MaxSessionDuration: 7200,
  });
  const refusal = await refusalOf(client().send(new GetRoleCommand({ RoleName: 'Other' })));
  expect(refusal).toMatchObject({ name: 'NoSuchEntityException', status: 404 });
});

test('roles are listed page by page, those of IAM Identity Center under their own path', async () => {
  const found: string[] = [];
  const pages = paginateListRoles({ client: client() }, { PathPrefix: '/aws-reserved/sso.amazonaws.com/' });
  for await (const { Roles } of pages) found.push(...(Roles ?? []).map(({ RoleName }) => RoleName ?? ''));
  expect(found).toEqual(
    ['One', 'Two', 'Three'].map((name) => expect.stringMatching(new RegExp(`^AWSReservedSSO_${name}_[0-9a-f]{16}$`))),
  );
  expect(fake.count('ListRoles', { status: 200, auth: 'sigv4' })).toBe(2);
});

test('a signature is verified', async () => {
  const call = client({ accessKeyId, secretAccessKey: 'wrong' }).send(new GetRoleCommand({ RoleName: 'Reader' }));
  expect(await refusalOf(call)).toMatchObject({ name: 'SignatureDoesNotMatch', status: 403 });
});

test('who lacks the permission is told so', async () => {
  fake.options.users = [{ ...ADMIN, actions: ['iam:ListRoles'] }];
  const { name, message } = await refusalOf(client().send(new GetRoleCommand({ RoleName: 'Reader' })));
  expect([name, message]).toEqual([
    'AccessDenied',
    expect.stringContaining('is not authorized to perform: iam:GetRole on resource: role Reader'),
  ]);
});

describe('a simulation', () => {
  const [ONE, OTHER] = [
    'arn:aws:bedrock:us-east-1::foundation-model/one',
    'arn:aws:bedrock:us-east-1::foundation-model/other',
  ];
  const simulated = async (changes: object = {}) => {
    const answer = await client().send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: PLAIN,
        ActionNames: ['bedrock:InvokeModel'],
        ResourceArns: [ONE, OTHER],
        ...changes,
      }),
    );
    return answer.EvaluationResults?.[0];
  };
  const policyOf = (...Statement: object[]) => {
    const policy = { Version: '2012-10-17', Statement: Statement as never };
    fake.options.assumableRoles = [{ arn: PLAIN, maxSessionSeconds: 3600, policy }];
  };
  const statement = (Effect: string, Resource: string, more = {}) => ({
    Effect,
    Action: 'bedrock:Invoke*',
    Resource,
    ...more,
  });

  test.each([
    ['allowed', [statement('Allow', '*')], ['allowed', 'allowed']],
    ['nothing said', [], ['implicitDeny', 'implicitDeny']],
    ['one resource', [statement('Allow', ONE)], ['allowed', 'implicitDeny']],
    ['a deny wins', [statement('Allow', '*'), statement('Deny', OTHER)], ['allowed', 'explicitDeny']],
    [
      'a condition that does not hold',
      [statement('Allow', '*', { Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } })],
      ['implicitDeny', 'implicitDeny'],
    ],
    [
      'a condition that holds',
      [statement('Allow', '*', { Condition: { StringLike: { 'aws:RequestedRegion': 'us-*' } } })],
      ['allowed', 'allowed'],
    ],
  ])('%s', async (_name, statements, decisions) => {
    policyOf(...statements);
    const region = { ContextKeyName: 'aws:RequestedRegion', ContextKeyType: 'string', ContextKeyValues: ['us-east-1'] };
    const result = await simulated({ ContextEntries: [region] });
    expect(result?.ResourceSpecificResults?.map((one) => [one.EvalResourceName, one.EvalResourceDecision])).toEqual([
      [ONE, decisions[0]],
      [OTHER, decisions[1]],
    ]);
  });

  test('what the organization forbids says so', async () => {
    fake.options.forbiddenActions = ['bedrock:*'];
    expect(await simulated()).toMatchObject({
      EvalDecision: 'explicitDeny',
      OrganizationsDecisionDetail: { AllowedByOrganizations: false },
    });
  });

  test('an unknown role is NoSuchEntity', async () => {
    expect(await refusalOf(simulated({ PolicySourceArn: `${PLAIN}2` }))).toMatchObject({ status: 404 });
  });
});
