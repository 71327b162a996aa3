import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { FetchHttpHandler } from '@smithy/fetch-http-handler';
import { refuseStrange } from '../files.ts';
import type { Host } from '../host.ts';
import type { Log } from '../log.ts';
import { describe, Problem } from '../problem.ts';
import { ForeignAnswer } from './failure.ts';
import { isSafeUrl } from './safe-url.ts';

/** The services that we call, by the suffix of their AWS_ENDPOINT_URL variable. */
export type Service = 'STS' | 'SSO' | 'SSO_OIDC' | 'BEDROCK_RUNTIME' | 'BEDROCK';

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
  /** Of the profile that is meant; without it, the SDK asks the files for those of AWS_PROFILE or `default`. */
  endpoints?: Endpoints | undefined;
  log?: Log | undefined;
}

/** How long one answer may take to begin; the caller's signal limits the whole. */
const ANSWER_LIMIT_MS = 10_000;
/** A model may think for long before its first word. */
const MODEL_LIMIT_MS = 120_000;

/** The part of an AWS client's settings that is the same for every service. */
export function clientSettings(network: Network, service: Service, region: string) {
  const requestTimeout = service === 'BEDROCK_RUNTIME' ? MODEL_LIMIT_MS : ANSWER_LIMIT_MS;
  const { env, endpoints } = network;
  const endpoint = env[`AWS_ENDPOINT_URL_${service}`] || env['AWS_ENDPOINT_URL'] || endpoints?.urls[service];
  return {
    region,
    ...(endpoint ? { endpoint: checkedEndpoint(endpoint) } : {}),
    ...(endpoints ? variantOf(env, endpoints) : {}),
    maxAttempts: 3,
    defaultsMode: 'standard' as const,
    requestHandler: new FetchHttpHandler({ requestTimeout, customFetch: fetchThrough(network, service) }),
  };
}

/** Instead of what the SDK would read from the files. */
function variantOf(env: Host['env'], { fips, dualStack }: Endpoints) {
  const flag = (name: string) => (env[name] ? /^true$/i.test(env[name]) : undefined);
  return {
    ignoreConfiguredEndpointUrls: true,
    useFipsEndpoint: flag('AWS_USE_FIPS_ENDPOINT') ?? fips,
    useDualstackEndpoint: flag('AWS_USE_DUALSTACK_ENDPOINT') ?? dualStack,
  };
}

function checkedEndpoint(endpoint: string): string {
  if (isSafeUrl(endpoint)) return endpoint;
  throw new Problem(
    'configuration',
    'AWS_ENDPOINT_URL must be an https address (http only to this machine)',
    'correct or unset it',
  );
}

/**
 * Bun's own fetch already obeys HTTPS_PROXY, NO_PROXY, NODE_EXTRA_CA_CERTS and the system's trust. What it lacks is
 * AWS_CA_BUNDLE, which replaces the trusted roots as in the AWS CLI, and a proxy by policy. A redirect is never
 * followed: AWS sends none, captive portals do.
 */
function fetchThrough({ env, proxyUrl, log }: Network, service: Service): typeof fetch {
  const bundle = env['AWS_CA_BUNDLE'];
  const extras = { ...(bundle ? { tls: { ca: readBundle(bundle) } } : {}), ...(proxyUrl ? { proxy: proxyUrl } : {}) };
  const through = async (request: Parameters<typeof fetch>[0]) => {
    refuseInTheClear(request);
    const sent = fetch(request, { ...extras, redirect: 'manual' }).catch(notHttp);
    const answer = ownAnswer(await (log ? noted(log, service, sent) : sent));
    // A model's answer is a stream of any length; whatever else AWS says is short.
    return service === 'BEDROCK_RUNTIME' ? answer : bounded(answer);
  };
  return Object.assign(through, { preconnect: fetch.preconnect });
}

/** What AWS refuses is often part of the way (a device code that nobody has confirmed yet), what it fails at is not. */
async function noted(log: Log, service: Service, sent: Promise<Response>): Promise<Response> {
  try {
    const answer = await sent;
    log[answer.status >= 500 || answer.status === 429 ? 'warn' : 'debug']('call', { service, status: answer.status });
    return answer;
  } catch (thrown) {
    log.warn('call', { service, failure: describe(thrown), ...codeOf(thrown) });
    throw thrown;
  }
}

function codeOf(thrown: unknown): { errorCode?: string } {
  const { code } = thrown as { code?: unknown };
  return typeof code === 'string' ? { errorCode: code } : {};
}

/** Wherever the address came from: the SDK also reads `endpoint_url` of the AWS config file. */
function refuseInTheClear(request: Parameters<typeof fetch>[0]): void {
  const { origin } = new URL(request instanceof Request ? request.url : request);
  if (isSafeUrl(origin)) return;
  const hint = 'correct endpoint_url in the AWS config file, or AWS_ENDPOINT_URL';
  throw new Problem('configuration', `${origin} is neither https nor on this machine: no credential goes there`, hint);
}

/** Bun names what is no HTTP in words of its own, such as Malformed_HTTP_Response. */
function notHttp(thrown: Error & { code?: string }): never {
  if (!/^[A-Z]\w*[a-z]/.test(thrown.code ?? '') || /^Connection|^FailedToOpen/.test(thrown.code ?? '')) throw thrown;
  throw new ForeignAnswer(`something that is not HTTP (${thrown.code})`);
}

const LONGEST_ANSWER = 1024 * 1024;

/** The whole answer, or an error at more than AWS ever says: neither a flood nor a bomb fills the memory. */
async function bounded(response: Response): Promise<Response> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    parts.push(part);
    length += part.length;
    if (length > LONGEST_ANSWER) throw new ForeignAnswer('more than AWS ever says');
  }
  const { status, statusText, headers } = response;
  return new Response(length > 0 ? Buffer.concat(parts) : null, { status, statusText, headers });
}

/** A load balancer's 5xx may be a web page too; any other page is not from AWS. */
function ownAnswer(response: Response): Response {
  const { status, headers } = response;
  if (status >= 300 && status < 400) throw new ForeignAnswer(`a redirect to elsewhere (status ${status})`);
  if (status < 500 && /\bhtml\b/.test(headers.get('content-type') ?? '')) {
    throw new ForeignAnswer(`a web page (status ${status})`);
  }
  return response;
}

/** At least one, each whole: of a broken bundle Bun would only say that no connection could be made. */
function certificatesIn(text: string): string[] {
  const found = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g);
  const begun = text.split('-----BEGIN CERTIFICATE-----').length - 1;
  if (!found || found.length !== begun) throw new Error('no certificates');
  return found;
}

function readBundle(file: string): string {
  try {
    refuseStrange(file);
    const text = readFileSync(file, 'utf8');
    for (const certificate of certificatesIn(text)) new X509Certificate(certificate);
    return text;
  } catch (thrown) {
    if (thrown instanceof Problem)
      throw new Problem(thrown.code, `AWS_CA_BUNDLE: ${thrown.message}`, 'correct or unset it');
    const why = (thrown as NodeJS.ErrnoException).code ?? 'no certificates in PEM form';
    throw new Problem('configuration', `AWS_CA_BUNDLE: ${file} can't be used (${why})`, 'correct or unset it', thrown);
  }
}
