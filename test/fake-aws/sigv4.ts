import { createHash, createHmac } from 'node:crypto';

/**
 * Signature Version 4, written from its description and sharing no code with the product's library:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export interface SignedRequest {
  readonly method: string;
  /** As on the wire, percent-encoded. */
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Headers;
  readonly payloadHash: string;
}

/** What the signer says about its signature. */
export interface Claim {
  readonly accessKeyId: string;
  /** yyyymmdd */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  /** yyyymmddThhmmssZ */
  readonly time: string;
  readonly signature: string;
}

/** Undefined: not a signature in form. */
export function readAuthorization(headers: Headers): Claim | undefined {
  const form = /^AWS4-HMAC-SHA256 Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/;
  const [, credential, signedHeaders, signature] = form.exec(headers.get('authorization') ?? '') ?? [];
  return readClaim(credential, signedHeaders, headers.get('x-amz-date') ?? undefined, signature);
}

/** `query` holds decoded names and values. */
export function readPresigned(query: ReadonlyMap<string, string>): Claim | undefined {
  if (query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') return undefined;
  return readClaim(
    query.get('X-Amz-Credential'),
    query.get('X-Amz-SignedHeaders'),
    query.get('X-Amz-Date'),
    query.get('X-Amz-Signature'),
  );
}

function readClaim(
  credential: string | undefined,
  signedHeaders: string | undefined,
  time: string | undefined,
  signature: string | undefined,
): Claim | undefined {
  const [accessKeyId, day, region, service, end, more] = credential?.split('/') ?? [];
  if (!accessKeyId || !day || !region || !service || end !== 'aws4_request' || more !== undefined) return undefined;
  if (!signedHeaders || !time || !/^[0-9a-f]{64}$/.test(signature ?? '') || !signature) return undefined;
  if (!/^\d{8}T\d{6}Z$/.test(time) || !time.startsWith(day)) return undefined;
  return { accessKeyId, day, region, service, signedHeaders: signedHeaders.split(';'), time, signature };
}

export function signatureOf(request: SignedRequest, claim: Claim, secretAccessKey: string): string {
  const scope = `${claim.day}/${claim.region}/${claim.service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', claim.time, scope, sha256(canonicalRequest(request, claim.signedHeaders))].join(
    '\n',
  );
  const keyed = [claim.day, claim.region, claim.service, 'aws4_request'].reduce<string | Buffer>(
    (key, part) => hmac(key, part),
    `AWS4${secretAccessKey}`,
  );
  return hmac(keyed, text).toString('hex');
}

function canonicalRequest(request: SignedRequest, signedHeaders: readonly string[]): string {
  const headers = signedHeaders.map(
    (name) => `${name}:${(request.headers.get(name) ?? '').trim().replace(/ +/g, ' ')}\n`,
  );
  return [
    request.method,
    // Every service but S3 encodes the path that is already encoded once more.
    request.path.split('/').map(encode).join('/'),
    canonicalQuery(request.query),
    headers.join(''),
    signedHeaders.join(';'),
    request.payloadHash,
  ].join('\n');
}

function canonicalQuery(query: SignedRequest['query']): string {
  const pairs = query.map(([name, value]) => [encode(name), encode(value)] as const);
  pairs.sort(([a, x], [b, y]) => compare(a, b) || compare(x, y));
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** RFC 3986: everything but the unreserved characters. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** Epoch milliseconds of `yyyymmddThhmmssZ`. */
export function readTime(time: string): number {
  return Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

export function formatTime(epoch: number): string {
  return new Date(epoch).toISOString().replace(/[-:]|\.\d{3}/g, '');
}
