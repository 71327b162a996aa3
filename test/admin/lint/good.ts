import type { Content, Format } from './formats.ts';

/** Where an administrator installs the helper, by the system that a format is for. */
const HELPERS: Record<'windows' | 'macos' | 'linux', string> = {
  windows: 'C:\\Program Files\\Bedrock Launcher\\bedrock-credential-helper.exe',
  macos: '/Library/Application Support/Bedrock Launcher/bedrock-credential-helper',
  linux: '/opt/bedrock-launcher/bedrock-credential-helper',
};

function helperFor(format: Format): string {
  if (format.startsWith('reg')) return HELPERS.windows;
  return /^(plist|mobileconfig)/.test(format) ? HELPERS.macos : HELPERS.linux;
}

const bedrock = { inferenceProvider: 'bedrock', inferenceBedrockRegion: 'us-east-1' };

export const SONNET = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
export const models = [
  { name: SONNET, labelOverride: 'Sonnet 4.5', anthropicFamilyTier: 'sonnet', isFamilyDefault: true },
  'us.anthropic.claude-haiku-4-5-20251001-v1:0',
];

export const appSso = {
  inferenceBedrockSsoStartUrl: 'https://d-1234567890.awsapps.com/start',
  inferenceBedrockSsoRegion: 'us-east-1',
  inferenceBedrockSsoAccountId: '111122223333',
  inferenceBedrockSsoRoleName: 'BedrockUser',
};
export const toolkitSso = {
  ssoStartUrl: 'https://example.awsapps.com/start/#/',
  ssoRegion: 'eu-west-1',
  ssoAccountId: '111122223333',
  ssoRoleName: 'BedrockUser',
};

/** A long-term key, which doesn't say when it was made. */
export const LONG_TERM_KEY = `ABSK${Buffer.from('BedrockAPIKey-x1y2-at-111122223333:c2VjcmV0').toString('base64')}`;

/** The app's keys of each approach; in all of them nothing is wrong. */
export const approaches = {
  helper: (format: Format) => ({
    ...bedrock,
    inferenceCredentialKind: 'helper-script',
    inferenceCredentialHelper: helperFor(format),
    inferenceCredentialHelperTtlSec: 3600,
    inferenceCredentialHelperTimeoutSec: 120,
  }),
  profile: (_format: Format) => ({
    ...bedrock,
    inferenceCredentialKind: 'vendor-profile',
    inferenceBedrockProfile: 'work',
    inferenceModels: models,
  }),
  interactive: (_format: Format) => ({
    ...bedrock,
    inferenceCredentialKind: 'interactive',
    ...appSso,
    inferenceModels: models,
  }),
  bearer: (_format: Format) => ({
    ...bedrock,
    inferenceCredentialKind: 'static',
    inferenceBedrockBearerToken: LONG_TERM_KEY,
  }),
  gateway: (format: Format) => ({
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: 'https://llm.example.com/v1',
    inferenceGatewayAuthScheme: 'x-api-key',
    inferenceCredentialHelper: helperFor(format),
  }),
} satisfies Record<string, (format: Format) => object>;

export type ApproachName = keyof typeof approaches;

const signedInGateway = {
  inferenceCredentialHelper: undefined,
  inferenceCredentialKind: 'interactive',
  inferenceGatewayOidc: { issuer: 'https://idp.example.com', clientId: 'x' },
  inferenceGatewayOidcAuthFlow: 'broker',
};
const strangers = {
  chatTabEnabled: true,
  managedMcpServers: [{ name: 'x' }],
  inferenceVertexProjectId: 'x',
  inferenceSessionLifetimeSec: 3600,
  inferenceFoundryApiKey: 'x',
  disableAutoUpdates: false,
};
const gov = {
  ...appSso,
  inferenceBedrockRegion: 'us-gov-west-1',
  inferenceBedrockSsoRegion: 'us-gov-west-1',
  inferenceBedrockSsoStartUrl: 'https://start.us-gov-home.awsapps.com/directory/d-1234567890',
  inferenceModels: [
    'us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0',
    {
      name: 'arn:aws-us-gov:bedrock:us-gov-west-1:111122223333:application-inference-profile/abc',
      labelOverride: 'Sonnet',
    },
  ],
};
const eu = {
  inferenceBedrockRegion: 'eu-central-1',
  inferenceBedrockBaseUrl: 'https://vpce-0a1b-2c3d.bedrock-runtime.eu-central-1.vpce.amazonaws.com',
  inferenceModels: ['eu.anthropic.claude-sonnet-4-5-20250929-v1:0', 'global.anthropic.claude-sonnet-4-5-20250929-v1:0'],
  inferenceCustomHeaders: { 'X-Team': 'research' },
};
const { inferenceCredentialKind: _, ...helperWithoutKind } = approaches.helper('json');
const everything = {
  identitySource: 'sso',
  ...toolkitSso,
  signInMethod: 'built-in',
  client: 'claude-desktop',
  proxyUrl: 'http://proxy.example.com:8080',
  minimumAppVersion: '1.19367.0',
};

