import { createHash } from 'node:crypto';
import { type Aws, type Exchange, jsonBody, textOf } from './exchange.ts';
import { Refusal } from './refusal.ts';
import { type Client, DEVICE_GRANT, mayUse } from './registrations.ts';
import type { Tokens } from './sessions.ts';
import type { DeviceSignIn } from './sign-ins.ts';

type Body = Record<string, unknown>;
type Grant = (body: Body, client: Client, exchange: Exchange, aws: Aws) => Tokens;

/** Timers may fire a little early; a client that keeps the interval must not be told to slow down. */
const POLL_TOLERANCE_MS = 50;

const grants = new Map<string, Grant>([
  [DEVICE_GRANT, deviceGrant],
  ['authorization_code', codeGrant],
  ['refresh_token', refreshGrant],
]);

export function createToken(exchange: Exchange, aws: Aws): Response {
  const body = jsonBody(exchange);
  const grantType = textOf(body['grantType']);
  if (!grantType) throw new Refusal(400, 'InvalidRequestException', 'grantType is required');
  exchange.details.grantType = grantType;
  const client = aws.registrations.authenticate(textOf(body['clientId']), textOf(body['clientSecret']), exchange.now);
  const grant = grants.get(grantType);
  if (!grant) throw new Refusal(400, 'UnsupportedGrantTypeException', 'Unsupported grant type');
  if (!mayUse(client, grantType)) {
    throw new Refusal(400, 'UnauthorizedClientException', 'Client is not allowed to use this grant');
  }
  return tokenAnswer(grant(body, client, exchange, aws), exchange.now);
}

/** The service spells out what it does not give as null. */
function tokenAnswer({ accessToken, expiresAt, refreshToken }: Tokens, now: number): Response {
  return Response.json({
    accessToken,
    aws_sso_app_session_id: null,
    expiresIn: Math.floor((expiresAt - now) / 1000),
    idToken: null,
    issuedTokenType: null,
    originSessionId: null,
    refreshToken: refreshToken ?? null,
    tokenType: 'Bearer',
  });
}

function deviceGrant(body: Body, client: Client, { now }: Exchange, { options, signIns, sessions }: Aws): Tokens {
  const signIn = signIns.device(textOf(body['deviceCode']) ?? '');
  if (!signIn || signIn.client !== client) throw invalidGrant('unknown device code');
  if (signIn.used) throw invalidGrant('the device code was used before');
  if (signIn.expiresAt <= now) throw new Refusal(400, 'ExpiredTokenException', 'Device code has expired');
  if (pollsTooFast(signIn, now, options.deviceIntervalSeconds)) {
    throw new Refusal(400, 'SlowDownException', 'Slow down');
  }
  if (!signIn.decision) throw new Refusal(400, 'AuthorizationPendingException', 'Authorization pending');
  if (signIn.decision === 'deny') throw new Refusal(400, 'AccessDeniedException', 'Access denied');
  signIn.used = true;
  return sessions.begin(client, now);
}

/** The AWS CLI polls once before it shows the code and again right after, so the first poll does not count. */
function pollsTooFast(signIn: DeviceSignIn, now: number, intervalSeconds: number): boolean {
  const [previous] = signIn.polls.slice(1).slice(-1);
  signIn.polls.push(now);
  return previous !== undefined && now - previous < intervalSeconds * 1000 - POLL_TOLERANCE_MS;
}

function codeGrant(body: Body, client: Client, { now }: Exchange, { signIns, sessions, secrets }: Aws): Tokens {
  secrets.note('code verifier', textOf(body['codeVerifier']) ?? '');
  const code = signIns.code(textOf(body['code']) ?? '');
  if (!code || code.signIn.client !== client) throw invalidGrant('unknown code');
  if (code.used) throw invalidGrant('the code was used before');
  if (code.expiresAt <= now) throw invalidGrant('the code has expired');
  code.used = true;
  if (body['redirectUri'] !== code.signIn.redirectUri)
    throw invalidGrant('not the redirect URI of the authorize request');
  if (challengeOf(textOf(body['codeVerifier']) ?? '') !== code.signIn.challenge) {
    throw invalidGrant('the code verifier does not fit the challenge');
  }
  return sessions.begin(client, now);
}

function refreshGrant(body: Body, client: Client, exchange: Exchange, { sessions }: Aws): Tokens {
  const presented = textOf(body['refreshToken']) ?? '';
  exchange.details.refreshTokenHash = createHash('sha256').update(presented).digest('hex').slice(0, 12);
  exchange.details.agent = /^[\w-]*/.exec(exchange.headers.get('user-agent') ?? '')?.[0] ?? '';
  const tokens = sessions.refresh(presented, client, exchange.now);
  if (!tokens) throw invalidGrant('unknown or rotated refresh token, or the portal session is over');
  return tokens;
}

/** RFC 7636: only 43 to 128 unreserved characters are a verifier. */
function challengeOf(verifier: string): string | undefined {
  if (!/^[\w.~-]{43,128}$/.test(verifier)) return undefined;
  return createHash('sha256').update(verifier).digest('base64url');
}

function invalidGrant(reason: string): Refusal {
  return new Refusal(400, 'InvalidGrantException', 'Invalid grant provided', reason);
}
