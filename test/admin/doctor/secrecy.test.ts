import { chmodSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { startProxy } from '../../shared/network/proxy.ts';
import { onStage } from '../../stage.ts';
import { wellSettings } from './broken/row.ts';
import { live } from './diagnosis.ts';

const stage = onStage({}, wellSettings);

/** Secrets in every place where a person may have one. */
const PLANTED = {
  proxy: 'geheim-4711',
  header: 'planted-header-value',
  bearer: 'planted-bearer-token',
  gateway: 'planted-gateway-key',
  accessKey: 'AKIAPLANTED000000001',
  secretKey: 'plantedSecretAccessKey/0123456789abcdefgh',
  logged: `Bearer ${'planted'.repeat(12)}`,
};

const settings = () => ({
  ...wellSettings,
  inferenceCustomHeaders: { 'X-Team-Key': PLANTED.header },
  inferenceBedrockBearerToken: PLANTED.bearer,
  inferenceGatewayApiKey: PLANTED.gateway,
  inferenceCredentialKind: 'vendor-profile',
  inferenceBedrockProfile: 'work',
});

const env = {
  AWS_ACCESS_KEY_ID: PLANTED.accessKey,
  AWS_SECRET_ACCESS_KEY: PLANTED.secretKey,
  AWS_BEARER_TOKEN_BEDROCK: PLANTED.bearer,
};

async function everything(extra: Record<string, string>): Promise<string> {
  const { person } = stage;
  const given = { ...env, ...extra };
  const file = `${person.home}/report.zip`;
  const text = await person.run('bedrock-admin', ['doctor', '--call', '--bundle', file], { env: given });
  const json = await person.run('bedrock-admin', ['doctor', '--json'], { env: given });
  const packed = Object.values(unzipSync(await Bun.file(file).bytes())).map((bytes) => Buffer.from(bytes).toString());
  return [text.stdout, text.stderr, json.stdout, json.stderr, ...packed].join('\n');
}

function found(all: string): string[] {
  const planted = Object.entries(PLANTED).filter(([, secret]) => all.includes(secret));
  const issued = stage.fake.secrets().filter(({ value }) => value.length > 3 && all.includes(value));
  return [...planted.map(([name]) => name), ...issued.map(({ kind }) => kind)];
}

test('no secret is in the report, nor in the bundle: a healthy machine', async () => {
  await live(stage.person, stage.fake);
  stage.person.write('settings.json', settings());
  stage.person.write('.local/state/bedrock-launcher/log/log.1.jsonl', `{"message":"${PLANTED.logged}"}\n`);
  const all = await everything({});
  expect(all).toContain('"id": "token"');
  expect(found(all)).toEqual([]);
  expect(all).not.toMatch(/bedrock-api-key-|X-Amz-Signature/);
});

test('nor on a machine whose proxy refuses the password', async () => {
  const proxy = await startProxy({ target: stage.fake.url, login: 'ana:other' });
  await live(stage.person, stage.fake);
  const login = proxy.url.replace('//', `//ana:${PLANTED.proxy}@`);
  stage.person.write('settings.json', { ...settings(), proxyUrl: login });
  const all = await everything({ AWS_ENDPOINT_URL: 'https://aws.invalid', HTTPS_PROXY: login });
  proxy.stop();
  expect(all).toContain('refuses the user name or password (407)');
  expect(found(all)).toEqual([]);
});

test('nor what stands in the environment by mistake', async () => {
  await live(stage.person, stage.fake);
  const AWS_DEFAULT_REGION = `us-east-1 ${PLANTED.secretKey}`;
  const all = await everything({
    AWS_DEFAULT_REGION,
    AWS_ENDPOINT_URL_STS: `https://aws.invalid/?key=${PLANTED.bearer}`,
  });
  expect(all).toMatch(/AWS_DEFAULT_REGION +\[malformed\]/);
  expect(found(all)).toEqual([]);
});

test.each(['AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL', 'HTTPS_PROXY'])(
  'nor what stands in %s and is no address',
  async (name) => {
    await live(stage.person, stage.fake);
    const all = await everything({ [name]: `${PLANTED.proxy}://x` });
    expect(all).toMatch(new RegExp(`${name} +\\[malformed\\]`));
    expect(found(all)).toEqual([]);
  },
);

test('nor what programs of others say of it', async () => {
  const path = stage.person.write(
    'helper.sh',
    '#!/bin/sh\necho "login: pwd=geheim-4711 token=planted-bearer-token" >&2; exit 1\n',
  );
  chmodSync(path, 0o755);
  await live(stage.person, stage.fake);
  stage.person.write('settings.json', { ...wellSettings, inferenceCredentialHelper: path });
  const all = await everything({});
  expect(all).toContain('failed with exit code 1: login: pwd=[secret]');
  stage.person.write('.aws/config', `[profile work]\nregion = us-east-1\ncredential_process = ${path}\n`);
  stage.person.write('settings.json', wellSettings);
  const more = await everything({});
  expect(more).toContain('credential_process of profile work failed with exit code 1');
  expect(found(all + more)).toEqual([]);
});

test('nor what AWS sends back of it', async () => {
  await live(stage.person, stage.fake);
  stage.person.write('settings.json', settings());
  stage.fake.faults.set('GetRoleCredentials', 'echo');
  expect(found(await everything({}))).toEqual([]);
});
