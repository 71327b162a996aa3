import type { Program } from '../shared/program.ts';
import { OPTIONS } from './options.ts';
import { client } from './verbs.ts';

export const program: Program = {
  name: 'bedrock-client',
  help: `bedrock-client - asks Claude on Amazon Bedrock, with the credential of your helper

Usage: bedrock-client                     a conversation in the terminal
       bedrock-client ask [QUESTION]      one question; what comes through a pipe is added below it
       bedrock-client page                a conversation in the browser
       bedrock-client models              which models there are, and which of them can be called
       bedrock-client prove               the whole way once: settings, credential, models, a tiny call; each with its time

  --model ID         model ID, inference profile, ARN or label, instead of the first configured one
  --profile NAME     an AWS named profile, instead of the configured identity
  --system TEXT      what the model is told before the conversation
  --max-tokens N     the longest answer, in tokens (4096)
  --file PATH        ask: a text file that is added below the question; may be said several times
  --json             ask, models, prove: one JSON document
  --stream-json      ask: events as they come, one JSON object a line
  --try              models: asks each of them for one token
  --no-open          page: says the address instead of opening a browser
  --version          version and build
  --help             this text

Exit codes: 0 done, 2 usage, 3 configuration, 4 sign-in needed, 5 sign-in refused, 6 AWS unreachable, 7 AWS refused,
8 storage, 9 out of time.`,
  options: OPTIONS,
  allowPositionals: true,
  story: client,
};
