import { installedProgram } from '../../shared/installed.ts';
import { jsonText } from '../../shared/json-text.ts';
import type { Normalized } from '../setup/normalized.ts';
import { isForeign, type Target } from '../setup/system-paths.ts';
import { type ExportedFile, type Format, textFile } from './format.ts';

/** The folder of each system's file here, and where Claude Code looks for it. */
const FOLDERS: [folder: string, target: Target][] = [
  ['macos', 'darwin'],
  ['windows', 'win32'],
  ['linux', 'linux'],
];

/** Claude Code of the same fleet, by the same sign-in: https://docs.claude.com/en/docs/claude-code/amazon-bedrock */
export const claudeCode: Format = {
  name: 'claude-code',
  title: 'managed-settings.json of Claude Code',
  secrets: true,
  next: 'put each into /Library/Application Support/ClaudeCode (macOS), C:\\Program Files\\ClaudeCode (Windows), /etc/claude-code (Linux)',
  unfit: ({ choice }) => (choice.way === 'app-sign-in' ? SIGNS_IN_ALONE : undefined),
  files: (setup) =>
    FOLDERS.filter(([, target]) => suits(target, setup)).map(([folder, target]) => settingsFile(folder, target, setup)),
};

const SIGNS_IN_ALONE = {
  what: 'Claude Desktop signs in by itself there, in a way that Claude Code does not know',
  next: 'use inferenceCredentialKind helper-script for both',
};

/** The helper of a gateway is a program of one system. */
function suits(target: Target, { app, choice }: Normalized): boolean {
  if (choice.provider !== 'gateway' || choice.kind !== 'helper-script') return true;
  return !isForeign(target, app.inferenceCredentialHelper);
}

function settingsFile(folder: string, target: Target, setup: Normalized): ExportedFile {
  return textFile(`${folder}/managed-settings.json`, `${jsonText(settings(target, setup), 2)}\n`);
}

function settings(target: Target, setup: Normalized): object {
  const { app, choice } = setup;
  if (choice.provider === 'gateway') return gatewaySettings(target, setup);
  const env = {
    CLAUDE_CODE_USE_BEDROCK: '1',
    AWS_REGION: app.inferenceBedrockRegion,
    ...(app.inferenceBedrockBaseUrl ? { ANTHROPIC_BEDROCK_BASE_URL: app.inferenceBedrockBaseUrl } : {}),
  };
  if (choice.way === 'static') return { env: { ...env, AWS_BEARER_TOKEN_BEDROCK: app.inferenceBedrockBearerToken } };
  return {
    // Its output is shown, and it may open a browser; the other one only prints.
    awsAuthRefresh: command(target, 'bedrock-launcher', '--no-open'),
    awsCredentialExport: command(target, 'bedrock-credential-helper', '--format claude-code'),
    env,
  };
}

function gatewaySettings(target: Target, { app, choice }: Normalized): object {
  const url = { ANTHROPIC_BASE_URL: app.inferenceGatewayBaseUrl };
  if (choice.kind === 'helper-script')
    return { apiKeyHelper: quoted(target, String(app.inferenceCredentialHelper)), env: url };
  // The same two ways in which the gateway may take its key.
  const name = app.inferenceGatewayAuthScheme === 'x-api-key' ? 'ANTHROPIC_API_KEY' : 'ANTHROPIC_AUTH_TOKEN';
  return { env: { ...url, [name]: app.inferenceGatewayApiKey } };
}

function command(target: Target, program: string, args: string): string {
  return `${quoted(target, installedProgram(target, program))} ${args}`;
}

/** A shell runs it. */
function quoted(target: Target, path: string): string {
  return target === 'win32' ? `"${path}"` : `'${path.replaceAll("'", "'\\''")}'`;
}
