import * as v from 'valibot';
import { aborted, deadline } from '../deadline.ts';
import type { Env } from '../host.ts';
import { headerText } from '../network/header.ts';
import { Problem } from '../problem.ts';
import { Secret } from '../secret.ts';
import type { RoleCredentials } from './role-credentials.ts';
import { LAST_MOMENT } from './sso-token.ts';

/** The names of `credential_source`. */
type Surroundings = 'Environment' | 'Ec2InstanceMetadata' | 'EcsContainer';

/** The metadata services are on this machine or beside it; without one, nothing answers at all. */
const ANSWER_LIMIT_MS = 1_000;
const LIMIT_MS = 5_000;

/** What surrounds us has given credentials: the environment, the machine, or the container. */
export async function surroundingCredentials(
  env: Env,
  profile: string,
  source: Surroundings,
  signal: AbortSignal,
): Promise<RoleCredentials> {
  const refuse = (thrown?: unknown) => nothingThere(profile, source, thrown);
  if (source === 'Environment') return environmentCredentials(env) ?? throwing(refuse());
  if (source === 'Ec2InstanceMetadata' && /^true$/i.test(env['AWS_EC2_METADATA_DISABLED'] ?? '')) throw refuse();
  const limit = deadline(LIMIT_MS, refuse());
  const found = await Promise.race([asked(source), aborted(signal), aborted(limit)]).catch((thrown: unknown) =>
    throwing(thrown instanceof Problem ? thrown : refuse(thrown)),
  );
  const credentials = credentialsOf(found.accessKeyId, found.secretAccessKey, found.sessionToken, found.expiration);
  // Of these, that they end is sure.
  return credentials?.expiresAt ? credentials : throwing(refuse());
}

/** By the SDK: it knows the protocols, their tokens and which hosts may be asked. */
async function asked(source: 'Ec2InstanceMetadata' | 'EcsContainer') {
  const { fromHttp, fromInstanceMetadata } = await import('@aws-sdk/credential-providers');
  const limits = { timeout: ANSWER_LIMIT_MS, maxRetries: 1 };
  if (source === 'Ec2InstanceMetadata') return fromInstanceMetadata(limits)();
  return fromHttp(limits)();
}

/** The credentials that the environment holds, as the AWS CLI reads them. */
function environmentCredentials(env: Env): RoleCredentials | undefined {
  return credentialsOf(
    env['AWS_ACCESS_KEY_ID'],
    env['AWS_SECRET_ACCESS_KEY'],
    env['AWS_SECURITY_TOKEN'] || env['AWS_SESSION_TOKEN'],
    new Date(env['AWS_CREDENTIAL_EXPIRATION'] ?? ''),
  );
}

const keys = v.object({ id: headerText, secret: headerText, token: v.nullish(v.union([v.literal(''), headerText])) });

/** Undefined where these are no keys that a request can carry. */
function credentialsOf(
  id: string | undefined,
  secret: string | undefined,
  token: string | undefined,
  end: Date | undefined,
): RoleCredentials | undefined {
  const found = v.safeParse(keys, { id, secret, token });
  if (!found.success) return undefined;
  return {
    accessKeyId: found.output.id,
    secretAccessKey: new Secret(found.output.secret),
    sessionToken: found.output.token ? new Secret(found.output.token) : undefined,
    expiresAt: momentOf(end),
  };
}

function momentOf(end: Date | undefined): number | undefined {
  const moment = end?.getTime() ?? 0;
  return moment > 0 && moment < LAST_MOMENT ? moment : undefined;
}

function throwing(problem: Problem): never {
  throw problem;
}

const LOOKED_AT: Record<Surroundings, string> = {
  Environment: 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY hold no keys',
  Ec2InstanceMetadata: 'no instance metadata service gave any',
  EcsContainer: 'no container service gave any (AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or _FULL_URI)',
};

function nothingThere(profile: string, source: Surroundings, cause: unknown): Problem {
  return new Problem(
    'configuration',
    `profile ${profile} has its credentials from credential_source ${source}: ${LOOKED_AT[source]}`,
    'run this where they are, or name a source_profile instead',
    cause,
  );
}
