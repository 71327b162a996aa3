import { FetchHttpHandler } from '@smithy/fetch-http-handler';
import type { Clock } from '../clock.ts';
import type { Host } from '../host.ts';
import type { Log } from '../log.ts';
import { Problem } from '../problem.ts';
import { Sha256 } from '../sha256.ts';
import { answerTo } from './request.ts';
import { isSafeUrl } from './safe-url.ts';
import { trustedOnly } from './trust.ts';

/** The services that we call, by the suffix of their AWS_ENDPOINT_URL variable. */
export type Service = 'STS' | 'SSO' | 'SSO_OIDC' | 'BEDROCK_RUNTIME' | 'BEDROCK' | 'IAM';

/** What a named profile says of where the services are. */
export interface Endpoints {
  urls: Partial<Record<Service, string>>;
  fips: boolean;
  dualStack: boolean;
}

export interface Network {
  env: Host['env'];
  /** From policy; wins over HTTPS_PROXY. */
  proxyUrl?: string | undefined;
  /** From policy as well: the address of a proxy auto-configuration file. */
  proxyPacUrl?: string | undefined;
  /** Whose proxy settings are asked when nothing else names a proxy; nobody's without it. */
  platform?: Host['platform'] | undefined;
  /** Learns AWS's time; without it the machine's own is taken to be right. */
  clock?: Clock | undefined;
  /** Of the profile that is meant; without it there are none but those of the environment. */
  endpoints?: Endpoints | undefined;
  log?: Log | undefined;
}

/** The part of an AWS client's settings that is the same for every service. */
export function clientSettings(network: Network, service: Service, region: string) {
  const { env, endpoints } = network;
  const name = [`AWS_ENDPOINT_URL_${service}`, 'AWS_ENDPOINT_URL'].find((variable) => env[variable]);
  const endpoint = name ? env[name] : endpoints?.urls[service];
  return {
    region,
    ...(endpoint ? { endpoint: checkedEndpoint(endpoint, name ?? 'endpoint_url in the AWS config file') } : {}),
    ...insteadOfFiles(env, endpoints),
    defaultsMode: 'standard' as const,
    sha256: Sha256,
    systemClockOffset: network.clock?.offset() ?? 0,
    // Asking again is the handler's: it knows the caller's deadline, and what must not be done twice.
    maxAttempts: 1,
    retryStrategy: onlyWithTheRightTime(network.clock),
    requestHandler: new Handler(network, service),
  };
}

/**
 * All that the SDK would else look up in the AWS config file, and so for AWS_PROFILE or `default`, whoever is meant. Its
 * reader also lets a section such as [toString] change what all objects share.
 */
function insteadOfFiles(env: Host['env'], { fips = false, dualStack = false }: Partial<Endpoints> = {}) {
  const flag = (name: string) => (env[name] ? /^true$/i.test(env[name]) : undefined);
  return {
    ignoreConfiguredEndpointUrls: true,
    useFipsEndpoint: flag('AWS_USE_FIPS_ENDPOINT') ?? fips,
    useDualstackEndpoint: flag('AWS_USE_DUALSTACK_ENDPOINT') ?? dualStack,
    userAgentAppId: env['AWS_SDK_UA_APP_ID'] ?? '',
  };
}

/** `name` is where it stands. */
function checkedEndpoint(endpoint: string, name: string): string {
  if (isSafeUrl(endpoint)) return endpoint;
  throw new Problem(
    'configuration',
    `${name} must be an https address (http only to this machine)`,
    'correct or unset it',
  );
}

/** The SDK's fetch handler over our own fetch, which knows each call's signal and kind. */
class Handler extends FetchHttpHandler {
  readonly #network: Network;
  readonly #service: Service;
  readonly #trusted: string | undefined;

  constructor(network: Network, service: Service) {
    super();
    this.#network = network;
    this.#service = service;
    this.#trusted = trustedOnly(network.env);
  }

  override handle(...[request, options = {}]: Parameters<FetchHttpHandler['handle']>) {
    const signal = (options.abortSignal as AbortSignal | undefined) ?? new AbortController().signal;
    const circumstances = {
      network: this.#network,
      trusted: this.#trusted,
      model: this.#service === 'BEDROCK_RUNTIME',
      once: spendsRefreshToken(request),
      service: this.#service,
      signal,
    };
    const customFetch = (sent: Request | string | URL) =>
      answerTo(sent instanceof Request ? sent : new Request(String(sent)), circumstances);
    const fetching = Object.assign(customFetch, { preconnect: fetch.preconnect });
    return new FetchHttpHandler({ customFetch: fetching }).handle(request, options);
  }
}

const WRONG_TIME =
  /^(AuthFailure|InvalidSignatureException|RequestExpired|RequestInTheFuture|RequestTimeTooSkewed|SignatureDoesNotMatch)$/;

/**
 * A code that is sent a second time is refused at worst, and would have been lost without that; a refresh token that AWS has
 * just replaced may end the session when it comes again.
 */
function spendsRefreshToken({ path, body }: { path: string; body?: unknown }): boolean {
  if (!path.endsWith('/token')) return false;
  const text = typeof body === 'string' ? body : body instanceof Uint8Array ? Buffer.from(body).toString('utf8') : '';
  return !/"grantType":\s*"(authorization_code|urn:ietf:params:oauth:grant-type:device_code)"/.test(text);
}

/** A retry strategy of the SDK: once more, signed anew, when the refusal itself told us that our time was wrong. */
function onlyWithTheRightTime(clock: Clock | undefined) {
  const before = clock?.offset();
  const token = (count: number) => ({ getRetryCount: () => count, getRetryDelay: () => 0 });
  return {
    acquireInitialRetryToken: async () => token(0),
    async refreshRetryTokenForRetry(used: { getRetryCount(): number }, { error }: { error?: unknown }) {
      const corrected = clock?.offset() !== before && WRONG_TIME.test((error as Error | undefined)?.name ?? '');
      if (!corrected || used.getRetryCount() > 0) throw new Error('it would be refused again');
      return token(1);
    },
    recordSuccess() {},
  };
}
