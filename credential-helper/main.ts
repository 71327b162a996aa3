import type { Program } from '../shared/program.ts';
import { formatNames, shellNames } from './format-names.ts';

export const program: Program = {
  name: 'bedrock-credential-helper',
  help: `bedrock-credential-helper - prints a fresh Amazon Bedrock credential, and nothing else

Usage: bedrock-credential-helper [--format FORMAT] [--profile NAME]

  --format FORMAT   ${formatNames.join(', ')} (default: token)
  --shell SHELL     for --format env: ${shellNames.join(', ')} (default: sh, on Windows powershell)
  --profile NAME    an AWS named profile, instead of the configured identity
  --version         version and build
  --help            this text

Claude Desktop calls it as inferenceCredentialHelper, without arguments. It reads nothing from stdin.
The formats credential-process, claude-code and env need no settings, only a profile (--profile, AWS_PROFILE or "default").
Only CLAUDE_HELPER_CONTEXT=interactive, or a terminal, may start a sign-in; otherwise it ends with exit code 4.
Exit codes: 0 done, 2 usage, 3 configuration, 4 sign-in needed, 5 sign-in refused, 6 AWS unreachable, 7 AWS refused,
8 storage, 9 out of time.`,
  options: { format: { type: 'string' }, shell: { type: 'string' }, profile: { type: 'string' } },
  story: async (host, given) => (await import('./help.ts')).help(host, given),
};
