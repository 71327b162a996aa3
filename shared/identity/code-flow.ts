import { createHash, randomBytes } from 'node:crypto';
import { networkProblem } from '../network/failure.ts';
import { createToken, type OidcHost, oidcClient, type Portal, register, tokenFrom } from './oidc.ts';
import { type Invite, refused } from './sign-in.ts';
import type { SsoToken } from './sso-token.ts';

/** The listener on loopback to which the browser comes back. */
export interface Callback {
  /** With the port. */
  redirectUri: string;
  /** Resolves with the query of the first callback that carries this state; rejects when the listener closes. */
  wait(state: string, signal: AbortSignal): Promise<URLSearchParams>;
}

/** What the AWS CLI registers: the service ignores the port of a loopback redirect (RFC 8252, section 7.3). */
const REGISTERED_REDIRECT = 'http://127.0.0.1/oauth/callback';
export const CALLBACK_PATH = '/oauth/callback';

/** Signs in by authorization code with PKCE (RFC 7636) in a browser of this machine. */
export async function signInByCode(
  host: OidcHost,
  portal: Portal,
  callback: Callback,
  invite: Invite,
  expiresAt: number,
  signal: AbortSignal,
): Promise<SsoToken> {
  const oidc = oidcClient(host.network, portal.region);
  const registration = await register(
    oidc,
    portal,
    { flow: 'code', redirectUri: REGISTERED_REDIRECT, issuerUrl: portal.startUrl },
    signal,
  );
  const state = randomBytes(16).toString('base64url');
  const verifier = randomBytes(32).toString('base64url');
  const returned = callback.wait(state, signal);
  await invite({
    address: await authorizeUrl(oidc, registration.clientId, portal, callback, state, verifier),
    expiresAt,
  });
  const code = codeIn(await returned);
  const request = {
    clientId: registration.clientId,
    clientSecret: registration.clientSecret.reveal(),
    grantType: 'authorization_code',
    redirectUri: callback.redirectUri,
    codeVerifier: verifier,
    code,
  };
  const grant = await createToken(oidc, request, signal).catch((thrown: Error) => {
    throw refused(thrown.name) ?? networkProblem(thrown, 'SSO OIDC CreateToken', signal);
  });
  return tokenFrom(grant, registration, portal, host.now());
}

/** The service's own host, or the one of AWS_ENDPOINT_URL: whatever the client resolved. */
async function authorizeUrl(
  oidc: ReturnType<typeof oidcClient>,
  clientId: string,
  portal: Portal,
  callback: Callback,
  state: string,
  verifier: string,
): Promise<string> {
  const endpoint = await endpointOf(oidc, portal.region);
  const url = new URL('/authorize', endpoint);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: callback.redirectUri,
    state,
    code_challenge_method: 'S256',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    scopes: portal.scopes.join(','),
  }).toString();
  return url.href;
}

async function endpointOf(oidc: ReturnType<typeof oidcClient>, region: string): Promise<string> {
  const set = await oidc.config.endpoint?.();
  if (set) return `${set.protocol}//${set.hostname}${set.port ? `:${set.port}` : ''}`;
  const [UseFIPS, UseDualStack] = await Promise.all([
    oidc.config.useFipsEndpoint(),
    oidc.config.useDualstackEndpoint(),
  ]);
  return oidc.config.endpointProvider({ Region: region, UseFIPS, UseDualStack }).url.origin;
}

function codeIn(query: URLSearchParams): string {
  const code = query.get('code');
  if (code) return code;
  throw refused(query.get('error') === 'access_denied' ? 'AccessDeniedException' : 'InvalidGrantException');
}
