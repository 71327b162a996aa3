import type { Aws } from './exchange.ts';

/** The content of `~/.aws/sso/cache/<hash>.json` as AWS CLI v2 writes it for an sso-session. */
export interface CachedSession {
  startUrl: string;
  region: string;
  accessToken: string;
  /** RFC 3339, UTC, whole seconds. */
  expiresAt: string;
  clientId: string;
  clientSecret: string;
  registrationExpiresAt: string;
  refreshToken: string;
}

/** Signs the person in without asking. */
export function issueSession({ options, registrations, sessions }: Aws): CachedSession {
  const now = options.now();
  const registration = {
    name: 'botocore-client-fake',
    scopes: ['sso:account:access'],
    grantTypes: ['authorization_code', 'refresh_token'],
    redirectUris: ['http://127.0.0.1/oauth/callback'],
  };
  const client = registrations.register(registration, now, options.registrationSeconds);
  const tokens = sessions.begin(client, now);
  return {
    startUrl: options.startUrl,
    region: options.region,
    accessToken: tokens.accessToken,
    expiresAt: rfc3339(tokens.expiresAt),
    clientId: client.clientId,
    clientSecret: client.clientSecret,
    registrationExpiresAt: rfc3339(client.expiresAt),
    refreshToken: tokens.refreshToken ?? '',
  };
}

function rfc3339(epoch: number): string {
  return new Date(epoch).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
