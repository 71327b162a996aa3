import { networkHosts } from '../../../admin/export/network-hosts.ts';
import { normalized } from '../../../admin/setup/normalized.ts';
import { setupOf, type Values } from '../../../admin/setup/setup.ts';

const role = (startUrl: string, ssoRegion: string) => ({
  ssoStartUrl: startUrl,
  ssoRegion,
  ssoAccountId: '111122223333',
  ssoRoleName: 'R',
});

function hosts(values: Values): string[] {
  return networkHosts(normalized(setupOf(values), { target: 'linux' }))
    .filter(({ purpose }) => purpose !== 'parts of the sign-in page')
    .map(({ host, port, partition }) => `${host}:${port} ${partition ?? '-'}`);
}

test.each<[name: string, values: Values, expected: string[]]>([
  [
    'two regions of one partition',
    { inferenceBedrockRegion: 'eu-central-1', ...role('https://x.awsapps.com/start', 'eu-west-1') },
    [
      'x.awsapps.com:443 aws',
      'oidc.eu-west-1.amazonaws.com:443 aws',
      'portal.sso.eu-west-1.amazonaws.com:443 aws',
      'bedrock-runtime.eu-central-1.amazonaws.com:443 aws',
      'bedrock.eu-central-1.amazonaws.com:443 aws',
      'sts.eu-central-1.amazonaws.com:443 aws',
    ],
  ],
  [
    'GovCloud',
    {
      inferenceBedrockRegion: 'us-gov-west-1',
      ...role('https://start.us-gov-home.awsapps.com/directory/x', 'us-gov-west-1'),
    },
    [
      'start.us-gov-home.awsapps.com:443 aws-us-gov',
      'oidc.us-gov-west-1.amazonaws.com:443 aws-us-gov',
      'portal.sso.us-gov-west-1.amazonaws.com:443 aws-us-gov',
      'bedrock-runtime.us-gov-west-1.amazonaws.com:443 aws-us-gov',
      'bedrock.us-gov-west-1.amazonaws.com:443 aws-us-gov',
      'sts.us-gov-west-1.amazonaws.com:443 aws-us-gov',
    ],
  ],
  [
    'China',
    { inferenceBedrockRegion: 'cn-north-1', ...role('https://x.awsapps.cn/start', 'cn-north-1') },
    [
      'x.awsapps.cn:443 aws-cn',
      'oidc.cn-north-1.amazonaws.com.cn:443 aws-cn',
      'portal.sso.cn-north-1.amazonaws.com.cn:443 aws-cn',
      'bedrock-runtime.cn-north-1.amazonaws.com.cn:443 aws-cn',
      'bedrock.cn-north-1.amazonaws.com.cn:443 aws-cn',
      'sts.cn-north-1.amazonaws.com.cn:443 aws-cn',
    ],
  ],
  [
    'a profile that nothing describes',
    { inferenceBedrockRegion: 'us-east-1', awsProfile: 'work' },
    [
      '*.awsapps.com:443 aws',
      'oidc.*.amazonaws.com:443 aws',
      'portal.sso.*.amazonaws.com:443 aws',
      'bedrock-runtime.us-east-1.amazonaws.com:443 aws',
      'bedrock.us-east-1.amazonaws.com:443 aws',
      'sts.us-east-1.amazonaws.com:443 aws',
    ],
  ],
  [
    'a key and an endpoint of the company, through a proxy with a password',
    {
      inferenceBedrockRegion: 'us-east-1',
      inferenceBedrockBearerToken: 'k',
      inferenceBedrockBaseUrl: 'https://vpce.example:8443',
      proxyUrl: 'http://u:p@proxy.example:3128',
    },
    ['proxy.example:3128 -', 'vpce.example:8443 aws', 'bedrock.us-east-1.amazonaws.com:443 aws'],
  ],
  [
    'a gateway',
    {
      inferenceGatewayBaseUrl: 'https://llm.example.com/v1',
      inferenceGatewayApiKey: 'k',
      proxyPacUrl: 'http://wpad.example/x.pac',
    },
    ['wpad.example:80 -', 'llm.example.com:443 -'],
  ],
])('%s', (_name, values, expected) => {
  expect(hosts(values)).toEqual(expected);
});
