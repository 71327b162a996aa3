import {
  CreateTokenCommand,
  type CreateTokenRequest,
  RegisterClientCommand,
  SSOOIDCClient,
} from '@aws-sdk/client-sso-oidc';
import * as v from 'valibot';
import { clientSettings, type Network } from '../network/aws-client.ts';
import { networkProblem } from '../network/failure.ts';
import { headerText } from '../network/header.ts';
import { Problem } from '../problem.ts';
import { Secret } from '../secret.ts';
import { awsTime, LAST_MOMENT, SsoToken, type SsoTokenFile } from './sso-token.ts';

/** Where people sign in: one access portal of IAM Identity Center. */
export interface Portal {
  startUrl: string;
  region: string;
  /** Empty for a legacy profile, which then gets no refresh token. */
  scopes: string[];
}

const LONGEST_LIFE_S = 10 * 365 * 86_400;

/** It is part of the address that a browser is sent to. */
const LONGEST_CLIENT_ID = 4096;

const registration = v.object({
  clientId: v.pipe(headerText, v.maxLength(LONGEST_CLIENT_ID)),
  clientSecret: headerText,
  clientSecretExpiresAt: v.pipe(v.number(), v.minValue(0), v.maxValue(LAST_MOMENT / 1000)),
});

/** Our registration with the OIDC service; it lives for about 90 days. */
export interface Registration {
  clientId: string;
  clientSecret: Secret;
  /** Epoch seconds. */
  expiresAt: number;
}

export interface OidcHost {
  network: Network;
  now(): number;
}

export function oidcClient(network: Network, region: string): SSOOIDCClient {
  return new SSOOIDCClient(clientSettings(network, 'SSO_OIDC', region));
}

export type ClientKind = { flow: 'device' } | { flow: 'code'; redirectUri: string; issuerUrl: string };

/** Registers a public client, as the AWS CLI does: the grants and the redirect are named for the code flow only. */
export async function register(
  oidc: SSOOIDCClient,
  portal: Portal,
  kind: ClientKind,
  signal: AbortSignal,
): Promise<Registration> {
  const answer = await sent('SSO OIDC RegisterClient', signal, () =>
    oidc.send(
      new RegisterClientCommand({
        clientName: 'bedrock-launcher',
        clientType: 'public',
        ...(portal.scopes.length > 0 ? { scopes: portal.scopes } : {}),
        ...(kind.flow === 'code'
          ? {
              grantTypes: ['authorization_code', 'refresh_token'],
              redirectUris: [kind.redirectUri],
              issuerUrl: kind.issuerUrl,
            }
          : {}),
      }),
      { abortSignal: signal },
    ),
  );
  return readRegistration(answer);
}

export function readRegistration(answer: unknown): Registration {
  const { clientId, clientSecret, clientSecretExpiresAt } = checked(registration, answer);
  return { clientId, clientSecret: new Secret(clientSecret), expiresAt: clientSecretExpiresAt };
}

/** What the token endpoint gave; `expiresIn` is in seconds from now. */
const grant = v.object({
  accessToken: headerText,
  refreshToken: v.nullish(headerText),
  expiresIn: v.pipe(v.number(), v.minValue(1), v.maxValue(LONGEST_LIFE_S)),
});

export type Grant = v.InferOutput<typeof grant>;

/** Asks for a token. Throws the SDK's exceptions as they are: the flows tell pending from denied by their names. */
export async function createToken(
  oidc: SSOOIDCClient,
  request: CreateTokenRequest,
  signal: AbortSignal,
): Promise<Grant> {
  return readGrant(await oidc.send(new CreateTokenCommand(request), { abortSignal: signal }));
}

export function readGrant(answer: unknown): Grant {
  return checked(grant, answer);
}

/** What the service said, when it is what it should be. */
export function checked<Schema extends v.GenericSchema>(schema: Schema, answer: unknown): v.InferOutput<Schema> {
  const found = v.safeParse(schema, answer);
  if (found.success) return found.output;
  throw incomplete(String(found.issues[0].path?.[0]?.key ?? 'an answer'));
}

/** The token in the AWS CLI's form, with all that a later refresh needs. */
export function tokenFrom(grant: Grant, registration: Registration, portal: Portal, now: number): SsoToken {
  const file: SsoTokenFile = {
    startUrl: portal.startUrl,
    region: portal.region,
    accessToken: grant.accessToken,
    expiresAt: awsTime(now + grant.expiresIn * 1000),
    clientId: registration.clientId,
    clientSecret: registration.clientSecret.reveal(),
    registrationExpiresAt: awsTime(registration.expiresAt * 1000),
    ...(grant.refreshToken ? { refreshToken: grant.refreshToken } : {}),
  };
  return new SsoToken(file);
}

/** Runs one call and names its failure. */
export async function sent<Answer>(call: string, signal: AbortSignal, send: () => Promise<Answer>): Promise<Answer> {
  try {
    return await send();
  } catch (thrown) {
    throw networkProblem(thrown, call, signal);
  }
}

function incomplete(name: string): Problem {
  return new Problem(
    'unreachable',
    `AWS's sign-in service answered without ${name}, or with a bad one`,
    'a proxy or captive portal may be in the way: check the network, then try again',
  );
}
