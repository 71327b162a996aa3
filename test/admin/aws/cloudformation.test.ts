import { cloudFormation } from '../../../admin/aws/cloudformation.ts';
import { permissionSetIn } from '../../../admin/aws/permission-set.ts';
import { policyDocument } from '../../../admin/aws/policy.ts';
import { GROUP_ID, INSTANCE_ARN, orderOf } from './order-of.ts';

interface Template {
  AWSTemplateFormatVersion: string;
  Description: string;
  Parameters: Record<string, { Type: string; Description: string; AllowedPattern: string; Default?: string }>;
  Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
  Outputs: Record<string, { Value: unknown }>;
}

/** The resource schemas that AWS publishes: required properties, all properties, and what Fn::GetAtt gives. */
const SCHEMAS: Record<string, { required: string[]; all: string[]; attributes: string[] }> = {
  'AWS::SSO::PermissionSet': {
    required: ['Name', 'InstanceArn'],
    all: [
      'Name',
      'Description',
      'InstanceArn',
      'SessionDuration',
      'RelayStateType',
      'ManagedPolicies',
      'InlinePolicy',
      'Tags',
      'CustomerManagedPolicyReferences',
      'PermissionsBoundary',
    ],
    attributes: ['PermissionSetArn'],
  },
  'AWS::SSO::Assignment': {
    required: ['InstanceArn', 'TargetId', 'TargetType', 'PermissionSetArn', 'PrincipalType', 'PrincipalId'],
    all: ['InstanceArn', 'TargetId', 'TargetType', 'PermissionSetArn', 'PrincipalType', 'PrincipalId'],
    attributes: [],
  },
};

const templateOf = (values = {}, order = orderOf()) =>
  JSON.parse(JSON.stringify(cloudFormation(permissionSetIn(values, order)))) as Template;

/** Every value of that name, however deep. */
function deep(name: string, value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [...(key === name ? [inner] : []), ...deep(name, inner)]);
}

const orders = [
  ['one account', { group: GROUP_ID, instance: INSTANCE_ARN }, orderOf({ accounts: ['111122223333'] })],
  ['several accounts', {}, orderOf({ accounts: ['111122223333', '444455556666'] })],
  ['nothing known yet', {}, orderOf({ models: [], regions: [] })],
] as const;

describe.each(orders)('a template for %s', (_name, values, order) => {
  const template = templateOf(values, order);

  test('keeps to the schemas of its resources', () => {
    for (const { Type, Properties } of Object.values(template.Resources)) {
      const { required = [], all = [] } = SCHEMAS[Type] ?? {};
      expect(all.length).toBeGreaterThan(0);
      expect(Object.keys(Properties)).toEqual(expect.arrayContaining(required));
      expect(Object.keys(Properties).filter((name) => !all.includes(name))).toEqual([]);
    }
  });

  test('names only what is there', () => {
    for (const name of deep('Ref', template)) expect(template.Parameters).toHaveProperty(String(name));
    for (const [resource, attribute] of deep('Fn::GetAtt', template) as [string, string][]) {
      expect(SCHEMAS[template.Resources[resource]?.Type ?? '']?.attributes).toContain(attribute);
    }
    for (const name of Object.keys(template.Parameters)) expect(deep('Ref', template)).toContain(name);
  });

  test('is within the limits of CloudFormation', () => {
    expect(template.AWSTemplateFormatVersion).toBe('2010-09-09');
    expect(template.Description.length).toBeLessThanOrEqual(1024);
    expect(JSON.stringify(template).length).toBeLessThan(51_200);
    for (const name of [...Object.keys(template.Resources), ...Object.keys(template.Parameters)]) {
      expect(name).toMatch(/^[A-Za-z0-9]+$/);
    }
    for (const { Type, AllowedPattern, Default } of Object.values(template.Parameters)) {
      expect(Type).toBe('String');
      if (Default) expect(Default).toMatch(new RegExp(AllowedPattern));
    }
  });

  test('has the policy and the duration', () => {
    expect(template.Resources['PermissionSet']?.Properties).toMatchObject({
      Name: 'BedrockUser',
      SessionDuration: 'PT12H',
      InlinePolicy: policyDocument(order),
    });
  });
});

test('each account has an assignment of its own; what is known is no question', () => {
  const accounts = ['111122223333', '444455556666'];
  const { Resources, Parameters } = templateOf({ group: GROUP_ID }, orderOf({ accounts }));
  const targets = Object.values(Resources).flatMap(({ Properties }) => Properties['TargetId'] ?? []);
  expect(targets).toEqual(accounts);
  expect(Object.keys(Parameters)).toEqual(['InstanceArn', 'GroupId']);
  expect(Parameters['GroupId']?.Default).toBe(GROUP_ID);
});

test('without an account it is asked', () => {
  const { Resources, Parameters } = templateOf();
  expect(Resources['Assignment']?.Properties['TargetId']).toEqual({ Ref: 'AccountId' });
  expect('111122223333').toMatch(new RegExp(Parameters['AccountId']?.AllowedPattern ?? 'none'));
});
