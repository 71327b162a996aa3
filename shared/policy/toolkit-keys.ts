import type { Key } from './keys.ts';
import {
  absolutePath,
  accountId,
  appVersion,
  bool,
  filled,
  oneOf,
  oneOfOrPath,
  pac,
  proxy,
  region,
  roleName,
  startUrl,
  wholeNumber,
} from './rules.ts';
import { NEWEST_KNOWN } from './versions.ts';

/** Our own keys. They never stand in the app's own managed place: one that it doesn't know can void all that stands there. */
export const toolkitKeys = {
  identitySource: {
    owner: 'toolkit',
    rule: oneOf('profile', 'sso'),
    help: 'Whether a named AWS profile or the four sso* keys say who signs in.',
  },
  awsProfile: {
    owner: 'toolkit',
    rule: filled,
    help: 'The AWS named profile to use; with the four sso* keys beside it, the launcher writes it where it is missing.',
  },
  awsDir: {
    owner: 'toolkit',
    rule: absolutePath,
    default: '~/.aws',
    help: 'The folder of the AWS config and credentials files.',
  },
  ssoStartUrl: { owner: 'toolkit', rule: startUrl, help: 'The AWS access portal.' },
  ssoRegion: { owner: 'toolkit', rule: region, help: 'The home region of IAM Identity Center.' },
  ssoAccountId: { owner: 'toolkit', rule: accountId, help: 'The AWS account of the role.' },
  ssoRoleName: { owner: 'toolkit', rule: roleName, help: 'The permission set.' },
  signInMethod: {
    owner: 'toolkit',
    rule: oneOf('built-in', 'aws-cli', 'auto'),
    default: 'auto',
    help: 'Sign-in by the launcher itself, or by `aws sso login`; auto is built-in, or the AWS CLI first where inferenceBedrockAwsCliPath names one.',
  },
  signInFlow: {
    owner: 'toolkit',
    rule: oneOf('authorization-code', 'device-code', 'auto'),
    default: 'auto',
    help: 'Sign-in in the browser of this machine, by a code typed into any browser, or whichever fits.',
  },
  signInTimeoutSec: {
    owner: 'toolkit',
    rule: wholeNumber(10, 3_600),
    default: 600,
    help: 'How many seconds a person has to sign in.',
  },
  client: {
    owner: 'toolkit',
    rule: oneOfOrPath('auto', 'claude-desktop', 'bundled'),
    default: 'auto',
    help: 'What the launcher opens once the person is signed in; auto is Claude Desktop, else the bundled client.',
  },
  secureStorage: {
    owner: 'toolkit',
    rule: oneOf('keychain', 'file'),
    default: 'keychain',
    help: 'Where the key of our own secrets lives: the keychain of the operating system, or a file that only the person can read.',
  },
  browserCommand: {
    owner: 'toolkit',
    rule: filled,
    help: 'The command that opens the sign-in page, for example `firefox -P work %s`; %s stands for the address.',
  },
  proxyUrl: {
    owner: 'toolkit',
    rule: proxy,
    secret: true,
    help: 'The proxy for every call, instead of HTTPS_PROXY.',
  },
  proxyPacUrl: {
    owner: 'toolkit',
    rule: pac,
    help: 'The proxy auto-configuration (PAC) file that says which proxy to take, where proxyUrl is not set.',
  },
  renewInBackground: {
    owner: 'toolkit',
    rule: bool,
    default: false,
    help: 'Keep the session fresh in the background, and say when it ends.',
  },
  notifyBeforeMinutes: {
    owner: 'toolkit',
    rule: wholeNumber(0, 1_440),
    default: 15,
    help: 'With renewInBackground: how many minutes at least before the session ends a person is told; 0 is when it has ended.',
  },
  minimumAppVersion: {
    owner: 'toolkit',
    rule: appVersion,
    default: NEWEST_KNOWN,
    help: 'The oldest Claude Desktop in use: it decides which source wins without inferenceCredentialKind, and how the registry is read.',
  },
  logLevel: {
    owner: 'toolkit',
    rule: oneOf('error', 'warn', 'info', 'debug'),
    default: 'info',
    help: 'How much the log holds: failures (error), doubts too (warn), each run and sign-in (info), each call (debug).',
  },
} as const satisfies Record<string, Key>;
