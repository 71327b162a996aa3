import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awsFiles, readAwsConfig, stanzaOf, valueIn } from '../../../shared/identity/aws-config.ts';
import { brokenRows, configRows } from '../../vectors/aws-config.ts';
import { problemOf } from '../world.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aws-config-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function read(config: string | Buffer, credentials?: string) {
  const files = { config: join(folder, 'config'), credentials: join(folder, 'credentials') };
  writeFileSync(files.config, config);
  if (credentials !== undefined) writeFileSync(files.credentials, credentials);
  return readAwsConfig(files);
}

describe('the files say', () => {
  test.each(configRows)('$name', ({ config, credentials, profiles, says = {} }) => {
    const found = read(config, credentials);
    expect([...new Set([...found.config.keys(), ...found.credentials.keys()])].sort()).toEqual([...profiles].sort());
    const stanza = stanzaOf(found, profiles[0] ?? '') ?? new Map();
    expect(Object.fromEntries(Object.keys(says).map((key) => [key, valueIn(stanza, key)]))).toEqual(says);
  });

  test.each([1000, 30_000])('%s profiles', (length) => {
    const names = Array.from({ length }, (_, number) => `profile "team ${number}"`);
    const found = read(names.map((name) => `[${name}]\nregion = us-west-2\n`).join('\n'));
    expect(found.config.size).toBe(length);
    expect(found.config.get('team 999')?.get('region')).toBe('us-west-2');
  });
});

test('a file beyond all measure is a problem', async () => {
  const file = join(folder, 'config');
  writeFileSync(file, '');
  truncateSync(file, 17 * 1024 * 1024);
  const problem = await problemOf(() => readAwsConfig({ config: file, credentials: join(folder, 'none') }));
  expect(problem).toMatchObject({ code: 'configuration', message: expect.stringContaining('larger than 16 MiB') });
});

test.each(brokenRows)('%s is a problem that names the file', async (_what, bytes) => {
  const problem = await problemOf(() => read(bytes));
  expect(problem).toMatchObject({ code: 'configuration', message: expect.stringContaining(join(folder, 'config')) });
});

describe('the files are those of the AWS CLI', () => {
  const home = '/home/ana';
  test.each([
    ['in the home folder', 'linux', {}, undefined, '/home/ana/.aws/config', '/home/ana/.aws/credentials'],
    [
      'by the environment',
      'linux',
      { AWS_CONFIG_FILE: '/a/c', AWS_SHARED_CREDENTIALS_FILE: '/b/d' },
      undefined,
      '/a/c',
      '/b/d',
    ],
    [
      'by the environment, below ~',
      'linux',
      { AWS_CONFIG_FILE: '~/c' },
      undefined,
      '/home/ana/c',
      '/home/ana/.aws/credentials',
    ],
    [
      'by an empty environment',
      'darwin',
      { AWS_CONFIG_FILE: '' },
      undefined,
      '/home/ana/.aws/config',
      '/home/ana/.aws/credentials',
    ],
    [
      'by policy, which wins over the environment',
      'linux',
      { AWS_CONFIG_FILE: '/a/c' },
      '/corp/aws',
      '/corp/aws/config',
      '/corp/aws/credentials',
    ],
    ['on Windows', 'win32', {}, undefined, '\\home\\ana\\.aws\\config', '\\home\\ana\\.aws\\credentials'],
  ] as const)('%s', (_name, platform, env, awsDir, config, credentials) => {
    expect(awsFiles({ platform, env, home }, awsDir)).toEqual({ config, credentials });
  });
});
