import * as v from 'valibot';
import { headerText } from '../network/header.ts';
import { Problem } from '../problem.ts';
import { Secret } from '../secret.ts';
import { type AwsConfig, type Stanza, textIn, valueIn } from './aws-config.ts';
import { profileOption } from './profile-option.ts';
import type { RoleCredentials } from './role-credentials.ts';
import { needed, readSso, type SsoProfile } from './sso-profile.ts';

/** A role that a profile assumes; without `durationSeconds` AWS gives an hour. */
export interface AssumedRole {
  profile: string;
  arn: string;
  sessionName: string | undefined;
  externalId: string | undefined;
  durationSeconds: number | undefined;
}

/** Where a chain of profiles gets its first credentials; `profile` is the one that says so, in `file`. */
export type Source = { profile: string; file: string } & (
  | { kind: 'sso'; sso: SsoProfile }
  | { kind: 'keys'; keys: RoleCredentials }
  | { kind: 'process'; command: string }
  | { kind: 'web-identity'; tokenFile: string; role: AssumedRole }
  | { kind: 'Environment' | 'Ec2InstanceMetadata' | 'EcsContainer' }
);

export const KEY_ID = 'aws_access_key_id';
export const SECRET_KEY = 'aws_secret_access_key';

/** A profile without the role that it assumes: its stanza, and the part of it that the credentials file has. */
interface Own {
  config: AwsConfig;
  profile: string;
  stanza: Stanza;
  covering: Stanza;
}

/** What a profile may have of its own, in the order that counts. Each gives undefined when there is no such thing. */
const SOURCES: ((own: Own) => Source | undefined)[] = [
  coveringKeys,
  webIdentity,
  assignedRole,
  credentialProcess,
  ownKeys,
  anySso,
];

export function ownSource(config: AwsConfig, profile: string, stanza: Stanza): Source {
  const own = { config, profile, stanza, covering: config.credentials.get(profile) ?? new Map() };
  for (const read of SOURCES) {
    const source = read(own);
    if (source) return source;
  }
  const hint = `set it up with: aws configure sso ${profileOption(profile)}`;
  throw wrong(`${config.files.config}: [profile ${profile}] says nothing about credentials`, hint);
}

function coveringKeys({ config, profile, covering }: Own): Source | undefined {
  const file = config.files.credentials;
  return valueIn(covering, KEY_ID) ? { profile, file, kind: 'keys', keys: keysIn(covering, file, profile) } : undefined;
}

function webIdentity({ config, profile, stanza }: Own): Source | undefined {
  const tokenFile = valueIn(stanza, 'web_identity_token_file');
  if (!tokenFile) return undefined;
  return {
    profile,
    file: config.files.config,
    kind: 'web-identity',
    tokenFile,
    role: readRole(config, profile, stanza),
  };
}

/** An account or a permission set: the AWS CLI then wants the whole of IAM Identity Center. */
function assignedRole({ config, profile, stanza }: Own): Source | undefined {
  if (!valueIn(stanza, 'sso_account_id') && !valueIn(stanza, 'sso_role_name')) return undefined;
  return { profile, file: config.files.config, kind: 'sso', sso: readSso(profile, stanza, config) };
}

function credentialProcess({ config, profile, stanza }: Own): Source | undefined {
  const command = textIn(stanza, 'credential_process');
  return command ? { profile, file: config.files.config, kind: 'process', command } : undefined;
}

function ownKeys({ config, profile, stanza }: Own): Source | undefined {
  const file = config.files.config;
  if (!valueIn(stanza, KEY_ID)) return undefined;
  return { profile, file, kind: 'keys', keys: keysIn(stanza, file, `profile ${profile}`) };
}

/** A session alone gives no credentials; reading it says what is missing. */
function anySso({ config, profile, stanza }: Own): Source | undefined {
  if (!valueIn(stanza, 'sso_session') && !valueIn(stanza, 'sso_start_url')) return undefined;
  return { profile, file: config.files.config, kind: 'sso', sso: readSso(profile, stanza, config) };
}

function keysIn(stanza: Stanza, file: string, section: string): RoleCredentials {
  const sessionToken = valueIn(stanza, 'aws_security_token') ?? valueIn(stanza, 'aws_session_token');
  return {
    accessKeyId: oneWord(needed(stanza, KEY_ID, file, section), `${file}: [${section}] ${KEY_ID}`),
    secretAccessKey: new Secret(
      oneWord(needed(stanza, SECRET_KEY, file, section), `${file}: [${section}] ${SECRET_KEY}`),
    ),
    sessionToken: sessionToken
      ? new Secret(oneWord(sessionToken, `${file}: [${section}] aws_session_token`))
      : undefined,
    // Of keys with a session token nobody says when they end.
    expiresAt: undefined,
  };
}

/** What a header can carry; never repeated in the message. */
function oneWord(value: string, place: string): string {
  if (v.is(headerText, value)) return value;
  throw wrong(`${place} is no key: it holds spaces or letters that no key has`, 'copy it again');
}

export function readRole({ files: { config: file } }: AwsConfig, profile: string, stanza: Stanza): AssumedRole {
  const place = `${file}: [profile ${profile}]`;
  const duration = valueIn(stanza, 'duration_seconds');
  if (duration && !/^\d{3,5}$/.test(duration))
    throw wrong(`${place} duration_seconds is no number of seconds`, 'correct it there');
  return {
    profile,
    arn: needed(stanza, 'role_arn', file, `profile ${profile}`),
    sessionName: valueIn(stanza, 'role_session_name'),
    externalId: valueIn(stanza, 'external_id'),
    durationSeconds: duration ? Number(duration) : undefined,
  };
}

export function wrong(what: string, hint: string): Problem {
  return new Problem('configuration', what, hint);
}
