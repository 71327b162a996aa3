import type { Program } from '../shared/program.ts';
import { converse } from './converse.ts';

export const program: Program = {
  name: 'bedrock-client',
  help: `bedrock-client - asks Claude on Amazon Bedrock, with the credential of your helper

Usage: bedrock-client ask [QUESTION] [--model ID] [--json]
       bedrock-client                     a conversation in the terminal

  QUESTION       the question; what comes through a pipe is added below it
  --model ID     model ID, inference profile or ARN, instead of the first configured one
  --json         one JSON document at the end instead of text as it arrives
  --version      version and build
  --help         this text

Exit codes: 0 done, 2 usage, 3 configuration, 4 sign-in needed, 5 sign-in refused, 6 AWS unreachable, 7 AWS refused,
8 storage, 9 out of time.`,
  options: { model: { type: 'string' }, json: { type: 'boolean' } },
  allowPositionals: true,
  story: converse,
};
