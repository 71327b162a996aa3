import { networkProblem } from '../../shared/network/failure.ts';
import { answerTo } from '../../shared/network/request.ts';
import { trustedOnly } from '../../shared/network/trust.ts';
import { Problem } from '../../shared/problem.ts';
import { type Endpoint, endpointsOf } from './endpoints.ts';
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

async function ask(scene: Scene, { ask, service, name }: Endpoint, url: URL, signal: AbortSignal): Promise<Answer> {
  const network = await scene.network();
  const { method, path, body, type } = ask;
  const request = new Request(new URL(path, url).href, {
    method,
    ...(body ? { body, headers: { 'content-type': type ?? '' } } : {}),
  });
  const circumstances = { network, service, trusted: trustedOnly(network.env), model: false, once: false, signal };
  try {
    const { status, headers } = await answerTo(request, circumstances);
    return { status, own: headers.has('x-amzn-requestid') || headers.has('x-amz-request-id') };
  } catch (thrown) {
    throw networkProblem(thrown, name, signal);
  }
}
