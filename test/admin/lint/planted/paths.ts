import { registryText } from '../formats.ts';
import { approaches, LONG_TERM_KEY } from '../good.ts';
import { NOW } from '../linting.ts';
import { planted, plantedFile, type Row } from './row.ts';

const HELPER = 'inferenceCredentialHelper';
const TTL = 'inferenceCredentialHelperTtlSec';
const TIMEOUT = 'inferenceCredentialHelperTimeoutSec';
const TOKEN = 'inferenceBedrockBearerToken';

function helper(name: string, format: Row['format'], path: string, rule: string): Row {
  return planted(name, format, 'helper', { app: { [HELPER]: path } }, `${rule} ${HELPER}`);
}

/** A short-term key as AWS makes it: a presigned address. */
function shortTermKey(madeAt: number, life: number): string {
  const date = new Date(madeAt).toISOString().replace(/[-:]|\.\d+/g, '');
  const address = `bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Date=${date}&X-Amz-Expires=${life}&Version=1`;
  return `bedrock-api-key-${Buffer.from(address).toString('base64')}`;
}

const HOUR_MS = 3_600_000;

export const pathRows: Row[] = [
  planted('an access key', 'json', 'bearer', { app: { [TOKEN]: 'AKIAIOSFODNN7EXAMPLE' } }, `foreign-token ${TOKEN}`),
  planted('a key of Anthropic', 'reg', 'bearer', { app: { [TOKEN]: 'sk-ant-api03-x' } }, `foreign-token ${TOKEN}`),
  ...[`Bearer ${LONG_TERM_KEY}`, `AWS_BEARER_TOKEN_BEDROCK=${LONG_TERM_KEY}`, '<your-key>', '$BEDROCK_KEY'].map((key) =>
    planted(`the key ${key}`, 'mobileconfig', 'bearer', { app: { [TOKEN]: key } }, `foreign-token ${TOKEN}`),
  ),
  helper('a folder', 'json', '/opt/bedrock-launcher/', 'folder-path'),
  helper('a folder of Windows', 'reg', 'C:\\Program Files\\Bedrock Launcher\\', 'folder-path'),
  planted(
    'a file for the folder of AWS',
    'plist',
    'profile',
    { app: { inferenceBedrockAwsDir: '/Users/ana/.aws/config' } },
    'file-path inferenceBedrockAwsDir',
  ),
  plantedFile(
    'single backslashes in the registry',
    'single.reg',
    registryText({ app: approaches.helper('reg') }).replaceAll('\\\\', '\\'),
    `relative-path ${HELPER}`,
  ),
  helper('options', 'json', '/usr/bin/bedrock-credential-helper --profile work', 'helper-arguments'),
  helper('options after a quoted path', 'reg', '"C:\\Program Files\\x\\helper.exe" -a', 'helper-arguments'),
  helper('a word after a program', 'json', '/usr/local/bin/token work', 'helper-arguments'),
  helper('an interpreter', 'linux', '/usr/bin/env python3 /opt/token.py', 'helper-arguments'),
  helper('a shell variable', 'json', '$HOME/bin/bedrock-credential-helper', 'unexpanded-path'),
  helper('a tilde', 'mobileconfig', '~/bin/bedrock-credential-helper', 'unexpanded-path'),
  helper('a Windows variable', 'reg', '%ProgramFiles%\\x\\bedrock-credential-helper.exe', 'unexpanded-path'),
  helper(
    'a Windows variable with brackets',
    'reg',
    '%ProgramFiles(x86)%\\x\\bedrock-credential-helper.exe',
    'unexpanded-path',
  ),
  helper('quotes', 'reg', '"C:\\Program Files\\x\\bedrock-credential-helper.exe"', 'quoted-path'),
  helper('a bare name', 'json', 'bedrock-credential-helper', 'relative-path'),
  helper('a path of Linux in the registry', 'reg UTF-16', '/usr/bin/bedrock-credential-helper', 'foreign-path'),
  helper('a path of Windows in a profile', 'mobileconfig', 'C:\\x\\bedrock-credential-helper.exe', 'foreign-path'),
  helper('the launcher', 'json', '/opt/x/bedrock-launcher', 'wrong-helper'),
  helper('the launcher on Windows', 'reg', 'C:\\x\\bedrock-launcher.exe', 'wrong-helper'),
  planted(
    'a path of macOS for the AWS files of Windows',
    'reg',
    'profile',
    { app: { inferenceBedrockAwsDir: '/Users/x/.aws' } },
    'foreign-path inferenceBedrockAwsDir',
  ),
  planted('a tilde for the AWS files', 'json', 'helper', { toolkit: { awsDir: '~/.aws' } }, 'unexpanded-path awsDir'),
  planted(
    'a client of another system',
    'mobileconfig',
    'helper',
    { toolkit: { client: 'C:\\Claude\\claude.exe' } },
    'foreign-path client',
  ),
  planted('a TTL that no session covers', 'json', 'helper', { app: { [TTL]: 43_000 } }, `ttl-too-long ${TTL}`),
  planted('a TTL that is not checked', 'reg', 'helper', { app: { [TTL]: 120 } }, `ttl-too-short ${TTL}`),
  planted('no time for the helper', 'plist', 'helper', { app: { [TIMEOUT]: 3 } }, `timeout-too-short ${TIMEOUT}`),
  planted(
    'an expired token',
    'json',
    'bearer',
    { app: { [TOKEN]: shortTermKey(NOW - 13 * HOUR_MS, 43_200) } },
    `expired-token ${TOKEN}`,
  ),
  planted(
    'a token for today',
    'mobileconfig',
    'bearer',
    { app: { [TOKEN]: shortTermKey(NOW - HOUR_MS, 43_200) } },
    `short-term-token ${TOKEN}`,
  ),
  planted(
    'a token with a space',
    'json',
    'bearer',
    { app: { [TOKEN]: `${LONG_TERM_KEY}\n` } },
    `padded-value ${TOKEN}`,
  ),
];
