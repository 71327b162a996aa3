import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { onStage } from '../../stage.ts';
import { wellSettings } from './broken/row.ts';
import { diagnosed, findingOf, live, sessionFile, statesOf } from './diagnosis.ts';

const stage = onStage({}, wellSettings);
const LOG = '.local/state/bedrock-launcher/log/';
const LONG_AGO = '2020-01-01T00:00:00Z';

beforeEach(() => live(stage.person, stage.fake));

const wrong = (states: Record<string, string>) => Object.entries(states).filter(([, state]) => state !== 'ok');

test('a healthy machine: all is well, and the exit code 0', async () => {
  const { exitCode, document, stderr } = await diagnosed(stage.person);
  expect(document.verdict).toEqual({
    state: 'ok',
    words: 'everything that was checked works',
    next: '',
    also: [],
    exitCode: 0,
  });
  expect(wrong(statesOf(document))).toEqual([['model', 'unchecked']]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
});

test('it names the person, the role, the helper and the settings', async () => {
  const { document } = await diagnosed(stage.person);
  expect(findingOf(document, 'identity').words).toMatch(/^arn:aws:sts::111122223333:assumed-role\/\S*BedrockUser/);
  expect(findingOf(document, 'role').words).toContain('BedrockUser in 111122223333');
  expect(findingOf(document, 'helper').details).toMatchObject({ 'exit code': '0' });
  expect(findingOf(document, 'token').words).toMatch(/a Bedrock API key for us-east-1, living 11 h/);
  expect(findingOf(document, 'policy.values').details).toMatchObject({
    awsProfile: 'work',
    inferenceBedrockRegion: 'us-east-1',
  });
});

test('JSON: one document with a verdict and findings of one form', async () => {
  const { document } = await diagnosed(stage.person);
  expect(Object.keys(document)).toEqual(['report', 'version', 'made', 'verdict', 'findings']);
  expect(document.report).toBe('bedrock-admin doctor');
  expect(Date.parse(document.made)).toBeGreaterThan(0);
  for (const finding of document.findings) {
    expect(Object.keys(finding)).toEqual(['id', 'section', 'state', 'what', 'words', 'next', 'details']);
    expect(finding.state).toMatch(/^(ok|warning|failure|unchecked)$/);
    expect(Object.values(finding.details).every((value) => typeof value === 'string')).toBe(true);
    if (finding.state === 'ok') expect(finding.next).toBe('');
  }
});

test('the text begins with the verdict, and is without colour where nobody looks', async () => {
  const { stdout } = await stage.person.run('bedrock-admin', ['doctor']);
  expect(stdout).toMatch(/^OK: everything that was checked works\n/);
  expect(stdout).toMatch(/^ {2}ok {1,2}sign-in session +profile work: live until /m);
  expect(stdout).not.toContain('\u001b');
});

describe('a model is called', () => {
  const calls = () => stage.fake.count('InvokeModel') + stage.fake.count('InvokeModelWithResponseStream');

  test('never without consent', async () => {
    const { document } = await diagnosed(stage.person);
    expect([calls(), findingOf(document, 'model').words]).toEqual([0, expect.stringContaining('say --call')]);
  });

  test('once, with --call', async () => {
    const { document, exitCode } = await diagnosed(stage.person, ['--call']);
    expect([calls(), exitCode, wrong(statesOf(document))]).toEqual([1, 0, []]);
    expect(findingOf(document, 'model').words).toMatch(/^us\.anthropic\.claude\S+ answers/);
  });
});

test('the session stays as it is: nothing is refreshed, nobody signs in', async () => {
  const before = stage.person.read(sessionFile(stage.person));
  await diagnosed(stage.person);
  expect(stage.person.read(sessionFile(stage.person))).toBe(before);
  expect(stage.fake.count('CreateToken', { grantType: 'refresh_token' })).toBe(0);
  expect(stage.fake.count('RegisterClient')).toBe(0);
  expect(stage.person.opened()).toEqual([]);
});

test('no file is written but the log and what the helper itself keeps', async () => {
  const path = stage.person.write('helper.sh', '#!/bin/sh\necho token\n');
  chmodSync(path, 0o755);
  stage.person.write('settings.json', { ...wellSettings, inferenceCredentialHelper: path });
  const before = stage.person.files();
  expect((await diagnosed(stage.person)).exitCode).toBe(0);
  const after = Object.entries(stage.person.files()).filter(([name]) => !name.startsWith(LOG));
  expect(Object.fromEntries(after)).toEqual(before);
});

test('an ended access token is renewed by the helper alone, as by the call of the app, and the report says so', async () => {
  const file = sessionFile(stage.person);
  stage.person.write(file, { ...JSON.parse(stage.person.read(file)), expiresAt: LONG_AGO });
  const { document, exitCode } = await diagnosed(stage.person);
  expect([exitCode, wrong(statesOf(document))]).toEqual([0, [['model', 'unchecked']]]);
  expect(findingOf(document, 'session').words).toContain('renewed by the next call');
  expect(findingOf(document, 'role').details['session']).toContain("renewed by the helper's self-test");
  expect(stage.fake.count('CreateToken', { grantType: 'refresh_token', status: 200 })).toBe(1);
});

test('a clock that is off by two minutes is a warning', async () => {
  stage.fake.options.now = () => Date.now() + 120_000;
  await live(stage.person, stage.fake);
  const { document, exitCode } = await diagnosed(stage.person);
  expect([exitCode, document.verdict.state, document.verdict.id]).toEqual([0, 'warning', 'clock']);
  expect(document.verdict.words).toMatch(/clock is \d+ (min|s) behind AWS/);
});

test('others who can read the session are a warning', async () => {
  chmodSync(join(stage.person.home, sessionFile(stage.person)), 0o644);
  const { document, exitCode } = await diagnosed(stage.person);
  expect([exitCode, document.verdict.id]).toEqual([0, 'token-file']);
  expect(document.verdict.next).toMatch(/^chmod 600 /);
});

test('without settings, AWS_PROFILE and AWS_REGION are enough', async () => {
  const env = { BEDROCK_LAUNCHER_CONFIG: '', AWS_PROFILE: 'work', AWS_REGION: 'us-east-1' };
  const { document, exitCode } = await diagnosed(stage.person, [], env);
  expect([exitCode, findingOf(document, 'policy.place').words]).toEqual([0, 'none found: the environment decides']);
});

test('a wrong command line is a wrong command line', async () => {
  const done = await stage.person.run('bedrock-admin', ['doctor', 'please']);
  expect([done.exitCode, done.stdout]).toEqual([2, '']);
  expect(done.stderr).toContain('error: doctor takes no "please"');
});
