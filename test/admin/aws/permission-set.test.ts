import { doubtAbout, durationOf, permissionSetIn } from '../../../admin/aws/permission-set.ts';
import { problemOf } from '../../shared/world.ts';
import { GROUP_ID, INSTANCE_ARN, orderOf } from './order-of.ts';

test('it lasts 12 hours and is named after what it is for, where nobody says otherwise', () => {
  const set = permissionSetIn({}, orderOf());
  expect(set).toMatchObject({ name: 'BedrockUser', accounts: [], group: undefined, instance: undefined });
  expect([durationOf(set), doubtAbout(set)]).toEqual(['PT12H', undefined]);
});

test.each([
  ['8', undefined],
  ['12', undefined],
  ['7', /7 h end within a working day/],
  ['1', /1 h end/],
])('%s hours', (hours, doubt) => {
  const found = doubtAbout(permissionSetIn({ hours }, orderOf()));
  if (doubt) expect(found).toMatch(doubt);
  else expect(found).toBeUndefined();
});

test('accounts, group and instance are taken', () => {
  const values = { name: 'Claude', group: GROUP_ID, instance: INSTANCE_ARN };
  const set = permissionSetIn(values, orderOf({ accounts: ['111122223333'] }));
  expect(set).toMatchObject({ ...values, accounts: ['111122223333'] });
});

test.each([
  [{ hours: '13' }, /--hours must be a whole number from 1 to 12/],
  [{ hours: '0' }, /--hours/],
  [{ hours: '8.5' }, /--hours/],
  [{ name: 'Bedrock User' }, /--name must be the name of a permission set/],
  [{ name: 'x'.repeat(33) }, /longer than 32/],
  [{ group: 'everyone' }, /--group must be the ID of a group/],
  [{ instance: 'arn:aws:iam::1:role/x' }, /--instance must be the ARN/],
])('%j is refused', async (values, message) => {
  const problem = await problemOf(() => permissionSetIn(values, orderOf()));
  expect(problem).toMatchObject({ code: 'usage', message: expect.stringMatching(message) });
});

test('a policy that no permission set takes is refused before AWS does', async () => {
  const models = Array.from({ length: 400 }, (_, at) => `us.anthropic.claude-sonnet-${at}-20250929-v1:0`);
  const problem = await problemOf(() => permissionSetIn({}, orderOf({ models })));
  expect(problem).toMatchObject({ code: 'usage', message: expect.stringContaining('32768') });
});
