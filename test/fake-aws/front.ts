import { randomUUID } from 'node:crypto';
import { authorizeOperations } from './authorize.ts';
import { bedrockOperations } from './bedrock.ts';
import type { Call } from './calls.ts';
import type { Aws, Exchange, Operation } from './exchange.ts';
import { type Faults, faultyAnswer, nameOf, skewOf } from './fault.ts';
import { iamOperations } from './iam.ts';
import { oidcOperations } from './oidc.ts';
import { portalOperations } from './portal.ts';
import { Refusal, refusalAnswer } from './refusal.ts';
import { stsOperations } from './sts.ts';

const operations = [
  ...oidcOperations,
  ...authorizeOperations,
  ...portalOperations,
  ...stsOperations,
  ...iamOperations,
  ...bedrockOperations,
];

const unknown: Operation = {
  name: 'Unknown',
  service: 'bedrock',
  method: 'GET',
  path: /^/,
  handle: () => {
    throw new Refusal(404, 'UnknownOperationException', 'Unknown operation');
  },
};

export interface Front {
  readonly aws: Aws;
  readonly faults: Faults;
  readonly calls: Call[];
  readonly stopped: AbortSignal;
}

/** Finds the operation, lets a fault take its place, logs the call, and dates the answer. */
export async function answer(request: Request, { aws, faults, calls, stopped }: Front): Promise<Response> {
  const exchange = await readExchange(request, aws);
  const operation = operations.find((item) => fits(item, exchange)) ?? unknown;
  const fault = faults.take(operation.name);
  const { method, url, details } = exchange;
  if (fault !== undefined) details.fault = nameOf(fault);
  const call: Call = { at: exchange.now, operation: operation.name, method, path: url.pathname, status: 0, ...details };
  calls.push(call);

  const skewed = { ...exchange, now: exchange.now + skewOf(fault), fault };
  const faulty = fault === undefined ? undefined : await faultyAnswer(fault, operation.service, stopped, exchange);
  const response = faulty ?? (await handle(operation, skewed, aws));
  Object.assign(call, details, { status: fault === 'reset' || fault === 'stall' ? 0 : response.status });
  if (response.headers.has('x-amzn-errortype')) call.error ??= response.headers.get('x-amzn-errortype') ?? '';
  aws.options.log(call);
  response.headers.set('date', new Date(skewed.now).toUTCString());
  response.headers.set('x-amzn-requestid', randomUUID());
  return response;
}

async function handle(operation: Operation, exchange: Exchange, aws: Aws): Promise<Response> {
  try {
    return await operation.handle(exchange, aws);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    exchange.details.error = error.code;
    if (error.reason !== undefined) exchange.details.reason = error.reason;
    return refusalAnswer(operation.service, error);
  }
}

async function readExchange(request: Request, { options }: Aws): Promise<Exchange> {
  return {
    method: request.method,
    url: new URL(request.url),
    headers: request.headers,
    body: await request.bytes(),
    now: options.now(),
    fault: undefined,
    details: {},
  };
}

function fits(operation: Operation, exchange: Exchange): boolean {
  if (operation.method !== exchange.method || !operation.path.test(exchange.url.pathname)) return false;
  return operation.accepts?.(exchange) ?? true;
}
