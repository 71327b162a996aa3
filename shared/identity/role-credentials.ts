import { GetRoleCredentialsCommand, SSOClient } from '@aws-sdk/client-sso';
import * as v from 'valibot';
import { clientSettings, type Network } from '../network/aws-client.ts';
import { networkProblem } from '../network/failure.ts';
import { headerText } from '../network/header.ts';
import { Problem } from '../problem.ts';
import { Secret } from '../secret.ts';
import { LAST_MOMENT } from './sso-token.ts';

/** What signs requests. `expiresAt` (epoch ms) and `sessionToken` are undefined for a user's permanent keys. */
export interface RoleCredentials {
  accessKeyId: string;
  secretAccessKey: Secret;
  sessionToken: Secret | undefined;
  expiresAt: number | undefined;
  /** AWS could not be asked whether there are newer ones, and why. */
  doubt?: Problem;
}

/** An account and a permission set in it. */
export interface Role {
  accountId: string;
  roleName: string;
}

/** In the shape that AWS clients take. */
export function revealed(credentials: RoleCredentials) {
  return {
    accessKeyId: credentials.accessKeyId,
    secretAccessKey: credentials.secretAccessKey.reveal(),
    ...(credentials.sessionToken ? { sessionToken: credentials.sessionToken.reveal() } : {}),
  };
}

/** Credentials from the access portal (GetRoleCredentials); undefined when the portal says that the session is over. */
export async function roleCredentials(
  network: Network,
  region: string,
  role: Role,
  accessToken: Secret,
  signal: AbortSignal,
): Promise<RoleCredentials | undefined> {
  try {
    const portal = new SSOClient(clientSettings(network, 'SSO', region));
    const request = new GetRoleCredentialsCommand({ ...role, accessToken: accessToken.reveal() });
    return readCredentials((await portal.send(request, { abortSignal: signal })).roleCredentials);
  } catch (thrown) {
    if ((thrown as Error).name === 'UnauthorizedException') return undefined;
    throw refusedRole(thrown, role) ?? networkProblem(thrown, 'SSO GetRoleCredentials', signal);
  }
}

const answered = v.object({
  accessKeyId: headerText,
  secretAccessKey: headerText,
  sessionToken: headerText,
  /** Epoch milliseconds. */
  expiration: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(LAST_MOMENT)),
});

/** The portal's answer, when it is what it should be. */
export function readCredentials(answer: unknown): RoleCredentials {
  const found = v.safeParse(answered, answer);
  if (found.success) {
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = found.output;
    return {
      accessKeyId,
      secretAccessKey: new Secret(secretAccessKey),
      sessionToken: new Secret(sessionToken),
      expiresAt: expiration,
    };
  }
  throw new Problem(
    'unreachable',
    'SSO GetRoleCredentials: answered without credentials',
    'a captive portal or proxy may be in the way: check the network, then try again',
  );
}

function refusedRole(thrown: unknown, { accountId, roleName }: Role): Problem | undefined {
  const name = (thrown as Error).name;
  if (!/^(Forbidden|AccessDenied|ResourceNotFound)Exception$/.test(name)) return undefined;
  return new Problem(
    'awsRefused',
    `the access portal gives no credentials for role ${roleName} in account ${accountId}`,
    'check ssoAccountId and ssoRoleName (sso_account_id, sso_role_name), or ask your administrator for the assignment',
    thrown,
  );
}
