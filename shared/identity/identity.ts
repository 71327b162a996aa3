import type { Host } from '../host.ts';
import type { Network } from '../network/aws-client.ts';
import type { Config } from '../policy/config.ts';
import type { Secret } from '../secret.ts';
import { sealedFile } from '../vault/key.ts';
import { fileKey } from '../vault/lock.ts';
import { asCache, openVault, type Vault } from '../vault/vault.ts';
import { type AwsFiles, awsFiles } from './aws-config.ts';
import { keptOrNew, type Want } from './kept-role.ts';
import { type ChainedProfile, readProfile } from './profile.ts';
import { type Role, type RoleCredentials, roleCredentials } from './role-credentials.ts';
import { liveToken, replaced, type SessionHost, type SsoSession, sessionKey } from './session.ts';
import type { PortalProfile, SsoProfile } from './sso-profile.ts';
import { cliCache, vaultStore } from './token-store.ts';

export type IdentityHost = Pick<
  Host,
  'platform' | 'env' | 'home' | 'pause' | 'now' | 'wall' | 'uptime' | 'programDir' | 'log' | 'clock'
>;

/** The person as AWS sees them: how to get their credentials, and where they sign in when that needs a person. */
export interface Identity {
  /** How a person would name it. */
  name: string;
  /** The named profile that has the session, or the credentials, where there is one. */
  profile: string | undefined;
  /** The way to AWS, with what the profile says of it. */
  network: Network;
  /** The region of the identity's own settings, for Bedrock and STS. */
  region: string | undefined;
  /** Undefined: there is nothing to sign in to, the profile's own provider decides. */
  session: SsoSession | undefined;
  /** What decides how long its credentials live, as a person would name it. */
  lifeSetting: string;
  /** Files of other programs that it was read from: when one changes, it may be another. */
  files: string[];
  /** Whether its credentials and what is made of them may be kept: what a program or the machine itself gives may change at any time. */
  keepable: boolean;
  /** Forgets what is kept of credentials: somebody else may have signed in. */
  forget(): Promise<void>;
  /** Credentials without asking anybody; undefined when a person must sign in. */
  credentials(signal: AbortSignal, want: Want): Promise<RoleCredentials | undefined>;
}

export function networkOf(
  host: Pick<Host, 'env' | 'clock' | 'log'> & Partial<Pick<Host, 'platform'>>,
  config: Pick<Config, 'proxyUrl' | 'proxyPacUrl'>,
): Network {
  const { env, platform, clock, log } = host;
  const { proxyUrl, proxyPacUrl } = config;
  return { env, platform, clock, log, proxyUrl, proxyPacUrl };
}

/**
 * Finds out who the settings mean. Where `mayAsk` is true, a person may be asked to unlock the keychain.
 * Throws a Problem (configuration) that names the file and what it lacks.
 */
export async function resolveIdentity(host: IdentityHost, config: Config, mayAsk = false): Promise<Identity> {
  const setting = config.identity();
  const withNetwork = { ...pick(host), network: networkOf(host, config) };
  const vault = openVault(host, config.secureStorage, mayAsk);
  if (setting.source === 'sso') {
    const portal = { startUrl: setting.startUrl, region: setting.region, scopes: ['sso:account:access'] };
    const key = sessionKey(portal, 'toolkit');
    const name = `session-${key}`;
    const session = { portal, key, refreshArgs: [], store: vaultStore(vault, name, sealedFile(host, name)) };
    return ssoIdentity(withNetwork, vault, session, setting, { name: `role ${setting.roleName}`, files: [] });
  }
  const files = awsFiles(host, setting.awsDir);
  const profile = readProfile(setting.profile, files, host.env, setting.described);
  withNetwork.network.endpoints = profile.endpoints;
  // Of a profile that may not be there yet, the settings themselves tell the refresher.
  const refreshArgs = setting.described && [];
  if (profile.kind === 'sso') return profileIdentity(withNetwork, vault, setting.profile, profile, files, refreshArgs);
  return chainIdentity(withNetwork, vault, profile, files);
}

function pick({ platform, env, home, pause, now, wall, uptime, programDir, log, clock }: IdentityHost): IdentityHost {
  return { platform, env, home, pause, now, wall, uptime, programDir, log, ...(clock ? { clock } : {}) };
}

