import type { Exchange } from './exchange.ts';
import { Refusal } from './refusal.ts';
import type { RoleSession, Sessions } from './sessions.ts';
import { type Claim, formatTime, readAuthorization, readTime, sha256, signatureOf } from './sigv4.ts';

/** The codes under which a service refuses a signature. */
export interface SignatureCodes {
  readonly missing: string;
  readonly incomplete: string;
  readonly unknownKey: string;
  readonly expired: string;
  readonly mismatch: string;
}

export interface Scope {
  readonly service: string;
  /** Undefined: any. */
  readonly region?: string;
}

const SKEW_MS = 5 * 60_000;

/** Who signed this request. Checks the whole signature, the payload's hash, the clock and the session. */
export function signedCaller(exchange: Exchange, sessions: Sessions, scope: Scope, codes: SignatureCodes): RoleSession {
  const refuse = (code: string, message: string) => new Refusal(403, code, message, message);
  if (!exchange.headers.get('authorization')) throw refuse(codes.missing, 'Request is missing Authentication Token');
  const claim = readAuthorization(exchange.headers);
  if (!claim) throw new Refusal(400, codes.incomplete, 'Authorization header is incomplete or malformed');
  const session = sessions.role(claim.accessKeyId);
  if (!session || (exchange.headers.get('x-amz-security-token') ?? undefined) !== session.sessionToken) {
    throw refuse(codes.unknownKey, 'The security token included in the request is invalid.');
  }
  const complaint = complaintAbout(claim, exchange, scope) ?? mismatch(claim, exchange, session);
  if (complaint) throw refuse(codes.mismatch, complaint);
  if (session.endsAt <= exchange.now)
    throw refuse(codes.expired, 'The security token included in the request is expired');
  return session;
}

function complaintAbout(claim: Claim, exchange: Exchange, scope: Scope): string | undefined {
  if (claim.service !== scope.service) return `Credential should be scoped to correct service: '${scope.service}'.`;
  if (scope.region !== undefined && claim.region !== scope.region)
    return 'Credential should be scoped to a valid region.';
  const now = formatTime(exchange.now);
  const [oldest, newest] = [formatTime(exchange.now - SKEW_MS), formatTime(exchange.now + SKEW_MS)];
  if (readTime(claim.time) < exchange.now - SKEW_MS) {
    return `Signature expired: ${claim.time} is now earlier than ${oldest} (${now} - 5 min.)`;
  }
  if (readTime(claim.time) > exchange.now + SKEW_MS) {
    return `Signature not yet current: ${claim.time} is still later than ${newest} (${now} + 5 min.)`;
  }
  return undefined;
}

function mismatch(claim: Claim, exchange: Exchange, session: RoleSession): string | undefined {
  const payloadHash = sha256(exchange.body);
  const stated = exchange.headers.get('x-amz-content-sha256') ?? payloadHash;
  const mustSign = ['host', 'x-amz-date', ...(session.sessionToken ? ['x-amz-security-token'] : [])];
  const request = {
    method: exchange.method,
    path: exchange.url.pathname,
    query: [...exchange.url.searchParams],
    headers: exchange.headers,
    payloadHash,
  };
  if (
    stated === payloadHash &&
    mustSign.every((name) => claim.signedHeaders.includes(name)) &&
    signatureOf(request, claim, session.secretAccessKey) === claim.signature
  ) {
    return undefined;
  }
  return (
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key ' +
    'and signing method. Consult the service documentation for details.'
  );
}
