import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import * as v from 'valibot';
import { readIfThere } from '../files.ts';
import type { Host } from '../host.ts';
import { clientSettings } from '../network/aws-client.ts';
import { networkProblem } from '../network/failure.ts';
import { headerText } from '../network/header.ts';
import { describe, Problem } from '../problem.ts';
import { Secret } from '../secret.ts';
import { expandHome } from './aws-config.ts';
import type { OidcHost } from './oidc.ts';
import type { AssumedRole } from './profile-source.ts';
import { type RoleCredentials, revealed } from './role-credentials.ts';
import { LAST_MOMENT } from './sso-token.ts';

/** Where a role's partition has an STS, for a profile that names no region of it. */
const HOME_REGIONS: Record<string, string> = { 'aws-us-gov': 'us-gov-west-1', 'aws-cn': 'cn-north-1' };
const PARTITIONS: [RegExp, string][] = [
  [/^us-gov-/, 'aws-us-gov'],
  [/^cn-/, 'aws-cn'],
  [/^us-iso-/, 'aws-iso'],
  [/^us-isob-/, 'aws-iso-b'],
  [/^eusc-/, 'aws-eusc'],
];

/**
 * The region whose STS assumes a role: the environment's or the profile's, as in the AWS CLI, when it is in the role's
 * partition; never the region of IAM Identity Center.
 */
export function stsRegion(arn: string, named: (string | undefined)[]): string {
  const partition = arn.split(':')[1] ?? '';
  const fitting = named.find((region) => region && partitionOf(region) === partition);
  return fitting ?? HOME_REGIONS[partition] ?? named.find(Boolean) ?? 'us-east-1';
}

function partitionOf(region: string): string {
  return PARTITIONS.find(([prefix]) => prefix.test(region))?.[1] ?? 'aws';
}

/** STS AssumeRole with the credentials of the step before. */
export function assumeRole(
  host: OidcHost,
  region: string,
  role: AssumedRole,
  source: RoleCredentials,
  signal: AbortSignal,
): Promise<RoleCredentials> {
  const sts = new STSClient({ ...clientSettings(host.network, 'STS', region), credentials: revealed(source) });
  const request = new AssumeRoleCommand({
    ...sessionOf(host, role),
    ...(role.externalId ? { ExternalId: role.externalId } : {}),
    ...(role.durationSeconds ? { DurationSeconds: role.durationSeconds } : {}),
  });
  return answered('STS AssumeRole', role, signal, () => sts.send(request, { abortSignal: signal }));
}

/** STS AssumeRoleWithWebIdentity with the token in that file, read afresh: whoever put it there renews it. */
export async function assumeRoleWithWebIdentity(
  host: OidcHost & Pick<Host, 'platform' | 'home'>,
  region: string,
  tokenFile: string,
  role: AssumedRole,
  signal: AbortSignal,
): Promise<RoleCredentials> {
  const WebIdentityToken = await tokenIn(expandHome(host, tokenFile), role.profile);
  const sts = new STSClient(clientSettings(host.network, 'STS', region));
  const request = new AssumeRoleWithWebIdentityCommand({ ...sessionOf(host, role), WebIdentityToken });
  return answered('STS AssumeRoleWithWebIdentity', role, signal, () => sts.send(request, { abortSignal: signal }));
}

function sessionOf(host: Pick<Host, 'now'>, { arn, sessionName }: AssumedRole) {
  return { RoleArn: arn, RoleSessionName: sessionName ?? `bedrock-launcher-${Math.floor(host.now() / 1000)}` };
}

async function tokenIn(file: string, profile: string): Promise<string> {
  const token = (await readIfThere(file))?.toString('utf8').trim();
  if (token && v.is(headerText, token)) return token;
  const what = token === undefined ? 'there is no such file' : 'it holds no token';
  const hint = 'correct web_identity_token_file, or have the token put there';
  throw new Problem('configuration', `${file}, the web_identity_token_file of profile ${profile}: ${what}`, hint);
}

const given = v.object({
  AccessKeyId: headerText,
  SecretAccessKey: headerText,
  SessionToken: headerText,
  Expiration: v.pipe(v.date(), v.minValue(new Date(0)), v.maxValue(new Date(LAST_MOMENT))),
});

async function answered(
  call: string,
  role: AssumedRole,
  signal: AbortSignal,
  send: () => Promise<{ Credentials?: unknown }>,
): Promise<RoleCredentials> {
  try {
    return readCredentials(call, (await send()).Credentials);
  } catch (thrown) {
    throw refused(thrown, call, role) ?? networkProblem(thrown, `${call} for profile ${role.profile}`, signal);
  }
}

function readCredentials(call: string, answer: unknown): RoleCredentials {
  const found = v.safeParse(given, answer);
  if (!found.success) {
    const hint = 'a captive portal or proxy may be in the way: check the network, then try again';
    throw new Problem('unreachable', `${call}: answered without credentials`, hint);
  }
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = found.output;
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: new Secret(SecretAccessKey),
    sessionToken: new Secret(SessionToken),
    expiresAt: Expiration.getTime(),
  };
}

/** How STS says no, with what to do about it. */
const REFUSALS: [RegExp, string, string][] = [
  [
    /^AccessDenied/,
    'AWS does not let it',
    'check role_arn and external_id, or ask your administrator for sts:AssumeRole',
  ],
  [
    /^ValidationError$/,
    'AWS does not take the request',
    'check duration_seconds, role_session_name and role_arn of that profile',
  ],
  [
    /^(InvalidIdentityToken|ExpiredToken)Exception$|^IDPRejectedClaim/,
    'AWS does not take the web identity token',
    'renew the file that web_identity_token_file names',
  ],
  [/^RegionDisabled/, 'STS is not switched on in that region', 'name another region in the profile'],
];

function refused(thrown: unknown, call: string, { profile, arn }: AssumedRole): Problem | undefined {
  const { name, message } = thrown as Error;
  const [, what, hint] = REFUSALS.find(([pattern]) => pattern.test(name ?? '')) ?? [];
  if (!what || !hint) return undefined;
  const words = describe(message).slice(0, 200);
  return new Problem('awsRefused', `${call} of ${arn} for profile ${profile}: ${what} (${words})`, hint, thrown);
}
