import { signedCaller } from './caller.ts';
import { type Aws, type Exchange, formBody, type Operation } from './exchange.ts';
import type { AssumableRole } from './options.ts';
import { queryCodes, queryOperation } from './query-api.ts';
import { Refusal } from './refusal.ts';
import type { RoleSession } from './sessions.ts';
import { type Fields, queryAnswer } from './xml.ts';

/** AWS STS: https://docs.aws.amazon.com/STS/latest/APIReference/ */
export const stsOperations: readonly Operation[] = [
  queryOperation('sts', 'GetCallerIdentity', getCallerIdentity),
  queryOperation('sts', 'AssumeRole', assumeRole),
  queryOperation('sts', 'AssumeRoleWithWebIdentity', assumeRoleWithWebIdentity),
];

function signedBy(exchange: Exchange, { sessions }: Aws): RoleSession {
  const session = signedCaller(exchange, sessions, { service: 'sts' }, queryCodes);
  exchange.details.auth = 'sigv4';
  return session;
}

function getCallerIdentity(exchange: Exchange, aws: Aws): Response {
  const { arn, userId, role } = signedBy(exchange, aws);
  return answer('GetCallerIdentity', { Arn: arn, UserId: userId, Account: role.accountId });
}

const SHORTEST_SECONDS = 900;
const USUAL_SECONDS = 3600;

function assumeRole(exchange: Exchange, aws: Aws): Response {
  const caller = signedBy(exchange, aws);
  const request = readRequest(exchange);
  const role = aws.options.assumableRoles.find(({ arn }) => arn === request.arn);
  const refuses =
    !role ||
    role.webIdentityToken !== undefined ||
    !caller.arn.startsWith(role.trusts ?? '') ||
    (role.externalId !== undefined && role.externalId !== formBody(exchange).get('ExternalId'));
  if (refuses) {
    const who = `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${request.arn}`;
    throw new Refusal(403, 'AccessDenied', who);
  }
  if (caller.sessionToken && request.seconds > USUAL_SECONDS) {
    throw invalid('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.');
  }
  return assumed('AssumeRole', role, request, exchange, aws);
}

/** Its caller signs nothing: the token says who it is. */
function assumeRoleWithWebIdentity(exchange: Exchange, aws: Aws): Response {
  const request = readRequest(exchange);
  const role = aws.options.assumableRoles.find(({ arn }) => arn === request.arn);
  if (role?.webIdentityToken === undefined) {
    throw new Refusal(403, 'AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity');
  }
  if (formBody(exchange).get('WebIdentityToken') !== role.webIdentityToken) {
    throw new Refusal(400, 'InvalidIdentityToken', 'The web identity token that was passed could not be validated');
  }
  return assumed('AssumeRoleWithWebIdentity', role, request, exchange, aws);
}

interface AssumeRequest {
  arn: string;
  sessionName: string;
  seconds: number;
}

function readRequest(exchange: Exchange): AssumeRequest {
  const form = formBody(exchange);
  const [arn, sessionName] = [form.get('RoleArn') ?? '', form.get('RoleSessionName') ?? ''];
  const seconds = Number(form.get('DurationSeconds') ?? USUAL_SECONDS);
  exchange.details.role = arn;
  if (arn.length < 20) throw constraint('roleArn', 'have length greater than or equal to 20');
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) {
    throw constraint('roleSessionName', 'satisfy regular expression pattern: [\\w+=,.@-]*');
  }
  if (!(seconds >= SHORTEST_SECONDS)) throw constraint('durationSeconds', 'have value greater than or equal to 900');
  if ((form.get('ExternalId') ?? '--').length < 2) {
    throw constraint('externalId', 'have length greater than or equal to 2');
  }
  if (seconds > 43_200) throw constraint('durationSeconds', 'have value less than or equal to 43200');
  return { arn, sessionName, seconds };
}

function constraint(name: string, must: string): Refusal {
  return invalid(`1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must ${must}`);
}

function invalid(message: string): Refusal {
  return new Refusal(400, 'ValidationError', message);
}

function assumed(name: string, role: AssumableRole, request: AssumeRequest, { now }: Exchange, aws: Aws): Response {
  if (request.seconds > role.maxSessionSeconds) {
    throw invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
  const session = aws.sessions.assumeByArn(role, request.sessionName, request.seconds, now);
  return answer(name, {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken ?? '',
      Expiration: `${new Date(session.endsAt).toISOString().slice(0, 19)}Z`,
    },
    AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
  });
}

const answer = (name: string, fields: Fields) => queryAnswer(name, 'https://sts.amazonaws.com/doc/2011-06-15/', fields);
