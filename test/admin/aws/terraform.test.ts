import { parseToObject } from 'hcl2-parser';
import { permissionSetIn } from '../../../admin/aws/permission-set.ts';
import { policyDocument } from '../../../admin/aws/policy.ts';
import { terraform } from '../../../admin/aws/terraform.ts';
import { GROUP_ID, INSTANCE_ARN, orderOf } from './order-of.ts';

type Block = Record<string, unknown>;

/** As HashiCorp's own parser reads it: blocks by type and labels, expressions as `${...}`. */
function read(text: string): Record<string, Record<string, Block[]>> {
  const [found, fault] = parseToObject(text) as [Record<string, Record<string, Block[]>>, unknown];
  expect(fault).toBeNull();
  return found;
}

/** The arguments that the AWS provider (5 and 6) takes in each resource: required ones, and all. */
const RESOURCES: Record<string, { required: string[]; all: string[] }> = {
  aws_ssoadmin_permission_set: {
    required: ['instance_arn', 'name'],
    all: ['instance_arn', 'name', 'description', 'relay_state', 'session_duration', 'tags', 'region'],
  },
  aws_ssoadmin_permission_set_inline_policy: {
    required: ['inline_policy', 'instance_arn', 'permission_set_arn'],
    all: ['inline_policy', 'instance_arn', 'permission_set_arn', 'region'],
  },
  aws_ssoadmin_account_assignment: {
    required: ['instance_arn', 'permission_set_arn', 'principal_id', 'principal_type', 'target_id', 'target_type'],
    all: [
      'instance_arn',
      'permission_set_arn',
      'principal_id',
      'principal_type',
      'target_id',
      'target_type',
      'for_each',
    ],
  },
};

const textOf = (values = {}, order = orderOf()) => terraform(permissionSetIn(values, order));
const one = (text: string, type: string): Block => {
  const blocks = read(text)['resource']?.[type] as unknown as Record<string, Block[]>;
  return blocks['bedrock']?.[0] ?? {};
};

test.each([
  ['all known', { group: GROUP_ID, instance: INSTANCE_ARN }, orderOf({ accounts: ['111122223333'] })],
  ['nothing known yet', {}, orderOf({ models: [], regions: [] })],
])('it parses, and every resource has what it needs: %s', (_name, values, order) => {
  const text = textOf(values, order);
  expect(Object.keys(read(text)['resource'] ?? {}).sort()).toEqual(Object.keys(RESOURCES).sort());
  for (const [type, { required, all }] of Object.entries(RESOURCES)) {
    const names = Object.keys(one(text, type));
    expect(names).toEqual(expect.arrayContaining(required));
    expect(names.filter((name) => !all.includes(name))).toEqual([]);
  }
  const variables = read(text)['variable'] ?? {};
  for (const [, name] of text.matchAll(/var\.(\w+)/g)) expect(variables).toHaveProperty(String(name));
});

test('it has the policy and the duration', () => {
  const text = textOf();
  expect(one(text, 'aws_ssoadmin_permission_set')).toMatchObject({ name: 'BedrockUser', session_duration: 'PT12H' });
  const written = String(one(text, 'aws_ssoadmin_permission_set_inline_policy')['inline_policy']);
  const [, json = ''] = /^\$\{jsonencode\(([\s\S]*)\)\}$/.exec(written) ?? [];
  expect(JSON.parse(json)).toEqual(policyDocument(orderOf()));
});

test('what is known is no question', () => {
  const text = textOf({ group: GROUP_ID, instance: INSTANCE_ARN }, orderOf({ accounts: ['111122223333'] }));
  const { variable, locals, data } = read(text);
  expect(variable?.['group_id']?.[0]).toMatchObject({ default: GROUP_ID });
  expect(variable?.['account_ids']?.[0]).toMatchObject({ default: ['111122223333'] });
  expect([locals, data]).toEqual([[{ instance_arn: INSTANCE_ARN }], undefined]);
});

test('no text is taken for a template', () => {
  const begins = ['$', '%'].map((sign) => `${sign}{`);
  const text = terraform({ ...permissionSetIn({}, orderOf()), description: begins.join(' x} ') });
  for (const begin of begins) expect(text).toContain(`${begin.charAt(0)}${begin}`);
  expect(one(text, 'aws_ssoadmin_permission_set')['description']).toBe(begins.join(' x} '));
});

test('it is laid out as `terraform fmt` lays it out: two spaces, no tabs, equals signs in one column', () => {
  const text = textOf();
  expect(text).not.toMatch(/\t|[ \t]$/m);
  for (const line of text.split('\n')) expect((line.match(/^ */)?.[0].length ?? 0) % 2).toBe(0);
});
