import type { Host } from '../host.ts';
import type { Network } from '../network/aws-client.ts';
import type { Config } from '../policy/config.ts';
import type { Secret } from '../secret.ts';
import { openVault } from '../vault/vault.ts';
import { awsFiles } from './aws-config.ts';
import { type ChainedProfile, readProfile } from './profile.ts';
import { type Role, type RoleCredentials, roleCredentials } from './role-credentials.ts';
import { liveToken, replaced, type SessionHost, type SsoSession, sessionKey } from './session.ts';
import type { SsoProfile } from './sso-profile.ts';
import { cliCache, vaultStore } from './token-store.ts';

export type IdentityHost = Pick<Host, 'platform' | 'env' | 'home' | 'pause' | 'now'>;

/** The person as AWS sees them: how to get their credentials, and where they sign in when that needs a person. */
export interface Identity {
  /** How a person would name it. */
  name: string;
  /** The named profile that has the session, or the credentials, where there is one. */
  profile: string | undefined;
  /** The region of the identity's own settings, for Bedrock and STS. */
  region: string | undefined;
  /** Undefined: there is nothing to sign in to, the profile's own provider decides. */
  session: SsoSession | undefined;
  /** Credentials without asking anybody; undefined when a person must sign in. */
  credentials(signal: AbortSignal): Promise<RoleCredentials | undefined>;
}

export function networkOf(host: Pick<Host, 'env'>, config: Pick<Config, 'proxyUrl'>): Network {
  return { env: host.env, proxyUrl: config.proxyUrl };
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
  const profile = readProfile(setting.profile, awsFiles(host, setting.awsDir));
  if (profile.kind === 'sso') return profileIdentity(withNetwork, setting.profile, profile);
  return providerIdentity(withNetwork, profile);
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

/** Any other profile. Where its chain begins at an access portal, that session is what a person signs in to. */
function providerIdentity(host: SessionHost, profile: ChainedProfile): Identity {
  const { name, region, source } = profile;
  const portal = source.kind === 'sso' ? profileIdentity(host, source.profile, source.sso) : undefined;
  return {
    name: `profile ${name}`,
    profile: source.profile,
    region,
    session: portal?.session,
    async credentials(signal) {
      const { chainCredentials } = await import('./chain.ts');
      return chainCredentials(host, profile, portal?.credentials, signal);
    },
  };
}
