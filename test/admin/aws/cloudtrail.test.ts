import { queries, questionIn } from '../../../admin/aws/cloudtrail.ts';
import { problemOf } from '../../shared/world.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const query = (format: keyof typeof queries, values = {}) => queries[format](questionIn(values), NOW);

test.each(['lake', 'athena', 'logs'] as const)('%s counts the calls of each person to each model', (format) => {
  const text = query(format);
  for (const name of ['InvokeModel', 'InvokeModelWithResponseStream', 'Converse', 'ConverseStream']) {
    expect(text).toMatch(new RegExp(`['"]${name}['"]`));
  }
  expect(text).toMatch(/bedrock\.amazonaws\.com/);
  expect(text).toMatch(/as person|\?<person>/i);
  expect(text).toMatch(/as calls/i);
  expect(text).toMatch(/modelId/);
  const bare = text.replace(/^(--|#).*$/gm, '');
  expect([bare.split('(').length, bare.split("'").length % 2]).toEqual([bare.split(')').length, 1]);
});

test.each([
  ['lake', {}, "eventTime > '2026-10-26 12:00:00'"],
  ['lake', { days: '1' }, "eventTime > '2026-11-24 12:00:00'"],
  ['lake', { table: '0a1b2c3d-1111-2222-3333-444455556666' }, 'FROM 0a1b2c3d-1111-2222-3333-444455556666'],
  ['athena', { days: '7' }, "interval '7' day"],
  ['athena', { table: 'audit.trails' }, 'FROM audit.trails'],
  ['lake', { name: 'BedrockUser' }, "LIKE 'AWSReservedSSO_BedrockUser_%'"],
  ['athena', { name: 'BedrockUser' }, "LIKE 'AWSReservedSSO_BedrockUser_%'"],
  ['logs', { name: 'BedrockUser' }, 'like "AWSReservedSSO_BedrockUser_"'],
] as const)('%s with %j has %s', (format, values, expected) => {
  expect(query(format, values)).toContain(expected);
});

test.each([
  [{ days: '0' }, /--days/],
  [{ days: '1; DROP' }, /--days/],
  [{ table: "x'; --" }, /--table/],
  [{ name: "x' OR '1'='1" }, /--name/],
])('nothing else gets into the query: %j', async (values, message) => {
  expect((await problemOf(() => questionIn(values))).message).toMatch(message);
});
