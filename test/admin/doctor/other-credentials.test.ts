import { chmodSync } from 'node:fs';
import { MODEL } from '../../person.ts';
import { onStage } from '../../stage.ts';
import { toolkitSession } from './broken/row.ts';
import { diagnosed, findingOf, live, statesOf } from './diagnosis.ts';

const stage = onStage({ users: [] }, {});

const failing = (states: Record<string, string>) =>
  Object.entries(states).flatMap(([id, state]) => (state === 'failure' ? [id] : []));

test('an API key in the settings: nobody has to sign in, and only Bedrock is reached', async () => {
  stage.person.write('settings.json', {
    inferenceProvider: 'bedrock',
    inferenceBedrockRegion: 'us-east-1',
    inferenceCredentialKind: 'static',
    inferenceBedrockBearerToken: 'bedrock-api-key-planted',
  });
  const { document, exitCode } = await diagnosed(stage.person);
  expect([exitCode, failing(statesOf(document))]).toEqual([0, []]);
  expect(findingOf(document, 'session').words).toMatch(/^not needed/);
  expect(findingOf(document, 'helper').words).toMatch(/^not needed/);
  expect(document.findings.filter(({ id }) => id.startsWith('network.')).map(({ id }) => id)).toEqual([
    'network.bedrock',
  ]);
});

test('a gateway of the company: its own address is reached', async () => {
  stage.person.write('settings.json', {
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: stage.fake.url,
    inferenceGatewayApiKey: 'planted-gateway-key',
  });
  const { document } = await diagnosed(stage.person);
  expect(failing(statesOf(document))).toEqual([]);
  // Nothing is kept here: a keychain that is missing is nobody's concern.
  expect([document.verdict.state, findingOf(document, 'keychain').words]).toEqual([
    'ok',
    'not needed: the credential is none of ours',
  ]);
  expect(findingOf(document, 'network.gateway').state).toBe('ok');
});

test('a gateway that answers with a web page is not the gateway', async () => {
  stage.person.write('settings.json', {
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: stage.fake.url,
    inferenceGatewayApiKey: 'planted-gateway-key',
  });
  stage.fake.faults.set('*', 'html');
  const { document, exitCode } = await diagnosed(stage.person);
  expect([exitCode, document.verdict.id]).toEqual([6, 'network.gateway']);
  expect(document.verdict.words).toBe("gateway can't be reached: answers with a web page (status 200)");
  expect(document.verdict.next).toBe('check inferenceGatewayBaseUrl');
});

test('a gateway that fails is nothing of AWS', async () => {
  stage.person.write('settings.json', {
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: stage.fake.url,
    inferenceGatewayApiKey: 'planted-gateway-key',
  });
  stage.fake.faults.set('*', { status: 502 });
  const { document, exitCode } = await diagnosed(stage.person);
  expect([exitCode, document.verdict.words]).toEqual([6, 'gateway: fails with status 502']);
  expect(document.verdict.next).toBe('try again in a minute; ask whoever runs the gateway');
});

test('a helper of the company, and nobody who signs in', async () => {
  const path = stage.person.write('helper.sh', '#!/bin/sh\necho some-token\n');
  chmodSync(path, 0o755);
  stage.person.write('settings.json', {
    inferenceProvider: 'bedrock',
    inferenceBedrockRegion: 'us-east-1',
    inferenceModels: [MODEL],
    inferenceCredentialHelper: path,
    secureStorage: 'file',
  });
  const { document, exitCode } = await diagnosed(stage.person);
  expect([exitCode, failing(statesOf(document))]).toEqual([0, []]);
  expect(findingOf(document, 'policy.identity').words).toMatch(/another program gives the credential/);
  expect(findingOf(document, 'helper').state).toBe('ok');
});

