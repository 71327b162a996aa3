/** One request as the server saw it. Holds no secret: no token, code, signature or header value. */
export interface Call extends CallDetails {
  at: number;
  /** The name of the AWS API operation, or of the page. */
  operation: string;
  method: string;
  path: string;
  /** 0 while unanswered, and for good when a fault swallowed the answer. */
  status: number;
}

export interface CallDetails {
  grantType?: string;
  /** The error code answered, for example `AuthorizationPendingException`. */
  error?: string;
  /** Why a token or a signature was refused, in the fake's own words. */
  reason?: string;
  fault?: string;
  accountId?: string;
  role?: string;
  model?: string;
  auth?: 'bearer' | 'sigv4';
  /** Seconds for which the bearer token was signed. */
  tokenSeconds?: number;
  /** Seconds that the credentials which signed it had left then. */
  credentialSeconds?: number;
  /** Which refresh token was presented, as a hash of it: to see one presented twice. */
  refreshTokenHash?: string;
  /** Who asked for the refresh: `aws-cli`, `aws-sdk-js` and so on. */
  agent?: string;
  /** Value of X-Amzn-Bedrock-Service-Tier. */
  tier?: string;
  /** Names of the headers that no AWS client sends by itself. */
  customHeaders?: string[];
}

export type CallFilter = Partial<Call>;

export function countCalls(calls: readonly Call[], operation: string, filter: CallFilter = {}): number {
  const wanted = Object.entries({ ...filter, operation });
  return calls.filter((call) => wanted.every(([name, value]) => Reflect.get(call, name) === value)).length;
}

export function describeCall(call: Call): string {
  const { at, operation, method, path, status, ...details } = call;
  const notes = Object.entries(details).map(([name, value]) => `${name}=${value}`);
  return [new Date(at).toISOString(), status || '---', operation, method, path, ...notes].join(' ');
}
