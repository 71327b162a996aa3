import { statSync } from 'node:fs';
import { join } from 'node:path';
import { newPerson, type Person } from '../../person.ts';

let person: Person;
beforeEach(() => {
  person = newPerson();
});
afterEach(() => person.leave());

const aws = (...args: string[]) => person.run('bedrock-admin', ['aws', ...args]);

describe('each document', () => {
  test.each([
    [['policy'], /^\{\n {2}"Version": "2012-10-17"/],
    [['permission-set'], /"AWS::SSO::Assignment"/],
    [['permission-set', '--format', 'terraform'], /^resource "aws_ssoadmin_permission_set" "bedrock" \{$/m],
    [['cloudtrail'], /^SELECT$/m],
    [['cloudtrail', '--format', 'athena'], /^FROM cloudtrail_logs$/m],
    [['cloudtrail', '--format', 'logs'], /^\| stats count/m],
    [['federation'], /^Microsoft Entra ID and/],
    [['federation', '--format', 'okta'], /^Okta and/],
  ])('%j is printed', async (args, expected) => {
    expect(await aws(...args)).toEqual({ exitCode: 0, stderr: '', stdout: expect.stringMatching(expected) });
  });

  test('goes into a file, for everybody to read', async () => {
    const file = join(person.home, 'policy.json');
    expect(await aws('policy', '--out', file)).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: `bedrock-admin: wrote ${file}`,
    });
    expect(JSON.parse(person.read('policy.json'))).toHaveProperty('Statement');
    expect(statSync(file).mode & 0o777).toBe(0o644);
  });

  test('replaces nothing that is there, unless it is the same or --force says so', async () => {
    const file = person.write('policy.json', 'mine');
    const refused = await aws('policy', '--out', file);
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('is there already') });
    expect(person.read('policy.json')).toBe('mine');
    expect(await aws('policy', '--out', file, '--force')).toMatchObject({
      exitCode: 0,
      stderr: `bedrock-admin: replaced ${file}`,
    });
    expect(await aws('policy', '--out', file)).toMatchObject({ exitCode: 0 });
  });
});

test('--configured takes approach, region and models of the settings; what is said beside it wins', async () => {
  const { stdout } = await aws('policy', '--configured', '--regions', 'us-west-2');
  expect(stdout).toContain(
    'arn:aws:bedrock:us-west-2:*:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  );
  expect(stdout).toContain('CallWithBearerToken');
  person.write('settings.json', { inferenceProvider: 'gateway', inferenceGatewayBaseUrl: 'https://llm.example.com' });
  expect(await aws('policy', '--configured')).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining('inferenceProvider is gateway'),
  });
});

test.each([
  [[], /a command is missing after aws: policy, permission-set/],
  [['polizy'], /unknown command "aws polizy"/],
  [['policy', 'more'], /aws policy takes no "more"/],
  [['policy', '--hours', '8'], /aws policy takes no --hours/],
  [['policy', '--json'], /aws policy takes no --json/],
  [['policy', '--approach', 'magic'], /--approach must be one of helper-script/],
  [['policy', '--regions', 'mars'], /--regions mars: must be an AWS region/],
  [['policy', '--regions', ''], /--regions needs a value/],
  [['policy', '--account', '12'], /--account 12: must be an AWS account ID/],
  [['policy', '--discovery', '--no-discovery'], /exclude each other/],
  [['policy', '--out', ''], /--out needs a file/],
  [['cloudtrail', '--format', 'csv'], /--format must be one of lake, athena, logs/],
  [['federation', '--format', 'toString'], /--format must be one of entra, okta/],
])('%j is wrong usage', async (args, message) => {
  const { exitCode, stderr, stdout } = await aws(...args);
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 2, stdout: '', stderr: expect.stringMatching(message) });
});
