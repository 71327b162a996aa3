import type { Env } from '../host.ts';
import type { Endpoints } from '../network/aws-client.ts';
import type { DescribedProfile } from '../policy/identity-setting.ts';
import { Problem } from '../problem.ts';
import { type AwsConfig, type AwsFiles, readAwsConfig, stanzaOf } from './aws-config.ts';
import { asDescribed } from './described-profile.ts';
import { endpointsOf } from './endpoints.ts';
import { type Chain, chainOf } from './profile-chain.ts';
import { profileOption } from './profile-option.ts';
import { KEY_ID } from './profile-source.ts';
import { regionIn, type SsoProfile } from './sso-profile.ts';

/** A profile that assumes roles, or has no IAM Identity Center. */
export interface ChainedProfile extends Chain {
  kind: 'chain';
  name: string;
  region: string | undefined;
}

/** What a profile says of the way to AWS, besides who its person is. */
interface Reach {
  endpoints: Endpoints;
}

/**
 * Reads a named profile as the AWS CLI does: a stanza of the credentials file covers that of the config file, key by
 * key. One difference is on purpose: keys in the credentials file come before IAM Identity Center and a web identity
 * in the config file, as in Claude Desktop and the AWS SDKs. `described` gives what the settings say of a profile
 * that is not there yet. Throws a Problem (configuration).
 */
export function readProfile(
  name: string,
  files: AwsFiles,
  env: Env = {},
  described?: () => DescribedProfile,
): (SsoProfile | ChainedProfile) & Reach {
  const config = readAwsConfig(files);
  const stanza = stanzaOf(config, name);
  if (!stanza && described) return { ...asDescribed(config, described()), endpoints: endpointsOf(env, config, name) };
  if (!stanza) throw notFound(name, config);
  const { source, roles } = chainOf(config, name, stanza, []);
  const endpoints = endpointsOf(env, config, name);
  if (source.kind === 'sso' && roles.length === 0) return { ...source.sso, endpoints };
  return { kind: 'chain', name, region: regionIn(stanza, files.config, name), source, roles, endpoints };
}

/** Whether keys in the credentials file hide what the config file says of that profile. */
export function isShadowed({ config, credentials }: AwsConfig, name: string): boolean {
  return config.has(name) && Boolean(credentials.get(name)?.get(KEY_ID));
}

function notFound(name: string, { files, config, credentials }: AwsConfig): Problem {
  const profiles = [...new Set([...config.keys(), ...credentials.keys()])];
  const known = profiles.length > 0 ? `profiles there: ${profiles.slice(0, 10).join(', ')}` : 'there are no profiles';
  return new Problem(
    'configuration',
    `no profile "${name}" in ${files.config} or ${files.credentials} (${known})`,
    `correct the name, or create it with: aws configure sso ${profileOption(name)}`,
  );
}
