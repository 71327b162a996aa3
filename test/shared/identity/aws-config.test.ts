import { awsFiles } from '../../../shared/identity/aws-config.ts';

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
