import type { Exchange } from './exchange.ts';
import { expired, Refusal } from './refusal.ts';
import type { RoleSession, Sessions } from './sessions.ts';
import { type Claim, readPresigned, readTime, sha256, signatureOf } from './sigv4.ts';

const HOST = 'bedrock.amazonaws.com';
const LONGEST_SECONDS = 43_200;
const SKEW_MS = 5 * 60_000;

const NAMES = [
  'Action',
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-Signature',
  'X-Amz-SignedHeaders',
  'Version',
];
/** Permanent keys have none. */
const SESSION_TOKEN = 'X-Amz-Security-Token';

/** Who minted this short-term Bedrock API key. Everything in it is checked; nothing in it is believed. */
export function bearerCaller(token: string, exchange: Exchange, sessions: Sessions, region: string): RoleSession {
  const query = readToken(token);
  const claim = readPresigned(query);
  if (!claim) throw invalid('the presigned URL is incomplete');
  checkScope(claim, query, region);
  const session = sessions.role(claim.accessKeyId);
  if (!session || query.get(SESSION_TOKEN) !== session.sessionToken) throw invalid('unknown role session');
  if (presignedSignature(query, claim, session) !== claim.signature) throw invalid('the signature does not match');
  checkLife(claim, query, exchange);
  exchange.details.role = permissionSetIn(session.arn);
  exchange.details.credentialSeconds = Math.floor((session.endsAt - readTime(claim.time)) / 1000);
  if (session.endsAt <= exchange.now) throw expired.bedrock;
  return session;
}

/** The name of the permission set, or of whatever role it is. */
function permissionSetIn(arn: string): string {
  const [, role = ''] = arn.split('/');
  return /^AWSReservedSSO_(.*)_[0-9a-f]{16}$/.exec(role)?.[1] ?? role;
}

/** The token's parameters, decoded: exactly those that there must be, each once, `Version=1` last. */
function readToken(token: string): Map<string, string> {
  const encoded = /^bedrock-api-key-([A-Za-z0-9+/]+={0,2})$/.exec(token)?.[1];
  if (!encoded) throw invalid('not of the form bedrock-api-key-<base64>');
  const text = Buffer.from(encoded, 'base64').toString();
  if (Buffer.from(text).toString('base64') !== encoded) throw invalid('not the base64 of a text');
  const [address, queryText, more] = text.split('?');
  if (address !== `${HOST}/` || !queryText || more !== undefined) throw invalid(`not a URL of ${HOST}`);
  if (!queryText.endsWith('&Version=1')) throw invalid('does not end in &Version=1');
  const pairs = [...new URLSearchParams(queryText)];
  const query = new Map(pairs);
  const known = NAMES.length + (query.has(SESSION_TOKEN) ? 1 : 0);
  if (pairs.length !== known || !NAMES.every((name) => query.has(name))) throw invalid('unknown or missing parameters');
  return query;
}

function checkScope(claim: Claim, query: ReadonlyMap<string, string>, region: string): void {
  if (query.get('Action') !== 'CallWithBearerToken') throw invalid('not for CallWithBearerToken');
  if (claim.service !== 'bedrock') throw invalid(`signed for the service ${claim.service}`);
  if (claim.region !== region) throw invalid(`signed for the region ${claim.region}`);
  if (claim.signedHeaders.join(';') !== 'host') throw invalid('host must be the signed header');
}

function presignedSignature(query: ReadonlyMap<string, string>, claim: Claim, session: RoleSession): string {
  // Version is appended after signing.
  const signed = [...query].filter(([name]) => name !== 'X-Amz-Signature' && name !== 'Version');
  const headers = new Headers({ host: HOST });
  const request = { method: 'POST', path: '/', query: signed, headers, payloadHash: sha256('') };
  return signatureOf(request, claim, session.secretAccessKey);
}

function checkLife(claim: Claim, query: ReadonlyMap<string, string>, exchange: Exchange): void {
  const seconds = Number(query.get('X-Amz-Expires'));
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > LONGEST_SECONDS)
    throw invalid('X-Amz-Expires is out of range');
  exchange.details.tokenSeconds = seconds;
  const start = readTime(claim.time);
  if (!(start <= exchange.now + SKEW_MS)) throw invalid('signed in the future');
  if (start + seconds * 1000 <= exchange.now) {
    throw new Refusal(403, 'AccessDeniedException', 'Bearer Token has expired', 'X-Amz-Expires has passed');
  }
}

/** AWS never says which part is wrong; the log of calls does. */
function invalid(reason: string): Refusal {
  const message = 'Authentication failed: Please make sure your API Key is valid.';
  return new Refusal(403, 'AccessDeniedException', message, reason);
}
