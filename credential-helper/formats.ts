import type { Host } from '../shared/host.ts';
import { type RoleCredentials, revealed } from '../shared/identity/role-credentials.ts';
import { requireRegion } from '../shared/policy/config.ts';
import { Problem } from '../shared/problem.ts';
import type { Secret } from '../shared/secret.ts';
import { type FormatName, formatNames, type ShellName, shellNames } from './format-names.ts';
import { exportLines } from './shell.ts';

/** An answer as it is printed. `expiresAt` (epoch ms) is undefined for a user's permanent keys. */
interface Answer {
  text: string;
  expiresAt: number | undefined;
}

export interface WriteContext {
  host: Pick<Host, 'now'>;
  /** Headers that go with each request to Bedrock. */
  headers: Record<string, string>;
  region: string | undefined;
  shell: ShellName;
  /** The life that the answer's reader needs, in milliseconds. */
  leastMs: number;
}

export interface Format {
  /** Loads what `write` needs, while AWS is being asked. */
  prepare?(): Promise<unknown>;
  write(credentials: RoleCredentials, context: WriteContext): Promise<Answer>;
  /** Writes a token that nobody has to mint: it stands in the settings, and nothing is known of its end. */
  writeAsIs?(token: Secret, headers: WriteContext['headers']): string;
  /** Whether it is made for the app, which is configured; the others need a profile alone. */
  needsSettings: boolean;
  /** Whether it shows the configured headers: a fault in them stops nobody else. */
  hasHeaders?: boolean;
  /** The least life that its reader needs, in milliseconds, where that is not the app's TTL. */
  leastMs?: number;
}

/** AWS SDKs and the AWS CLI ask again when less than 15 minutes are left, each time until they get more. */
const SDK_LEAST_MS = 20 * 60_000;

const formats: Record<FormatName, Format> = {
  token: tokenFormat((token) => token),
  json: {
    ...tokenFormat((token, headers, expiresAt) =>
      JSON.stringify({ token, ...(expiresAt === undefined ? {} : { expiresAt: isoTime(expiresAt) }), headers }),
    ),
    hasHeaders: true,
  },
  'app-json': { ...tokenFormat((token, headers) => JSON.stringify({ token, headers })), hasHeaders: true },
  'credential-process': {
    needsSettings: false,
    leastMs: SDK_LEAST_MS,
    write: async (credentials) => ({
      text: JSON.stringify({ Version: 1, ...awsKeys(credentials) }),
      expiresAt: credentials.expiresAt,
    }),
  },
  'claude-code': {
    needsSettings: false,
    write: async (credentials) => ({
      text: JSON.stringify({ Credentials: awsKeys(credentials) }),
      expiresAt: credentials.expiresAt,
    }),
  },
  env: {
    needsSettings: false,
    write: async (credentials, { shell }) => ({
      text: exportLines(shell, environmentOf(credentials)),
      expiresAt: credentials.expiresAt,
    }),
  },
};

function tokenFormat(text: (token: string, headers: WriteContext['headers'], expiresAt?: number) => string): Format {
  return {
    needsSettings: true,
    prepare: loadMint,
    write: async (credentials, context) => {
      const { token, expiresAt } = await minted(credentials, context);
      return { text: text(token.reveal(), context.headers, expiresAt), expiresAt };
    },
    writeAsIs: (token, headers) => text(token.reveal(), headers),
  };
}

export function formatNamed(name: unknown): Format {
  const known = formatNames.find((format) => format === name);
  if (known) return formats[known];
  throw new Problem('usage', `unknown format "${name}"`, `--format takes ${formatNames.join(', ')}`);
}

export function shellNamed(name: unknown, platform: Host['platform']): ShellName {
  if (name === undefined) return platform === 'win32' ? 'powershell' : 'sh';
  const known = shellNames.find((shell) => shell === name);
  if (known) return known;
  throw new Problem('usage', `unknown shell "${name}"`, `--shell takes ${shellNames.join(', ')}`);
}

function loadMint() {
  return import('../shared/token/mint.ts');
}

async function minted(credentials: RoleCredentials, { host, region, leastMs }: WriteContext) {
  const { mint } = await loadMint();
  // Temporary keys whose end nobody tells: the token claims no more than its reader needs.
  const untold = credentials.sessionToken && credentials.expiresAt === undefined;
  const bounded = untold ? { ...credentials, expiresAt: host.now() + leastMs } : credentials;
  return mint(host, requireRegion(region), bounded);
}

/** The names of credential_process (AWS SDKs) and of awsCredentialExport (Claude Code). */
function awsKeys(credentials: RoleCredentials): Record<string, string | undefined> {
  const { accessKeyId, secretAccessKey, sessionToken } = revealed(credentials);
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: credentials.expiresAt === undefined ? undefined : isoTime(credentials.expiresAt),
  };
}

/** The variables of `aws configure export-credentials --format env`; undefined ones must not be left over from before. */
function environmentOf(credentials: RoleCredentials): Record<string, string | undefined> {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = awsKeys(credentials);
  return {
    AWS_ACCESS_KEY_ID: AccessKeyId,
    AWS_SECRET_ACCESS_KEY: SecretAccessKey,
    AWS_SESSION_TOKEN: SessionToken,
    AWS_CREDENTIAL_EXPIRATION: Expiration,
  };
}

/** Whole seconds, rounded down: nobody may believe in a life that is longer than the real one. */
function isoTime(epoch: number): string {
  return new Date(epoch).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
