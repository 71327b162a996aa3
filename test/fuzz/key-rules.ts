import { isIPv4 } from 'node:net';
import { posix, win32 } from 'node:path';
import type { KeyName } from '../../shared/policy/keys.ts';

type Rule = (value: unknown) => boolean;

const NOT_ONE_LINE = /\p{Cc}/u;
/** What a header, the runtime's own, takes for a name and a value. */
const NAMES_OF_THE_CALL = [
  'host',
  'authorization',
  'connection',
  'content-length',
  'content-type',
  'transfer-encoding',
];

const text: Rule = (value) => typeof value === 'string' && value.trim() !== '' && !NOT_ONE_LINE.test(value);
const switched: Rule = (value) => value === true || value === false;
const among =
  (...names: string[]): Rule =>
  (value) =>
    names.some((name) => name === value);
const whole =
  (least: number, most: number): Rule =>
  (value) =>
    Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
/** It becomes a part of host names. */
const region: Rule = (value) =>
  text(value) && new URL(`https://sts.${value}.amazonaws.com/x`).hostname === `sts.${value}.amazonaws.com`;
const path: Rule = (value) => text(value) && (posix.isAbsolute(String(value)) || win32.isAbsolute(String(value)));
const address: Rule = (value) => {
  if (!text(value) || /\s|\\/.test(String(value))) return false;
  const { protocol, hostname, username, password, search } = new URL(String(value));
  const here = hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'));
  return (protocol === 'https:' || (protocol === 'http:' && here)) && `${username}${password}${search}` === '';
};
const account: Rule = (value) =>
  typeof value === 'string' && value.length === 12 && [...value].every((digit) => digit >= '0' && digit <= '9');
const role: Rule = (value) => text(value) && String(value).length <= 64 && !/[\s/&?#%"'<>]/.test(String(value));
const word: Rule = (value) =>
  typeof value === 'string' && value !== '' && [...value].every((letter) => letter > ' ' && letter < '\u007f');
const models: Rule = (value) => Array.isArray(value) && value.every((model) => word(model) || word(model.name));
const headers: Rule = (value) =>
  !Array.isArray(value) &&
  Object.entries(value as object).every(([name, content]) => {
    if (name === '__proto__' || name === 'constructor' || name === 'prototype') return true;
    const [[kept] = ['']] = [...new Headers([[name, content]])];
    return kept === name.toLowerCase() && !NAMES_OF_THE_CALL.includes(kept) && !kept.startsWith('x-amz-');
  });
const proxy: Rule = (value) =>
  text(value) && !/\s/.test(String(value)) && /^https?:$/.test(new URL(String(value)).protocol);
const pacFile: Rule = (value) => {
  if (!text(value) || /\s/.test(String(value))) return false;
  const { protocol, username, password } = new URL(String(value));
  return /^(https?|file):$/.test(protocol) && `${username}${password}` === '';
};

/** What must hold of a value that a key took, whatever the table of keys says: what its users rely on. */
export const holds: Record<KeyName, Rule> = {
  inferenceProvider: among('bedrock', 'gateway', 'anthropic', 'mantle', 'vertex', 'foundry'),
  inferenceBedrockRegion: region,
  inferenceBedrockBearerToken: text,
  inferenceBedrockProfile: text,
  inferenceBedrockAwsDir: path,
  inferenceBedrockAwsCliPath: path,
  inferenceBedrockSsoStartUrl: address,
  inferenceBedrockSsoRegion: region,
  inferenceBedrockSsoAccountId: account,
  inferenceBedrockSsoRoleName: role,
  inferenceBedrockBaseUrl: (value) =>
    address(value) && new URL(String(value)).pathname === '/' && !/[?#]/.test(String(value)),
  inferenceBedrockServiceTier: among('flex', 'priority'),
  inferenceModels: models,
  inferenceCredentialKind: among(
    'static',
    'helper-script',
    'interactive',
    'vendor-profile',
    'workforce',
    'external-idp',
    'oauth',
  ),
  inferenceCredentialHelper: path,
  inferenceCredentialHelperTtlSec: whole(1, 43_200),
  inferenceCredentialHelperTimeoutSec: whole(1, 600),
  inferenceCredentialHelperSilentRefreshEnabled: switched,
  inferenceCustomHeaders: headers,
  inferenceGatewayBaseUrl: address,
  inferenceGatewayApiKey: text,
  inferenceGatewayAuthScheme: among('bearer', 'x-api-key'),
  identitySource: among('profile', 'sso'),
  awsProfile: text,
  awsDir: path,
  ssoStartUrl: address,
  ssoRegion: region,
  ssoAccountId: account,
  ssoRoleName: role,
  signInMethod: among('built-in', 'aws-cli', 'auto'),
  signInFlow: among('authorization-code', 'device-code', 'auto'),
  signInTimeoutSec: whole(10, 3_600),
  client: (value) => among('auto', 'claude-desktop', 'bundled')(value) || path(value),
  secureStorage: among('keychain', 'file'),
  browserCommand: text,
  proxyUrl: proxy,
  proxyPacUrl: pacFile,
  renewInBackground: switched,
  notifyBeforeMinutes: whole(0, 1_440),
  minimumAppVersion: (value) => typeof value === 'string' && /^\d+\.\d+\.\d+$/.test(value) && !value.endsWith('\n'),
  logLevel: among('error', 'warn', 'info', 'debug'),
};
