import type { Program } from '../shared/program.ts';
import { formats, help } from './help.ts';

export const program: Program = {
  name: 'bedrock-credential-helper',
  help: `bedrock-credential-helper - prints a fresh Amazon Bedrock credential, and nothing else

Usage: bedrock-credential-helper [--format FORMAT] [--profile NAME]

  --format FORMAT   ${Object.keys(formats).join(', ')} (default: token)
  --profile NAME    an AWS named profile, instead of the configured identity
  --version         version and build
  --help            this text

Claude Desktop calls it as inferenceCredentialHelper, without arguments. It reads nothing from stdin.
Only CLAUDE_HELPER_CONTEXT=interactive, or a terminal, may start a sign-in; otherwise it ends with exit code 4.
Exit codes: 0 done, 2 usage, 3 configuration, 4 sign-in needed, 5 sign-in refused, 6 AWS unreachable, 7 AWS refused,
8 storage, 9 out of time.`,
  options: { format: { type: 'string' }, profile: { type: 'string' } },
  story: help,
};
