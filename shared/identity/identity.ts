import type { Host } from '../host.ts';
import type { Network } from '../network/aws-client.ts';
import type { Config } from '../policy/config.ts';
import type { Secret } from '../secret.ts';
import { openVault } from '../vault/vault.ts';
import { awsFiles, readProfile, type SsoProfile } from './profile.ts';
import { type ProviderProfile, providerCredentials } from './provider.ts';
import { type Role, type RoleCredentials, roleCredentials } from './role-credentials.ts';
import { liveToken, replaced, type SessionHost, type SsoSession, sessionKey } from './session.ts';
import { cliCache, vaultStore } from './token-store.ts';

export type IdentityHost = Pick<Host, 'platform' | 'env' | 'home' | 'pause' | 'now'>;

/** The person as AWS sees them: how to get their credentials, and where they sign in when that needs a person. */
export interface Identity {
  /** How a person would name it. */
  name: string;
  /** The named profile, where there is one. */
  profile: string | undefined;
  /** The region of the identity's own settings, for Bedrock and STS. */
  region: string | undefined;
  /** Undefined: there is nothing to sign in to, the profile's own provider decides. */
  session: SsoSession | undefined;
  /** Credentials without asking anybody; undefined when a person must sign in. */
  credentials(signal: AbortSignal): Promise<RoleCredentials | undefined>;
}

export function networkOf(
  host: Pick<Host, 'env' | 'clock'> & Partial<Pick<Host, 'platform'>>,
  config: Pick<Config, 'proxyUrl' | 'proxyPacUrl'>,
): Network {
  const { env, platform, clock } = host;
  const { proxyUrl, proxyPacUrl } = config;
  return { env, platform, clock, proxyUrl, proxyPacUrl };
}

/** Finds out who the settings mean. Throws a Problem (configuration) that names the file and what it lacks. */
export async function resolveIdentity(host: IdentityHost, config: Config): Promise<Identity> {
  const setting = config.identity();
  const withNetwork = { ...pick(host), network: networkOf(host, config) };
  if (setting.source === 'sso') {
    const portal = { startUrl: setting.startUrl, region: setting.region, scopes: ['sso:account:access'] };
    const key = sessionKey(portal, 'toolkit');
    const session = { portal, key, store: vaultStore(openVault(host, config.secureStorage), `session-${key}`) };
    return ssoIdentity(withNetwork, session, setting, { name: `role ${setting.roleName}` });
  }
  const files = awsFiles(host, setting.awsDir);
  const profile = await readProfile(setting.profile, files);
  if (profile.kind === 'sso') return profileIdentity(withNetwork, setting.profile, profile);
  const about = { profile: setting.profile, files, network: withNetwork.network, region: profile.region };
  return providerIdentity(withNetwork, about, profile.source);
}

function pick({ platform, env, home, pause, now }: IdentityHost): IdentityHost {
  return { platform, env, home, pause, now };
}

function profileIdentity(host: SessionHost, name: string, profile: SsoProfile): Identity {
  const about = { name: `profile ${name}`, profile: name, region: profile.region };
  return ssoIdentity(host, cliSession(host, profile), profile, about);
}

/** The session of a profile: its token is in the AWS CLI's own cache. */
function cliSession(host: SessionHost, profile: SsoProfile): SsoSession {
  const portal = { startUrl: profile.startUrl, region: profile.ssoRegion, scopes: profile.scopes };
  const cacheKey = profile.sessionName ?? profile.startUrl;
  return { portal, key: sessionKey(portal, cacheKey), store: cliCache(host, cacheKey) };
}

function ssoIdentity(
  host: SessionHost,
  session: SsoSession,
  { accountId, roleName }: Role,
  about: { name: string; profile?: string; region?: string | undefined },
): Identity {
  const role = { accountId, roleName };
  const ask = (accessToken: Secret, signal: AbortSignal) =>
    roleCredentials(host.network, session.portal.region, role, accessToken, signal);
  return {
    name: about.name,
    profile: about.profile,
    region: about.region,
    session,
    async credentials(signal) {
      const token = await liveToken(host, session, signal);
      const credentials = token && (await ask(token.accessToken, signal));
      if (!token || credentials) return credentials;
      // The portal no longer takes a token that looked alive: a refresh tells whether the session is really over.
      const fresh = await replaced(host, session, token, signal);
      return fresh && ask(fresh.accessToken, signal);
    },
  };
}

/**
 * Any other profile. Where its chain of source_profile begins at an access portal, that session is what a person signs
 * in to, and it is kept alive as ours; the rest is the SDK's.
 */
function providerIdentity(host: SessionHost, about: ProviderProfile, source: SsoProfile | undefined): Identity {
  const session = source && cliSession(host, source);
  return {
    name: `profile ${about.profile}`,
    profile: about.profile,
    region: about.region,
    session,
    async credentials(signal) {
      if (session && !(await liveToken(host, session, signal))) return undefined;
      return providerCredentials(about, signal);
    },
  };
}
