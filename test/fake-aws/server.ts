import { type Call, type CallFilter, countCalls } from './calls.ts';
import { control } from './control.ts';
import type { Aws } from './exchange.ts';
import { Faults } from './fault.ts';
import { answer } from './front.ts';
import { defaults, type FakeAwsOptions } from './options.ts';
import { Registrations } from './registrations.ts';
import { type KnownSecret, KnownSecrets } from './secrets.ts';
import { type CachedSession, issueSession } from './session-file.ts';
import { Sessions } from './sessions.ts';
import { SignIns } from './sign-ins.ts';

export interface FakeAws {
  /** http(s)://127.0.0.1:port */
  readonly url: string;
  /** Tests change the decision, the answer and so on while it runs. */
  readonly options: FakeAwsOptions;
  readonly calls: Call[];
  readonly faults: Faults;
  count(operation: string, filter?: CallFilter): number;
  /** Every portal session is over: the portal answers 401, refreshing `invalid_grant`. */
  endSessions(): void;
  /** Every access token is dead before its time: the portal answers 401, refreshing works. */
  endAccessTokens(): void;
  /** Every role session is over: STS and Bedrock answer that the token has expired. */
  endRoleSessions(): void;
  /** A live session, as the content of a cache file of the AWS CLI. */
  issueSession(): Promise<CachedSession>;
  /** Every token, code, key and verifier that it issued or was shown so far. */
  secrets(): KnownSecret[];
  stop(): Promise<void>;
}

/** Starts an AWS for one person on loopback: sign-in, access portal, STS and Bedrock on one port. */
export async function startFakeAws(options: Partial<FakeAwsOptions> = {}): Promise<FakeAws> {
  const settings: FakeAwsOptions = { ...defaults, ...options };
  const faults = new Faults();
  const calls: Call[] = [];
  const stopping = new AbortController();
  const secrets = new KnownSecrets();
  const scheme = settings.tls ? 'https' : 'http';

  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: settings.port,
    // A stalled answer is the client's to give up, so Bun may not.
    idleTimeout: 0,
    ...(settings.tls ? { tls: settings.tls } : {}),
    fetch: async (request): Promise<Response> =>
      (await control(request, fake)) ?? answer(request, { aws, faults, calls, stopped: stopping.signal }),
  });
  const aws: Aws = {
    url: `${scheme}://127.0.0.1:${server.port}`,
    options: settings,
    registrations: new Registrations(secrets),
    signIns: new SignIns(secrets),
    sessions: new Sessions(settings, secrets),
    secrets,
  };
  const fake: FakeAws = {
    url: aws.url,
    options: settings,
    calls,
    faults,
    count: (operation, filter) => countCalls(calls, operation, filter),
    endSessions: () => aws.sessions.endAll(),
    endAccessTokens: () => aws.sessions.endAllAccessTokens(),
    endRoleSessions: () => aws.sessions.endAllRoles(),
    issueSession: async () => issueSession(aws),
    secrets: () => secrets.list(),
    stop: async () => {
      stopping.abort();
      await server.stop(true);
    },
  };
  return fake;
}
