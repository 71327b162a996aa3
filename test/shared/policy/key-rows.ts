import type { KeyName } from '../../../shared/policy/keys.ts';

/** Values that a key takes, and values that it refuses. */
interface Rows {
  good: unknown[];
  bad: unknown[];
}

const noText = ['', ' ', 5, true, null, [], {}];
const texts: Rows = { good: ['a', ' a ', 'ü', 'a b'], bad: noText };
const switches: Rows = { good: [true, false], bad: ['true', 'false', 0, 1, '', null, []] };

function oneOf(...names: string[]): Rows {
  return { good: names, bad: [...noText, names[0]?.toUpperCase(), ` ${names[0]}`, 'toString', '__proto__'] };
}

function wholeNumbers(least: number, most: number): Rows {
  const bad = [
    least - 1,
    most + 1,
    least + 0.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    String(least),
    '',
    null,
    true,
    [least],
  ];
  return { good: [least, most, least + 1], bad };
}

const regions: Rows = {
  good: ['us-east-1', 'us-west-2', 'us-gov-west-1', 'cn-north-1', 'us-iso-east-1', 'ap-southeast-5', 'eusc-de-east-1'],
  bad: [
    ...noText,
    'US-EAST-1',
    'us-east',
    'us_east_1',
    'us-east-1 ',
    'us-east-1\n',
    'us-east-1@evil.example',
    'x.example/#',
  ],
};
const paths: Rows = {
  good: ['/usr/bin/aws', '/', 'C:\\Program Files\\aws.exe', 'C:/aws', '\\\\server\\share', '/with space/ü'],
  bad: [...noText, 'aws', './aws', '../aws', '~/aws', '$HOME/aws', '%USERPROFILE%\\aws', 'C:aws', '/bin/aws\0x'],
};
const addresses: Rows = {
  good: [
    'https://example.awsapps.com/start',
    'https://x.example',
    'http://127.0.0.1:8080/x',
    'http://[::1]/',
    'http://localhost',
  ],
  bad: [
    ...noText,
    'example.awsapps.com/start',
    'http://example.awsapps.com/start',
    'http://127.0.0.1.evil.example/',
    'http://localhost.evil.example/',
    'https://user@x.example',
    'https://user:password@x.example',
    'https://x.example/?a=b',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://x.example/\r\ny',
    ' https://x.example',
    'https://',
  ],
};
/** As the access portal itself shows it to people who copy it. */
const startUrls: Rows = {
  ...addresses,
  good: [...addresses.good, 'https://example.awsapps.com/start/#', 'https://example.awsapps.com/start#/'],
};
const accounts: Rows = {
  good: ['111122223333', '000000000000'],
  bad: [
    ...noText,
    111122223333,
    '11112222333',
    '1111222233334',
    '1111-2222-3333',
    '11112222333a',
    '１１１１２２２２３３３３',
  ],
};
const roles: Rows = {
  good: ['BedrockUser', 'a', 'A_b+c=d,e.f@g-h', 'x'.repeat(32)],
  bad: [...noText, 'two words', 'a/b', 'a&role_name=Admin', 'x'.repeat(65), 'a\nb'],
};

