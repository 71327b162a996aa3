import type { Host } from '../../../shared/host.ts';
import { awsFiles, readAwsConfig, stanzaOf, valueIn } from '../../../shared/identity/aws-config.ts';
import { endpointsOf } from '../../../shared/identity/endpoints.ts';
import { cliSession, networkOf, resolveIdentity } from '../../../shared/identity/identity.ts';
import type { SsoSession } from '../../../shared/identity/session.ts';
import { readPortal } from '../../../shared/identity/sso-profile.ts';
import type { Network } from '../../../shared/network/aws-client.ts';
import { type Config, effectiveConfig } from '../../../shared/policy/config.ts';
import { readSettings } from '../../../shared/policy/read-settings.ts';
import { Problem } from '../../../shared/problem.ts';

/** A session of an access portal on this machine, and what a person calls it. */
export interface PortalSession {
  name: string;
  session: SsoSession;
  network: Network;
  /** How to sign in to it. */
  signIn: string;
}

/** Which session is meant: of the AWS config file, of a profile, or of the settings. */
export interface SessionWish {
  ssoSession: string | undefined;
  profile: string | undefined;
}

/** Throws a Problem (configuration) where there is none. */
export async function sessionMeant(host: Host, { ssoSession, profile }: SessionWish): Promise<PortalSession> {
  const config = effectiveConfig(await readSettings(host), host.env, { profile });
  if (ssoSession !== undefined) return namedSession(host, config, ssoSession);
  return (profile === undefined ? undefined : profileSession(host, config, profile)) ?? identitySession(host, config);
}

/** `aws configure sso-session` writes one before anybody knows accounts and roles. */
function namedSession(host: Host, config: Config, name: string): PortalSession {
  const known = readAwsConfig(filesOf(host, config));
  if (!known.sessions.has(name)) {
    const names = [...known.sessions.keys()].slice(0, 10).join(', ') || 'none';
    const what = `no [sso-session ${name}] in ${known.files.config} (there are: ${names})`;
    throw new Problem('configuration', what, 'correct the name, or create it with: aws configure sso-session');
  }
  const network = networkOf(host, config);
  const portal = readPortal(name, new Map([['sso_session', name]]), known);
  // The launcher knows sessions by their profiles alone.
  const session = cliSession({ ...host, network }, portal, undefined);
  return { name: `sso-session ${name}`, session, network, signIn: `aws sso login --sso-session ${name}` };
}

/** A profile may lack account and role: that is what is to be recorded. Undefined: it does not sign in by itself. */
function profileSession(host: Host, config: Config, name: string): PortalSession | undefined {
  const known = readAwsConfig(filesOf(host, config));
  const stanza = stanzaOf(known, name);
  if (!stanza || !(valueIn(stanza, 'sso_session') || valueIn(stanza, 'sso_start_url'))) return undefined;
  const network = { ...networkOf(host, config), endpoints: endpointsOf(host.env, known, name) };
  const isWhole = Boolean(valueIn(stanza, 'sso_account_id') && valueIn(stanza, 'sso_role_name'));
  const refreshArgs = isWhole ? [`--profile=${name}`] : undefined;
  const session = cliSession({ ...host, network }, readPortal(name, stanza, known), refreshArgs);
  const signIn = isWhole ? `bedrock-launcher --no-open --profile ${name}` : `aws sso login --profile ${name}`;
  return { name: `profile ${name}`, session, network, signIn };
}

async function identitySession(host: Host, config: Config): Promise<PortalSession> {
  const { name, session, network, profile } = await resolveIdentity(host, config);
  const signIn = `bedrock-launcher --no-open${profile ? ` --profile ${profile}` : ''}`;
  if (session) return { name, session, network, signIn };
  const hint = 'name a profile or a session with IAM Identity Center: --profile NAME, --sso-session NAME';
  throw new Problem('configuration', `${name} has no session of an access portal`, hint);
}

function filesOf(host: Host, config: Config) {
  return awsFiles(host, awsDirOf(config));
}

/** The settings may say where the files are, and nothing of who signs in. */
function awsDirOf(config: Config): string | undefined {
  try {
    const setting = config.identity();
    return setting.source === 'profile' ? setting.awsDir : undefined;
  } catch (thrown) {
    if (thrown instanceof Problem) return undefined;
    throw thrown;
  }
}
