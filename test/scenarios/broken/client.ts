import { signedIn } from '../../person.ts';
import { client, live, type Row, settings } from './row.ts';

export const clientRows: Row[] = [
  {
    name: 'an unknown command',
    program: client,
    args: ['tell'],
    broken: () => {},
    exitCode: 2,
    error: /unknown command "tell"/,
    hint: /ask/,
  },
  {
    name: 'an empty question',
    program: client,
    args: ['ask'],
    broken: () => {},
    exitCode: 2,
    error: /there is no question/,
    hint: /pipe/,
  },
  {
    name: 'no model',
    program: client,
    args: ['ask', 'x'],
    broken: async (person, fake) => {
      settings({ inferenceModels: undefined })(person);
      fake.options.models = [];
      await signedIn(person, fake);
    },
    exitCode: 3,
    error: /no model is configured, and Amazon Bedrock in us-east-1 offers none/,
    hint: /inferenceModels/,
  },
  {
    name: 'a base URL without TLS',
    program: client,
    args: ['ask', 'x'],
    broken: settings({ inferenceBedrockBaseUrl: 'http://bedrock.example.com' }),
    exitCode: 3,
    error: /inferenceBedrockBaseUrl must be an https origin/,
    hint: /correct inferenceBedrockBaseUrl/,
  },
  {
    name: 'a model that does not exist',
    program: client,
    args: ['ask', 'x', '--model', 'us.anthropic.claude-9'],
    broken: live(),
    exitCode: 7,
    error: /claude-9/,
    hint: /model ID/,
  },
  {
    name: 'a role without bedrock:CallWithBearerToken',
    program: client,
    args: ['ask', 'x'],
    broken: async (person, fake) => {
      fake.options.roles = [
        { accountId: '111122223333', roleName: 'BedrockUser', sessionSeconds: 3600, actions: ['bedrock:InvokeModel'] },
      ];
      await signedIn(person, fake);
    },
    exitCode: 7,
    error: /bedrock:CallWithBearerToken/,
    hint: /allow bedrock:CallWithBearerToken/,
  },
  {
    name: 'a model of another region',
    program: client,
    args: ['ask', 'x', '--model', 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0'],
    broken: live(),
    exitCode: 7,
    error: /can't be called from us-east-1: its prefix is one of other regions/,
    hint: /us\.anthropic\.claude-sonnet/,
  },
  {
    name: 'a model that only an inference profile gives',
    program: client,
    args: ['ask', 'x', '--model', 'anthropic.claude-sonnet-4-5-20250929-v1:0'],
    broken: live(),
    exitCode: 7,
    error: /only through an inference profile/,
    hint: /us\.anthropic\.claude-sonnet/,
  },
  {
    name: 'an option of another command',
    program: client,
    args: ['ask', 'x', '--try'],
    broken: () => {},
    exitCode: 2,
    error: /--try does not go with ask/,
    hint: /--help/,
  },
  {
    name: 'no number of tokens',
    program: client,
    args: ['ask', 'x', '--max-tokens', 'many'],
    broken: () => {},
    exitCode: 2,
    error: /--max-tokens takes a number/,
    hint: /--help/,
  },
  {
    name: 'a stream that is cut',
    program: client,
    args: ['ask', 'x'],
    broken: live({ operation: 'InvokeModelWithResponseStream', fault: 'mid-stream-cut' }),
    exitCode: 6,
    error: /the answer broke off .*: .*the connection was cut/,
    hint: /./,
  },
  {
    name: 'an exception within the stream',
    program: client,
    args: ['ask', 'x'],
    broken: live({ operation: 'InvokeModelWithResponseStream', fault: 'mid-stream-exception' }),
    exitCode: 6,
    error: /the answer broke off after \d+ characters: .*: AWS failed/,
    hint: /./,
  },
  {
    name: 'a helper with arguments in its path',
    program: client,
    args: ['ask', 'x'],
    broken: settings({ inferenceCredentialHelper: '/usr/bin/helper --token' }),
    exitCode: 3,
    error: /helper --token: can't be started/,
    hint: /without arguments/,
  },
];