/** By key; the type makes a key without rows a mistake that the compiler finds. */
export const rows: Record<KeyName, Rows> = {
  inferenceProvider: oneOf('bedrock', 'gateway', 'anthropic', 'mantle', 'vertex', 'foundry'),
  inferenceBedrockRegion: regions,
  inferenceBedrockBearerToken: texts,
  inferenceBedrockProfile: texts,
  inferenceBedrockAwsDir: paths,
  inferenceBedrockAwsCliPath: paths,
  inferenceBedrockSsoStartUrl: startUrls,
  inferenceBedrockSsoRegion: regions,
  inferenceBedrockSsoAccountId: accounts,
  inferenceBedrockSsoRoleName: roles,
  inferenceBedrockBaseUrl: {
    good: [
      'https://bedrock.example.com',
      'https://bedrock.example.com/',
      'https://vpce-1.example:8443',
      'http://127.0.0.1:1',
    ],
    bad: [...addresses.bad, 'https://bedrock.example.com/path', 'https://bedrock.example.com/#x'],
  },
  inferenceBedrockServiceTier: oneOf('flex', 'priority'),
  inferenceModels: {
    good: [
      [],
      ['us.anthropic.claude-sonnet-4-5-20250929-v1:0'],
      ['arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc'],
      [{ name: 'm' }],
      [
        { name: 'm', labelOverride: 'Sonnet', supports1m: true, anthropicFamilyTier: 'sonnet', isFamilyDefault: true },
        'n',
      ],
    ],
    bad: [
      'm',
      '["m"]',
      {},
      null,
      [''],
      [5],
      [null],
      [{}],
      [{ name: '' }],
      [{ id: 'm' }],
      [['m']],
      [{ name: 'm', labelOverride: 5 }],
    ],
  },
  inferenceCredentialKind: oneOf(
    'static',
    'helper-script',
    'interactive',
    'vendor-profile',
    'workforce',
    'external-idp',
    'oauth',
  ),
  inferenceCredentialHelper: paths,
  inferenceCredentialHelperTtlSec: wholeNumbers(1, 43_200),
  inferenceCredentialHelperTimeoutSec: wholeNumbers(1, 600),
  inferenceCredentialHelperSilentRefreshEnabled: switches,
  inferenceCustomHeaders: {
    good: [{}, { 'X-Team': 'blue' }, { a: '' }, { 'x-a_b.c': 'a b; c="d"' }],
    bad: [
      'X-Team: blue',
      null,
      ['X-Team: blue'],
      { 'X Team': 'blue' },
      { '': 'blue' },
      { 'X-Team:': 'blue' },
      { 'X-Team': 5 },
      { 'X-Team': 'blue\r\nX-Evil: 1' },
      { 'X-Team': 'a\0b' },
      { 'X-Team': '日本' },
    ],
  },
  inferenceGatewayBaseUrl: addresses,
  inferenceGatewayApiKey: texts,
  inferenceGatewayAuthScheme: oneOf('bearer', 'x-api-key'),
  identitySource: oneOf('profile', 'sso'),
  awsProfile: { good: texts.good, bad: [...texts.bad, 'a\0b', 'a\nb', 'a\u001b[2Jb'] },
  awsDir: paths,
  ssoStartUrl: startUrls,
  ssoRegion: regions,
  ssoAccountId: accounts,
  ssoRoleName: roles,
  signInMethod: oneOf('built-in', 'aws-cli', 'auto'),
  signInFlow: oneOf('authorization-code', 'device-code', 'auto'),
  signInTimeoutSec: wholeNumbers(10, 3600),
  client: { good: ['auto', 'claude-desktop', 'bundled', ...paths.good], bad: [...paths.bad, 'Auto'] },
  secureStorage: oneOf('keychain', 'file'),
  browserCommand: { good: ['firefox', 'open -a "Google Chrome" %s'], bad: [...noText, 'firefox\0'] },
  proxyUrl: {
    good: ['http://proxy.example:8080', 'https://proxy.example', 'http://user:password@proxy.example:3128'],
    bad: [
      ...noText,
      'proxy.example:8080',
      'proxy',
      'socks5://proxy.example',
      'file:///x',
      'http://proxy\n.example',
      'http:x',
      'http:\\\\x',
    ],
  },
  proxyPacUrl: {
    good: ['http://wpad.example/proxy.pac', 'https://pac.example:8443/x.pac?site=1', 'file:///etc/proxy.pac'],
    bad: [...noText, 'proxy.pac', '/etc/proxy.pac', 'ftp://pac.example/x', 'http://user:password@pac.example/x'],
  },
  renewInBackground: switches,
  notifyBeforeMinutes: wholeNumbers(0, 1440),
  minimumAppVersion: {
    good: ['1.8555.0', '2.7032.0', '0.0.0'],
    bad: [...noText, '1', '1.2', '1.2.3.4', 'v1.2.3', '1.2.3-beta', '1.2.x', 1.2, `${'9'.repeat(10)}.0.0`],
  },
  logLevel: oneOf('error', 'warn', 'info', 'debug'),
};