test('a helper of the company: a profile that is not there breaks nothing', async () => {
  const path = stage.person.write('helper.sh', '#!/bin/sh\necho some-token\n');
  chmodSync(path, 0o755);
  stage.person.write('settings.json', {
    inferenceBedrockRegion: 'us-east-1',
    inferenceCredentialHelper: path,
    awsProfile: 'wrok',
    secureStorage: 'file',
  });
  const { document, exitCode } = await diagnosed(stage.person);
  expect([exitCode, document.verdict.id]).toEqual([0, 'aws.profile']);
  expect(document.verdict.words).toMatch(/^it works, but: no profile "wrok"/);
});

test('a profile with keys of its own: no portal, and keys that never end', async () => {
  const { accessKeyId, secretAccessKey } = { accessKeyId: 'AKIAPLANTED000000000', secretAccessKey: 'planted' };
  stage.fake.options.users = [{ accountId: '111122223333', userName: 'ana', accessKeyId, secretAccessKey }];
  stage.person.write(
    '.aws/config',
    `[profile keys]\nregion = us-east-1\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
  );
  stage.person.write('settings.json', { awsProfile: 'keys', secureStorage: 'file' });
  const { document, exitCode } = await diagnosed(stage.person);
  expect([exitCode, failing(statesOf(document))]).toEqual([0, []]);
  expect(findingOf(document, 'identity').words).toBe('arn:aws:iam::111122223333:user/ana');
  expect(findingOf(document, 'role.lifetime').details['credentials live']).toBe('for ever');
  expect(statesOf(document)['network.portal']).toBeUndefined();
});

test('a role that is assumed over a session', async () => {
  const arn = 'arn:aws:iam::111122223333:role/Bedrock';
  stage.fake.options.assumableRoles = [{ arn, maxSessionSeconds: 43_200 }];
  await live(stage.person, stage.fake);
  const role = `[profile assumed]\nrole_arn = ${arn}\nsource_profile = work\nregion = us-east-1\n`;
  stage.person.write('.aws/config', `${stage.person.read('.aws/config')}\n${role}`);
  stage.person.write('settings.json', { awsProfile: 'assumed', secureStorage: 'file' });
  const { document, exitCode } = await diagnosed(stage.person);
  // One role assumes another: an hour at most, which the TTL of an hour does not allow for.
  expect([exitCode, failing(statesOf(document))]).toEqual([3, ['role.lifetime']]);
  expect(document.verdict.next).toMatch(/set inferenceCredentialHelperTtlSec to at most 3\d{3}|duration_seconds/);
  expect(findingOf(document, 'aws.profile').details['assumed roles']).toBe(arn);
});

describe('a session of the toolkit itself', () => {
  const vault = '.local/state/bedrock-launcher/vault';
  const sealed = () => Object.keys(stage.person.files(vault)).find((name) => name.startsWith('session-')) ?? '';

  beforeEach(async () => {
    stage.person.write('settings.json', { ...toolkitSession, secureStorage: 'file' });
    stage.fake.options.decision = 'approve';
    const { exitCode } = await stage.person.run('bedrock-launcher', ['--no-open']);
    expect(exitCode).toBe(0);
  });

  test('is read and stays where it is', async () => {
    const before = stage.person.files(vault)[sealed()];
    const { document, exitCode } = await diagnosed(stage.person);
    expect([exitCode, failing(statesOf(document))]).toEqual([0, []]);
    expect(findingOf(document, 'session').words).toMatch(/^role BedrockUser: live until/);
    expect(stage.person.files(vault)[sealed()]).toBe(before);
  });

  test('that no key opens is named, and not set aside', async () => {
    stage.person.write(`${vault}/key`, Buffer.alloc(32, 1).toString('base64'));
    chmodSync(`${stage.person.home}/${vault}/key`, 0o600);
    const before = Object.keys(stage.person.files(vault));
    const { document, exitCode } = await diagnosed(stage.person);
    expect([exitCode, document.verdict.id]).toEqual([4, 'session']);
    expect(document.verdict.words).toMatch(/can't be opened: its key is gone, or .*session-\w+\.sealed is damaged/);
    expect(Object.keys(stage.person.files(vault))).toEqual(before);
  });
});