const arns = [
  ':foundation-model/anthropic.claude-3-sonnet-20240229-v1:0',
  '111122223333:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  '111122223333:application-inference-profile/abcdefghijkl',
  '111122223333:provisioned-model/abcdefghijkl',
  '111122223333:default-prompt-router/anthropic.claude:1',
].map((rest) => ({ name: `arn:aws:bedrock:us-east-1:${rest}`, labelOverride: 'Sonnet' }));

/** Settings as a careful administrator writes them: the lint has nothing to say. The pattern is of the verdict. */
export const good: [name: string, format: Format, content: Content, verdict: RegExp][] = [
  ['the helper', 'json', { app: approaches.helper('json') }, /source helper-script \(inferenceCredentialHelper in /],
  ['a profile', 'json', { app: approaches.profile('json') }, /source vendor-profile/],
  ['sign-in by the app', 'json', { app: approaches.interactive('json') }, /source interactive/],
  ['a bearer token', 'json', { app: approaches.bearer('json') }, /source static/],
  ['a gateway', 'json', { app: approaches.gateway('json') }, /asks the gateway with inferenceCredentialHelper/],
  ['a helper without a kind', 'json', { app: helperWithoutKind }, /source helper-script/],
  [
    'our helper and the app’s profile',
    'json',
    { app: { ...approaches.helper('json'), inferenceBedrockProfile: 'work' } },
    /helper-script/,
  ],
  ['our helper and the app’s role', 'json', { app: { ...approaches.helper('json'), ...appSso } }, /helper-script/],
  [
    'our profile and what describes it',
    'json',
    { app: approaches.helper('json'), toolkit: { awsProfile: 'work', ...toolkitSso } },
    /helper-script/,
  ],
  [
    'the app’s profile and what describes it',
    'reg',
    { app: approaches.profile('reg'), toolkit: { identitySource: 'profile', ...toolkitSso } },
    /vendor-profile/,
  ],
  [
    'our keys and no helper in an own file',
    'json',
    { app: bedrock, toolkit: { awsProfile: 'work' } },
    /signs in by itself/,
  ],
  ['the app’s keys of other matters', 'json', { app: { ...approaches.helper('json'), ...strangers } }, /helper-script/],
  [
    'another provider, which is none of ours',
    'json',
    { app: { inferenceProvider: 'vertex', ...strangers } },
    /is vertex/,
  ],
  ['all of ours beside the helper', 'json', { app: approaches.helper('json'), toolkit: everything }, /helper-script/],
  [
    'a gateway with a sign-in',
    'json',
    { app: { ...approaches.gateway('json'), ...signedInGateway } },
    /a sign-in of its own/,
  ],
  [
    'a few keys for our own client',
    'json',
    { app: { inferenceModels: models }, toolkit: { awsProfile: 'demo' } },
    /nothing in it is for/,
  ],
  ['GovCloud', 'mobileconfig', { app: { ...approaches.interactive('mobileconfig'), ...gov } }, /interactive/],
  ['the EU', 'linux', { app: { ...approaches.helper('linux'), ...eu } }, /helper-script/],
  ['Linux, our file', 'linux toolkit', { toolkit: everything }, /nothing in it is for Claude Desktop/],
  [
    'a registry file',
    'reg',
    { app: approaches.helper('reg'), toolkit: everything },
    /HKLM\\SOFTWARE\\Policies\\Claude\)$/,
  ],
  ['a registry file of regedit', 'reg UTF-16', { app: approaches.profile('reg') }, /vendor-profile/],
  ['an old registry file', 'reg REGEDIT4', { app: approaches.interactive('reg') }, /interactive/],
  ['a registry file for one person', 'reg', { user: approaches.helper('reg') }, /HKCU/],
  [
    'a profile with both payloads',
    'mobileconfig',
    { app: approaches.helper('plist'), toolkit: everything },
    /helper-script/,
  ],
  ['an old profile', 'mobileconfig MCX', { app: approaches.helper('plist'), toolkit: everything }, /helper-script/],
  ['a signed profile', 'mobileconfig signed', { app: approaches.helper('plist') }, /helper-script/],
  ['a property list', 'plist', { app: approaches.interactive('plist') }, /interactive/],
  [
    'a property list with arrays and numbers',
    'plist native',
    { app: { ...approaches.helper('plist'), inferenceModels: models } },
    /helper-script/,
  ],
  ['a binary property list', 'plist binary', { app: approaches.gateway('plist') }, /gateway/],
  [
    'the portal of a newer instance',
    'json',
    {
      app: {
        ...approaches.interactive('json'),
        inferenceBedrockSsoStartUrl: 'https://ssoins-1234567890abcdef.portal.us-east-1.app.aws',
      },
    },
    /interactive/,
  ],
  [
    'the issuer for a portal',
    'reg',
    {
      app: {
        ...approaches.interactive('reg'),
        inferenceBedrockSsoStartUrl: 'https://identitycenter.amazonaws.com/ssoins-1234567890abcdef',
      },
    },
    /interactive/,
  ],
  ['all kinds of ARNs', 'plist', { app: { ...approaches.profile('plist'), inferenceModels: arns } }, /vendor-profile/],
  ['a property list of ours', 'plist toolkit', { toolkit: everything }, /nothing in it is for Claude Desktop/],
];
