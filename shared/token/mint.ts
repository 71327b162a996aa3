import { SignatureV4 } from '@smithy/signature-v4';
import type { Host } from '../host.ts';
import { type RoleCredentials, revealed } from '../identity/role-credentials.ts';
import { Problem } from '../problem.ts';
import { Secret } from '../secret.ts';
import { Sha256 } from '../sha256.ts';

/** A short-term Amazon Bedrock API key. `expiresAt` is in epoch milliseconds. */
export interface BearerToken {
  token: Secret;
  expiresAt: number;
}

/** The most that AWS allows (X-Amz-Expires). */
const LONGEST_LIFE_S = 43_200;

/**
 * Mints a bearer token. It dies with its credentials whatever it says, so it says no more than they have: the reader of
 * X-Amz-Expires can believe it.
 */
export async function mint(
  host: Pick<Host, 'now'>,
  region: string,
  credentials: RoleCredentials,
): Promise<BearerToken> {
  const now = host.now();
  const rest = credentials.expiresAt === undefined ? LONGEST_LIFE_S : Math.floor((credentials.expiresAt - now) / 1000);
  if (!(rest >= 1)) {
    throw new Problem(
      'awsRefused',
      'AWS gave credentials that have already ended',
      "check this machine's clock, then try again",
    );
  }
  const life = Math.min(rest, LONGEST_LIFE_S);
  const token = await signed(new Date(now), region, credentials, life);
  return { token: new Secret(token), expiresAt: now + life * 1000 };
}

/**
 * The same call as in the official generator (@aws/bedrock-token-generator, to which a test compares it), which can't be
 * told the time: it signs with the machine's clock, and AWS refuses what a wrong one has dated.
 */
async function signed(signingDate: Date, region: string, credentials: RoleCredentials, life: number): Promise<string> {
  const signer = new SignatureV4({ service: 'bedrock', region, credentials: revealed(credentials), sha256: Sha256 });
  const hostname = 'bedrock.amazonaws.com';
  const query = { Action: 'CallWithBearerToken' };
  const request = { method: 'POST', protocol: 'https', hostname, path: '/', headers: { host: hostname }, query };
  const presigned = await signer.presign(request, { expiresIn: life, signingDate });
  const parameters = Object.entries(presigned.query ?? {}).map(([name, value]) => [name, encoded(String(value))]);
  const text = parameters.map((pair) => pair.join('=')).sort();
  return `bedrock-api-key-${Buffer.from(`${hostname}/?${text.join('&')}&Version=1`).toString('base64')}`;
}

/** RFC 3986, as signatures have it. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
