import { planted, plantedFile, type Row } from './row.ts';

const helper = {
  inferenceProvider: 'bedrock',
  inferenceBedrockRegion: 'us-east-1',
  inferenceCredentialHelper: '/opt/x/bedrock-credential-helper',
};

/** A key by a wrong name: the right one away, the wrong one there with the same value. */
function misspelled(name: string, format: Row['format'], right: string, wrong: string, value: unknown): Row {
  const approach = right in helper || right.startsWith('inferenceCredential') ? 'helper' : 'profile';
  return planted(name, format, approach, { app: { [right]: undefined, [wrong]: value } }, `misspelled-key ${wrong}`);
}

export const nameRows: Row[] = [
  planted("a comment in the app's Linux file", 'linux', 'helper', { app: { _comment: 'x' } }, 'unknown-key _comment'),
  misspelled('a letter is missing', 'json', 'inferenceProvider', 'inferenceProvder', 'bedrock'),
  misspelled('two letters are swapped', 'mobileconfig', 'inferenceProvider', 'inferencePorvider', 'bedrock'),
  misspelled('a capital too many', 'reg', 'inferenceBedrockRegion', 'InferenceBedrockRegion', 'us-east-1'),
  misspelled('all small', 'linux', 'inferenceBedrockRegion', 'inferencebedrockregion', 'us-east-1'),
  misspelled('underscores', 'plist', 'inferenceBedrockRegion', 'inference_bedrock_region', 'us-east-1'),
  misspelled('hyphens', 'reg UTF-16', 'inferenceProvider', 'inference-provider', 'bedrock'),
  misspelled('dots', 'json', 'inferenceProvider', 'inference.provider', 'bedrock'),
  misspelled('dots in a profile', 'mobileconfig', 'inferenceBedrockRegion', 'inference.bedrock.region', 'us-east-1'),
  planted(
    'a part of a value with a dot',
    'mobileconfig',
    'gateway',
    { app: { 'inferenceGatewayOidc.clientId': 'x' } },
    'dotted-key inferenceGatewayOidc.clientId',
  ),
  planted(
    'a header with a dot',
    'linux',
    'helper',
    { app: { 'inferenceCustomHeaders.X-Team': 'x' } },
    'dotted-key inferenceCustomHeaders.X-Team',
  ),
  planted(
    'a former name',
    'json',
    'gateway',
    { app: { inferenceGatewayHeaders: { 'X-Team': 'x' } } },
    'former-key inferenceGatewayHeaders',
  ),
  misspelled('the first word is missing', 'json', 'inferenceBedrockRegion', 'bedrockRegion', 'us-east-1'),
  misspelled('a plural too many', 'json', 'inferenceBedrockProfile', 'inferenceBedrockProfiles', 'work'),
  misspelled('a singular', 'mobileconfig MCX', 'inferenceModels', 'inferenceModel', ['us.anthropic.claude-x']),
  misspelled('Secs for Sec', 'json', 'inferenceCredentialHelperTtlSec', 'inferenceCredentialHelperTtlSecs', 3600),
  planted('one of our keys', 'json', 'helper', { toolkit: { awsProfil: 'work' } }, 'misspelled-key awsProfil'),
  planted(
    'one of ours, in case',
    'plist toolkit',
    'none',
    { toolkit: { awsprofile: 'x' } },
    'misspelled-key awsprofile',
  ),
  planted('a misspelled key with a bad value', 'json', 'helper', { app: { inferenceBedrockServiceTeir: 'slow' } }, [
    'misspelled-key inferenceBedrockServiceTeir',
    'invalid-value inferenceBedrockServiceTier',
  ]),
  planted(
    'an unknown Bedrock key',
    'json',
    'helper',
    { app: { inferenceBedrockFallbackModel: 'x' } },
    'unknown-key inferenceBedrockFallbackModel',
  ),
  planted(
    'an unknown helper key',
    'reg',
    'helper',
    { app: { inferenceCredentialHelperArguments: 'x' } },
    'unknown-key inferenceCredentialHelperArguments',
  ),
  planted(
    'an unknown gateway key',
    'linux',
    'gateway',
    { app: { inferenceGatewayWeight: '1' } },
    'unknown-key inferenceGatewayWeight',
  ),
  planted(
    'an unknown key in our own place',
    'linux toolkit',
    'none',
    { toolkit: { colour: 'red' } },
    'unknown-key colour',
  ),
  planted(
    "our key in the app's registry key",
    'reg',
    'helper',
    { app: { awsProfile: 'work' } },
    'misplaced-key awsProfile',
  ),
  planted(
    "our key in the app's Linux file",
    'linux',
    'helper',
    { app: { logLevel: 'debug' } },
    'misplaced-key logLevel',
  ),
  planted(
    "the app's key in our place",
    'plist toolkit',
    'none',
    {
      toolkit: {
        inferenceProvider: 'bedrock',
        inferenceBedrockRegion: 'us-east-1',
        inferenceCredentialHelper: '/x/bedrock-credential-helper',
      },
    },
    [
      'misplaced-key inferenceBedrockRegion',
      'misplaced-key inferenceCredentialHelper',
      'misplaced-key inferenceProvider',
    ],
  ),
  plantedFile('a key twice', 'twice.json', '{"awsProfile": "a",\n"awsProfile": "b"}', 'repeated-key awsProfile'),
  planted(
    'a key that the oldest app does not know',
    'json',
    'profile',
    { app: { inferenceBedrockAwsCliPath: '/usr/bin/aws' } },
    'too-new-key inferenceBedrockAwsCliPath',
    '1.13575.9',
  ),
  planted(
    'a key that the oldest app by our own setting does not know',
    'json',
    'helper',
    { app: { inferenceCredentialHelperSilentRefreshEnabled: true }, toolkit: { minimumAppVersion: '1.9000.0' } },
    'too-new-key inferenceCredentialHelperSilentRefreshEnabled',
  ),
];
