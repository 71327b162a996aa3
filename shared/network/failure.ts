import { describe, type ExitName, Problem } from '../problem.ts';
import { connectionFault, Unreached } from './connection.ts';
import { retryAfter } from './retry.ts';

interface Sorted {
  code: ExitName;
  what: string;
  hint: string;
}

function unreachable(what: string, hint: string): Sorted {
  return { code: 'unreachable', what, hint };
}

const LATER = 'try again in a minute';

/** What AWS answered, by the exception's name. */
const AWS_FAULTS: [RegExp, Sorted][] = [
  [/^(TooManyRequests|Throttling)/, unreachable('AWS is throttling', LATER)],
  [/^(ModelStreamError|ModelTimeout|InternalServer|ServiceUnavailable)/, unreachable('AWS failed', LATER)],
  [
    /^ExpiredToken/,
    denied('the credentials have expired', 'sign in again with bedrock-launcher, or renew the keys of the profile'),
  ],
  [
    /^(InvalidClientTokenId|SignatureDoesNotMatch)/,
    denied('AWS rejects the credentials', "check the profile and this machine's clock"),
  ],
  [
    /^(Forbidden|AccessDenied|Unauthorized)/,
    denied('access denied', 'ask your administrator for access to this account and role'),
  ],
];

function denied(what: string, hint: string): Sorted {
  return { code: 'awsRefused', what, hint };
}

interface AwsError extends Error {
  code?: string;
  /** The OIDC service's own form. */
  error_description?: string;
  $fault?: string;
  $metadata?: { httpStatusCode?: number };
  $response?: { statusCode?: number; headers?: Record<string, string> };
}

/**
 * Names a failed AWS call as what it is. `call` is how a person would name it, such as `STS GetCallerIdentity`.
 * A Problem passes through unchanged; of an aborted signal, its reason is what happened.
 */
export function networkProblem(thrown: unknown, call: string, signal?: AbortSignal): Problem {
  if (thrown instanceof Problem) return thrown;
  const error = thrown as AwsError;
  const reason = signal?.aborted ? signal.reason : error?.cause;
  if (reason instanceof Problem) return reason;
  return connectionProblem(error, call) ?? foreignAnswer(error, call) ?? awsProblem(error, call);
}

function connectionProblem(error: AwsError, call: string): Problem | undefined {
  const found = error instanceof Unreached ? { what: error.message, hint: error.hint } : connectionFault(error);
  return found && new Problem('unreachable', `${call}: ${found.what}`, found.hint, error);
}

/** Thrown by our fetch for an answer that AWS never gives: a captive portal's page, or its redirect to one. */
export class ForeignAnswer extends Error {
  override readonly name = 'ForeignAnswer';
}

/** AWS names its errors; an answer that the SDK could not read, or an error without a name, is somebody else's. */
function foreignAnswer(error: AwsError, call: string): Problem | undefined {
  if (error.name === 'ForeignAnswer') return foreign(call, error.message, error);
  const status = statusOf(error);
  const named = error.$fault && !/^(Unknown|UnknownError|\d+)$/.test(error.name);
  if (status === undefined || status >= 500 || named) return undefined;
  return foreign(call, `something unreadable (status ${status})`, error);
}

function foreign(call: string, what: string, cause: unknown): Problem {
  return new Problem(
    'unreachable',
    `${call}: answered with ${what} instead of AWS's answer`,
    'a captive portal or proxy may be in the way: open any web page to sign in to the network, then try again',
    cause,
  );
}

function statusOf(error: AwsError): number | undefined {
  const status = error?.$metadata?.httpStatusCode ?? error?.$response?.statusCode;
  // An exception within an event stream has no status of its own.
  return status ?? (error?.$fault ? (error.$fault === 'server' ? 500 : 400) : undefined);
}

/** The name is what a server sent, and it may have sent back a token. */
function nameOf({ name }: AwsError): string {
  return /^[A-Za-z]{1,39}$/.test(name) ? name : 'an error without a proper name';
}

function awsProblem(error: AwsError, call: string): Problem {
  const status = statusOf(error);
  if (status === undefined) throw error;
  const unnamed = status >= 500 || status === 429 ? unreachable(`AWS failed with status ${status}`, LATER) : undefined;
  const known = AWS_FAULTS.find(([pattern]) => pattern.test(error.name))?.[1];
  const { code, what, hint } = known ?? unnamed ?? denied(`AWS refused (${nameOf(error)})`, 'ask your administrator');
  const wait = code === 'unreachable' ? retryAfter(new Headers(error.$response?.headers)) : undefined;
  const words = error.error_description ? describe(error.error_description) : describe(error).replace(/^[^:]*: /, '');
  const next = wait ? `try again in ${Math.ceil(wait / 1000)} s` : hint;
  return new Problem(code, `${call}: ${what}${code === 'awsRefused' ? `: ${words}` : ''}`, next, error);
}
