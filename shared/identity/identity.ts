import type { Host } from '../host.ts';
import type { Network } from '../network/aws-client.ts';
import { networkProblem } from '../network/failure.ts';
import type { Config } from '../policy/config.ts';
import { Problem } from '../problem.ts';
import { Secret } from '../secret.ts';
import { openVault } from '../vault/vault.ts';
import { type AwsFiles, awsFiles, readProfile, type SsoProfile } from './profile.ts';
import { type Role, type RoleCredentials, roleCredentials } from './role-credentials.ts';
import { liveToken, refreshed, type SessionHost, type SsoSession, sessionKey } from './session.ts';
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
  const files = awsFiles(host, setting.awsDir);
  const profile = await readProfile(setting.profile, files);
  if (profile.kind === 'sso') return profileIdentity(withNetwork, setting.profile, profile);
  return providerIdentity(setting.profile, files, profile.region);
}

function pick({ platform, env, home, pause, now }: IdentityHost): IdentityHost {
  return { platform, env, home, pause, now };
}

function profileIdentity(host: SessionHost, name: string, profile: SsoProfile): Identity {
  const portal = { startUrl: profile.startUrl, region: profile.ssoRegion, scopes: profile.scopes };
  const cacheKey = profile.sessionName ?? profile.startUrl;
  const session = { portal, key: sessionKey(portal, cacheKey), store: cliCache(host, cacheKey) };
  return ssoIdentity(host, session, profile, { name: `profile ${name}`, profile: name, region: profile.region });
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
      const fresh = await refreshed(host, session, token, signal);
      const changed = fresh && fresh.accessToken.reveal() !== token.accessToken.reveal();
      return changed ? ask(fresh.accessToken, signal) : undefined;
    },
  };
}

/** Static keys, credential_process, assumed roles and so on: resolved by the SDK as it would for any program. */
function providerIdentity(profile: string, files: AwsFiles, region: string | undefined): Identity {
  return {
    name: `profile ${profile}`,
    profile,
    region,
    session: undefined,
    async credentials() {
      refuseLoop(profile);
      const { fromIni } = await import('@aws-sdk/credential-providers');
      const provider = fromIni({ profile, configFilepath: files.config, filepath: files.credentials });
      const found = await provider().catch((thrown: unknown) => {
        throw providerProblem(thrown, profile, files);
      });
      return {
        accessKeyId: found.accessKeyId,
        secretAccessKey: new Secret(found.secretAccessKey),
        sessionToken: found.sessionToken ? new Secret(found.sessionToken) : undefined,
        expiresAt: found.expiration?.getTime(),
      };
    },
  };
}

/** Tells a credential_process that we ask for this profile: should it be ourselves, we must not ask again. */
const RESOLVING = 'BEDROCK_LAUNCHER_RESOLVING';

function refuseLoop(profile: string): void {
  const asked = (process.env[RESOLVING] ?? '').split('\n');
  if (asked.includes(profile)) {
    throw new Problem(
      'configuration',
      `the credential_process of profile ${profile} asks for profile ${profile} again`,
      'let it name another profile: the one that signs in',
    );
  }
  process.env[RESOLVING] = [...asked, profile].join('\n');
}

function providerProblem(thrown: unknown, profile: string, files: AwsFiles): Problem {
  if ((thrown as Error).name !== 'CredentialsProviderError') return networkProblem(thrown, `profile ${profile}`);
  return new Problem(
    'configuration',
    `profile ${profile} in ${files.config} gives no credentials`,
    `check it with: aws sts get-caller-identity --profile ${profile}`,
    thrown,
  );
}