function profileIdentity(
  host: SessionHost,
  vault: Vault,
  name: string,
  profile: SsoProfile,
  { config, credentials }: AwsFiles,
  refreshArgs: readonly string[] = [`--profile=${name}`],
): Identity {
  const about = { name: `profile ${name}`, profile: name, region: profile.region, files: [config, credentials] };
  return ssoIdentity(host, asCache(vault), cliSession(host, profile, refreshArgs), profile, about);
}

/** The session of a profile: its token is in the AWS CLI's own cache. */
export function cliSession(
  host: SessionHost,
  profile: PortalProfile,
  refreshArgs: readonly string[] | undefined,
): SsoSession {
  const portal = { startUrl: profile.startUrl, region: profile.ssoRegion, scopes: profile.scopes };
  const cacheKey = profile.sessionName ?? profile.startUrl;
  return { portal, key: sessionKey(portal, cacheKey), refreshArgs, store: cliCache(host, cacheKey) };
}

function ssoIdentity(
  host: SessionHost,
  vault: Vault,
  session: SsoSession,
  { accountId, roleName }: Role,
  about: { name: string; profile?: string; region?: string | undefined; files: string[] },
): Identity {
  const role = { accountId, roleName };
  const ask = (accessToken: Secret, signal: AbortSignal) =>
    roleCredentials(host.network, session.portal.region, role, accessToken, signal);
  const askPortal = async (signal: AbortSignal) => {
    const token = await liveToken(host, session, signal);
    const credentials = token && (await ask(token.accessToken, signal));
    if (!token || credentials) return credentials;
    // The portal no longer takes a token that looked alive: a refresh tells whether the session is really over.
    const fresh = await replaced(host, session, token, signal);
    return fresh && ask(fresh.accessToken, signal);
  };
  const name = `role-${fileKey(`${session.key}\n${accountId}\n${roleName}`)}`;
  return {
    name: about.name,
    profile: about.profile,
    network: host.network,
    region: about.region,
    session,
    lifeSetting: "the permission set's session duration",
    files: about.files,
    keepable: true,
    forget: () => forgetCredentials(vault),
    async credentials(signal, want) {
      // Signed out, by us or by `aws sso logout`: what is kept is not for the next person.
      if (!(await session.store.read())) return undefined;
      return keptOrNew(host, vault, name, want, signal, () => askPortal(signal));
    },
  };
}

/** Any other profile. Where its chain begins at an access portal, that session is what a person signs in to. */
function chainIdentity(host: SessionHost, vault: Vault, profile: ChainedProfile, files: AwsFiles): Identity {
  const { name, region, source, roles } = profile;
  const portal = source.kind === 'sso' ? profileIdentity(host, vault, source.profile, source.sso, files) : undefined;
  const ask = async (signal: AbortSignal, want: Want) => {
    const { chainCredentials } = await import('./chain.ts');
    // They only need to live until the first role is assumed.
    const brief = { ...want, leastMs: ASSUMING_MS };
    return chainCredentials(host, profile, portal && (() => portal.credentials(signal, brief)), signal);
  };
  const keepable = ['sso', 'keys', 'web-identity'].includes(source.kind);
  const assumed = keepable && (roles.length > 0 || source.kind === 'web-identity');
  const kept = `role-${fileKey(JSON.stringify([files, source, roles]))}`;
  return {
    name: `profile ${name}`,
    profile: source.profile,
    network: host.network,
    region,
    session: portal?.session,
    lifeSetting: lifeSettingOf(profile),
    files: [files.config, files.credentials],
    keepable,
    forget: () => forgetCredentials(vault),
    async credentials(signal, want) {
      if (!assumed) return ask(signal, want);
      if (portal?.session && !(await portal.session.store.read())) return undefined;
      return keptOrNew(host, asCache(vault), kept, want, signal, () => ask(signal, want));
    },
  };
}

const ASSUMING_MS = 60_000;

/** AWS lets a role that was assumed with another role's credentials live an hour at most. */
function lifeSettingOf({ name, source, roles }: ChainedProfile): string {
  if (roles.length > 0) return `duration_seconds of profile ${name} (3600 at most where one role assumes another)`;
  return source.kind === 'sso' ? "the permission set's session duration" : `what gives profile ${name} its credentials`;
}

/** Answers of the helper and role credentials; sessions stay. */
async function forgetCredentials(vault: Vault): Promise<void> {
  const names = (await vault.names()).filter((name) => /^(answer|role)-/.test(name));
  await Promise.all(names.map((name) => vault.remove(name)));
}
