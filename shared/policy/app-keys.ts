import { bedrockNeeds } from './approaches.ts';
import type { Key } from './keys.ts';
import {
  absolutePath,
  accountId,
  bool,
  filled,
  headers,
  models,
  oneOf,
  origin,
  region,
  roleName,
  startUrl,
  url,
  wholeNumber,
} from './rules.ts';

/**
 * The app's own keys, as far as they concern Bedrock, a gateway, the models and the credential. Source: Claude Desktop's
 * documentation of third-party inference, and its list of the releases that brought each key.
 */
export const appKeys = {
  inferenceProvider: {
    owner: 'app',
    rule: oneOf('bedrock', 'gateway', 'anthropic', 'mantle', 'vertex', 'foundry'),
    use: { ...bedrockNeeds, gateway: 'required' },
    help: 'Where the app sends its requests; this toolkit serves bedrock and gateway.',
  },
  inferenceCredentialKind: {
    owner: 'app',
    rule: oneOf('static', 'helper-script', 'interactive', 'vendor-profile', 'workforce', 'external-idp', 'oauth'),
    since: '1.8555.0',
    help: 'Which of the credential sources the app uses; when set, only that one. Always set it.',
  },
  inferenceBedrockRegion: {
    owner: 'app',
    rule: region,
    use: bedrockNeeds,
    help: 'The AWS region whose Bedrock answers.',
  },
  inferenceBedrockBearerToken: {
    owner: 'app',
    rule: filled,
    use: { static: 'required' },
    secret: true,
    help: 'A Bedrock API key, the same for everyone.',
  },
  inferenceBedrockProfile: {
    owner: 'app',
    rule: filled,
    use: { 'vendor-profile': 'required' },
    help: 'The AWS named profile that the app uses.',
  },
  inferenceBedrockAwsDir: {
    owner: 'app',
    rule: absolutePath,
    default: '~/.aws',
    use: { 'vendor-profile': 'optional' },
    help: 'The folder of the AWS config and credentials files.',
  },
  inferenceBedrockAwsCliPath: {
    owner: 'app',
    rule: absolutePath,
    use: { 'vendor-profile': 'optional' },
    since: '1.13576.0',
    help: 'The aws executable, where it is not on the PATH.',
  },
  inferenceBedrockSsoStartUrl: {
    owner: 'app',
    rule: startUrl,
    use: { interactive: 'required' },
    since: '1.6.0',
    help: 'The AWS access portal, for sign-in by the app itself.',
  },
  inferenceBedrockSsoRegion: {
    owner: 'app',
    rule: region,
    use: { interactive: 'required' },
    since: '1.6.0',
    help: 'The home region of IAM Identity Center, which need not be that of Bedrock.',
  },
  inferenceBedrockSsoAccountId: {
    owner: 'app',
    rule: accountId,
    use: { interactive: 'required' },
    since: '1.6.0',
    help: 'The AWS account of the role.',
  },
  inferenceBedrockSsoRoleName: {
    owner: 'app',
    rule: roleName,
    use: { interactive: 'required' },
    since: '1.6.0',
    help: 'The permission set.',
  },
  inferenceBedrockBaseUrl: {
    owner: 'app',
    rule: origin,
    help: 'Another Bedrock endpoint, for example PrivateLink.',
  },
  inferenceBedrockServiceTier: {
    owner: 'app',
    rule: oneOf('flex', 'priority'),
    help: 'The Bedrock service tier of each call.',
  },
  inferenceModels: {
    owner: 'app',
    rule: models,
    use: { 'vendor-profile': 'required', interactive: 'required' },
    help: 'The models to offer; the first is the default. An object may also say supports1m, prefer1m, anthropicFamilyTier and isFamilyDefault. Without it the app asks for a list where its credential allows that.',
  },
  inferenceCredentialHelper: {
    owner: 'app',
    rule: absolutePath,
    use: { 'helper-script': 'required', gateway: 'optional' },
    help: 'The credential helper, run without arguments.',
  },
  inferenceCredentialHelperTtlSec: {
    owner: 'app',
    rule: wholeNumber(1, 43_200),
    default: 3600,
    use: { 'helper-script': 'optional', gateway: 'optional' },
    help: 'How many seconds the app keeps a token before it asks again.',
  },
  inferenceCredentialHelperTimeoutSec: {
    owner: 'app',
    rule: wholeNumber(1, 600),
    default: 60,
    use: { 'helper-script': 'optional', gateway: 'optional' },
    help: 'How many seconds the app waits for the helper.',
  },
  inferenceCredentialHelperSilentRefreshEnabled: {
    owner: 'app',
    rule: bool,
    default: true,
    use: { 'helper-script': 'optional', gateway: 'optional' },
    since: '1.10628.0',
    help: 'Whether the app may ask between turns.',
  },
  inferenceCustomHeaders: {
    owner: 'app',
    rule: headers,
    secret: true,
    help: 'Headers to add to each request.',
  },
  inferenceGatewayBaseUrl: {
    owner: 'app',
    rule: url,
    use: { gateway: 'required' },
    help: 'The address of your own gateway.',
  },
  inferenceGatewayApiKey: {
    owner: 'app',
    rule: filled,
    use: { gateway: 'optional' },
    secret: true,
    help: 'The key of your own gateway; without it the credential helper gives one.',
  },
  inferenceGatewayAuthScheme: {
    owner: 'app',
    rule: oneOf('bearer', 'x-api-key'),
    default: 'bearer',
    use: { gateway: 'optional' },
    help: 'How the gateway takes its key.',
  },
} as const satisfies Record<string, Key>;
