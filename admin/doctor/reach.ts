import { ForeignAnswer, networkProblem } from '../../shared/network/failure.ts';
import { answerTo } from '../../shared/network/request.ts';
import { trustedOnly } from '../../shared/network/trust.ts';
import { describe, Problem } from '../../shared/problem.ts';
import { type Endpoint, endpointsOf } from './endpoints.ts';
import { withExtraFault } from './extra-authorities.ts';
import { valueOrProblem } from './finding.ts';
import { type Scene, within } from './scene.ts';
import { type Stages, stagesTo } from './stages.ts';

/** How far an endpoint was reached. */
export interface Reach {
  endpoint: Endpoint;
  url: URL | undefined;
  stages: Stages | undefined;
  milliseconds: number;
  /** The answer, or why there is none. */
  answer: Answer | Problem;
}

interface Answer {
  status: number;
  /** Whether AWS itself says so: others have no request ID. */
  own: boolean;
}

const LIMIT_S = 7;

/** All endpoints at once. */
export async function reaches(scene: Scene): Promise<Reach[]> {
  const endpoints = await endpointsOf(scene);
  return Promise.all(endpoints.map((endpoint) => reach(scene, endpoint)));
}

async function reach(scene: Scene, endpoint: Endpoint): Promise<Reach> {
  const url = await valueOrProblem(() => endpoint.url());
  if (url instanceof Problem) return { endpoint, url: undefined, stages: undefined, milliseconds: 0, answer: url };
  const signal = within(scene, LIMIT_S, endpoint.name, 'unreachable');
  const network = await scene.network();
  const began = performance.now();
  const asked = valueOrProblem(() => ask(scene, endpoint, url, signal)).then((answer) => ({
    answer,
    milliseconds: Math.round(performance.now() - began),
  }));
  const [stages, { answer, milliseconds }] = await Promise.all([stagesTo(url, network, signal), asked]);
  return { endpoint, url, stages, milliseconds, answer };
}

async function ask(scene: Scene, endpoint: Endpoint, url: URL, signal: AbortSignal): Promise<Answer> {
  const { service, ask: asked } = endpoint;
  const network = await scene.network();
  const circumstances = { network, service, trusted: trustedOnly(network.env), model: false, once: false, signal };
  try {
    const { status, headers } = await answerTo(requestTo(url, asked), circumstances);
    return { status, own: headers.has('x-amzn-requestid') || headers.has('x-amz-request-id') };
  } catch (thrown) {
    throw withExtraFault(problemOf(thrown, endpoint, signal), network.env);
  }
}

function requestTo(url: URL, { method, path, body, type }: Endpoint['ask']): Request {
  const address = url.href.replace(/\/$/, '') + path;
  return new Request(address, { method, ...(body ? { body, headers: { 'content-type': type ?? '' } } : {}) });
}

/** Whatever it is, it is about this endpoint alone. */
function problemOf(thrown: unknown, { id, name }: Endpoint, signal: AbortSignal): Problem {
  if (id === 'gateway' && thrown instanceof ForeignAnswer) {
    return new Problem(
      'unreachable',
      `${name}: answers with ${thrown.message}`,
      'check inferenceGatewayBaseUrl',
      thrown,
    );
  }
  try {
    return networkProblem(thrown, name, signal);
  } catch {
    return new Problem('unreachable', `${name}: ${describe(thrown)}`, 'check the network, VPN and proxy', thrown);
  }
}
