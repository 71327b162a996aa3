import { type AwsConfig, type Stanza, stanzaOf, valueIn } from './aws-config.ts';
import { type AssumedRole, KEY_ID, ownSource, readRole, SECRET_KEY, type Source, wrong } from './profile-source.ts';

/** A source, then the roles in the order of assuming. */
export interface Chain {
  source: Source;
  roles: AssumedRole[];
}

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

/** Its code must be typed by a person, each time: nothing that works in the background can have it. */
function refuseMfa(stanza: Stanza, place: string): void {
  if (!valueIn(stanza, 'mfa_serial')) return;
  const hint = 'remove mfa_serial, or use a profile with IAM Identity Center or a credential_process';
  throw wrong(`${place} has mfa_serial: the code of a device can't be given here`, hint);
}
