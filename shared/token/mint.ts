// The package's index also loads every credential provider of the SDK, which costs the helper milliseconds.
import { getToken } from '@aws/bedrock-token-generator/dist/getToken.js';
import type { Host } from '../host.ts';
import { type RoleCredentials, revealed } from '../identity/role-credentials.ts';
import { Problem } from '../problem.ts';
import { Secret } from '../secret.ts';

/** A short-term Amazon Bedrock API key. `expiresAt` is in epoch milliseconds. */
export interface BearerToken {
  token: Secret;
  expiresAt: number;
}

/** The most that AWS allows (X-Amz-Expires). */
const LONGEST_LIFE_S = 43_200;

/**
 * Signs a bearer token with the official generator. It dies with its credentials whatever it says, so it says no more
 * than they have: the reader of X-Amz-Expires can believe it.
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
  const token = await getToken({ region, credentials: revealed(credentials), expiresInSeconds: life });
  return { token: new Secret(token), expiresAt: now + life * 1000 };
}
