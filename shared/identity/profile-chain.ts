import * as v from 'valibot';
import { headerText } from '../network/header.ts';
import { Problem } from '../problem.ts';
import { Secret } from '../secret.ts';
import { type AwsConfig, type Stanza, stanzaOf, valueIn } from './aws-config.ts';
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

/** A source, then the roles in the order of assuming. */
export interface Chain {
  source: Source;
  roles: AssumedRole[];
}

export const KEY_ID = 'aws_access_key_id';
const SECRET_KEY = 'aws_secret_access_key';

/** Follows source_profile to the profile that has credentials of its own. `seen` are the profiles before this one. */
export function chainOf(config: AwsConfig, name: string, stanza: Stanza, seen: string[]): Chain {
  const hasKeys = Boolean(valueIn(stanza, KEY_ID) || valueIn(stanza, SECRET_KEY));
  // The first profile may hold a role and the keys to assume it; in a source, keys come before a role.
  if (!assumesRole(stanza) || (hasKeys && seen.length > 0))
    return { source: ownSource(config, name, stanza), roles: [] };
  refuseMfa(stanza, `${config.files.config}: [profile ${name}]`);
  const role = readRole(config, name, stanza);
  const { source, roles } = sourceOfRole(config, name, stanza, [...seen, name], hasKeys);
  return { source, roles: [...roles, role] };
}

function assumesRole(stanza: Stanza): boolean {
  return Boolean(valueIn(stanza, 'role_arn') && !valueIn(stanza, 'web_identity_token_file'));
}

function sourceOfRole(config: AwsConfig, name: string, stanza: Stanza, seen: string[], hasKeys: boolean): Chain {
  const [next, service] = [valueIn(stanza, 'source_profile'), valueIn(stanza, 'credential_source')];
  const place = `${config.files.config}: [profile ${name}]`;
  if (next && service) throw wrong(`${place} has source_profile and credential_source`, 'remove one of them');
  if (service) return { source: serviceNamed(service, place, name, config.files.config), roles: [] };
  if (!next) throw wrong(`${place} has role_arn, but no source_profile`, 'add source_profile or credential_source');
  if (next === name && hasKeys) return { source: ownSource(config, name, stanza), roles: [] };
  if (seen.includes(next)) {
    throw wrong(
      `${place} has a source_profile that leads back to ${next}`,
      'name a profile with credentials of its own',
    );
  }
  const source = stanzaOf(config, next);
  if (!source) throw wrong(`${place} names source_profile ${next}, but there is none`, 'correct the name');
  return chainOf(config, next, source, seen);
}

function serviceNamed(service: string, place: string, profile: string, file: string): Source {
  if (service === 'Environment' || service === 'Ec2InstanceMetadata' || service === 'EcsContainer') {
    return { profile, file, kind: service };
  }
  const hint = 'use Environment, Ec2InstanceMetadata or EcsContainer';
  throw wrong(`${place} has the unknown credential_source ${service}`, hint);
}

function wrong(what: string, hint: string): Problem {
  return new Problem('configuration', what, hint);
}

/** What a profile says besides a role to assume, by the order in which the AWS CLI asks. */
function ownSource(config: AwsConfig, profile: string, stanza: Stanza): Source {
  const { config: file, credentials } = config.files;
  const covering = config.credentials.get(profile) ?? new Map();
  const has = (...keys: string[]) => keys.some((key) => valueIn(stanza, key));
  if (valueIn(covering, KEY_ID))
    return { profile, file: credentials, kind: 'keys', keys: keysIn(covering, credentials, profile) };
  const tokenFile = valueIn(stanza, 'web_identity_token_file');
  if (tokenFile) return { profile, file, kind: 'web-identity', tokenFile, role: readRole(config, profile, stanza) };
  if (has('sso_account_id', 'sso_role_name'))
    return { profile, file, kind: 'sso', sso: readSso(profile, stanza, config) };
  const command = stanza.get('credential_process');
  if (command) return { profile, file, kind: 'process', command };
  if (has(KEY_ID)) return { profile, file, kind: 'keys', keys: keysIn(stanza, file, `profile ${profile}`) };
  if (has('sso_session', 'sso_start_url')) return { profile, file, kind: 'sso', sso: readSso(profile, stanza, config) };
  throw wrong(
    `${file}: [profile ${profile}] says nothing about credentials`,
    `set it up with: aws configure sso --profile ${profile}`,
  );
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

/** Its code must be typed by a person, each time: nothing that works in the background can have it. */
function refuseMfa(stanza: Stanza, place: string): void {
  if (!valueIn(stanza, 'mfa_serial')) return;
  const hint = 'remove mfa_serial, or use a profile with IAM Identity Center or a credential_process';
  throw wrong(`${place} has mfa_serial: the code of a device can't be given here`, hint);
}

function readRole({ files: { config: file } }: AwsConfig, profile: string, stanza: Stanza): AssumedRole {
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
