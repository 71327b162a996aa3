import { describe, type ExitName, Problem } from '../problem.ts';

interface Sorted {
  code: ExitName;
  what: string;
  hint: string;
}

const CHECK_NETWORK = 'check the network, VPN and proxy, then try again';

/** What Bun's fetch and the SDK's handler throw when no answer came, by `code` or `name`. */
const CONNECTION_FAULTS: [RegExp, Sorted][] = [
  [/^(ENOTFOUND|EAI_\w+|DNS\w*)$/, unreachable('its name could not be looked up', 'check the region and the network')],
  [/^(ECONNREFUSED|ConnectionRefused|FailedToOpenSocket)$/, unreachable('the connection was refused')],
  [/^(ECONNRESET|EPIPE|ConnectionClosed|UND_ERR_SOCKET)$/, unreachable('the connection was cut')],
  [/^(TimeoutError|ETIMEDOUT|ConnectionTimeout)$/, unreachable('it did not answer in time')],
  [/^(ProxyError|.*PROXY.*)$/i, unreachable('the proxy refused the connection', 'check HTTPS_PROXY or proxyUrl')],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|ERR_TLS|ERR_SSL/,
    unreachable(
      'its certificate is not trusted',
      'if the company inspects TLS, install its CA in the system or name it in NODE_EXTRA_CA_CERTS',
    ),
  ],
];

function unreachable(what: string, hint = CHECK_NETWORK): Sorted {
  return { code: 'unreachable', what, hint };
}

/** What AWS answered, by the exception's name. */
const AWS_FAULTS: [RegExp, string, string][] = [
  [/^(TooManyRequests|Throttling)/, 'AWS is throttling', 'wait a minute, then try again'],
  [/^ExpiredToken/, 'the credentials have expired', 'sign in again: bedrock-launcher'],
  [
    /^(InvalidClientTokenId|SignatureDoesNotMatch)/,
    'AWS rejects the credentials',
    "check the profile and this machine's clock",
  ],
  [
    /^Forbidden|^AccessDenied|^Unauthorized/,
    'access denied',
    'ask your administrator for access to this account and role',
  ],
];

interface AwsError extends Error {
  code?: string;
  $fault?: string;
  $metadata?: { httpStatusCode?: number };
  $response?: { statusCode?: number; headers?: Record<string, string> };
}

/**
 * Names a failed AWS call as what it is. `call` is how a person would name it, such as `STS GetCallerIdentity`.
 * A Problem passes through unchanged.
 */
export function networkProblem(thrown: unknown, call: string): Problem {
  if (thrown instanceof Problem) return thrown;
  const error = thrown as AwsError;
  const aborted = abortReason(error);
  if (aborted) return aborted;
  return connectionProblem(error, call) ?? foreignAnswer(error, call) ?? awsProblem(error, call);
}

/** A deadline's signal carries its own Problem as the reason. */
function abortReason(error: AwsError): Problem | undefined {
  const reason = error?.cause;
  return reason instanceof Problem ? reason : undefined;
}

function connectionProblem(error: AwsError, call: string): Problem | undefined {
  const names = [error?.code, (error?.cause as AwsError | undefined)?.code, error?.name].map(String);
  const found = CONNECTION_FAULTS.find(([pattern]) => names.some((name) => pattern.test(name)));
  if (!found) return undefined;
  const [, { code, what, hint }] = found;
  return new Problem(code, `${call}: ${what}`, hint, error);
}

/** An answer that AWS would not give: a captive portal, a proxy's page, or a broken gateway. */
function foreignAnswer(error: AwsError, call: string): Problem | undefined {
  const status = error?.$response?.statusCode ?? error?.$metadata?.httpStatusCode;
  if (status === undefined || (error.$fault && !/^(Unknown|UnknownError|\d+)$/.test(error.name))) return undefined;
  if (status >= 500)
    return new Problem('unreachable', `${call}: AWS failed with status ${status}`, 'try again in a minute', error);
  const type = error.$response?.headers?.['content-type'] ?? '';
  const what = /html/.test(type) ? 'a web page' : 'something unreadable';
  return new Problem(
    'unreachable',
    `${call}: answered with ${what} instead of AWS's answer (status ${status})`,
    'a captive portal or proxy may be in the way: open any web page to sign in to the network, then try again',
    error,
  );
}

function awsProblem(error: AwsError, call: string): Problem {
  const status = error?.$metadata?.httpStatusCode;
  if (status === undefined) throw error;
  const known = AWS_FAULTS.find(([pattern]) => pattern.test(error.name));
  if (status >= 500 || status === 429) {
    return new Problem(
      'unreachable',
      `${call}: ${known?.[1] ?? `AWS failed with status ${status}`}`,
      'try again in a minute',
      error,
    );
  }
  const [, what, hint] = known ?? ['', `AWS refused (${error.name})`, 'ask your administrator'];
  return new Problem('awsRefused', `${call}: ${what}: ${describe(error).replace(`${error.name}: `, '')}`, hint, error);
}
