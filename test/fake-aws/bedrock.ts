import { bearerCaller } from './bearer.ts';
import { type SignatureCodes, signedCaller } from './caller.ts';
import type { Aws, Exchange, Operation } from './exchange.ts';
import { answerWhole, readPrompt } from './messages.ts';
import {
  availabilityOf,
  checkEnabled,
  checkModel,
  foundationModels,
  inferenceProfiles,
  modelArn,
  modelsBehind,
  pageOf,
} from './models.ts';
import { checkPermission, type Wish } from './policy.ts';
import type { RoleSession } from './sessions.ts';
import { answerStream } from './stream.ts';

/** Amazon Bedrock: https://docs.aws.amazon.com/bedrock/latest/APIReference/ */
export const bedrockOperations: readonly Operation[] = [
  {
    name: 'InvokeModelWithResponseStream',
    service: 'bedrock',
    method: 'POST',
    path: /^\/model\/([^/]+)\/invoke-with-response-stream$/,
    handle: (exchange, aws) => {
      const { model, words } = invoke('InvokeModelWithResponseStream', exchange, aws);
      return answerStream(model, words, aws.options, exchange.fault);
    },
  },
  {
    name: 'InvokeModel',
    service: 'bedrock',
    method: 'POST',
    path: /^\/model\/([^/]+)\/invoke$/,
    handle: (exchange, aws) => {
      const { model, words } = invoke('InvokeModel', exchange, aws);
      return answerWhole(model, words, aws.options.stopReason);
    },
  },
  {
    name: 'ListFoundationModels',
    service: 'bedrock',
    method: 'GET',
    path: /^\/foundation-models$/,
    handle: (exchange, aws) => {
      permitted('ListFoundationModels', exchange, aws, '*');
      return Response.json({ modelSummaries: foundationModels(aws.options) });
    },
  },
  {
    name: 'ListInferenceProfiles',
    service: 'bedrock',
    method: 'GET',
    path: /^\/inference-profiles$/,
    handle: (exchange, aws) => {
      const session = permitted('ListInferenceProfiles', exchange, aws, '*');
      const wanted = exchange.url.searchParams.get('type');
      const all = inferenceProfiles(aws.options, session.role.accountId);
      const { page, nextToken } = pageOf(
        all.filter(({ type }) => !wanted || type === wanted),
        exchange.url,
      );
      return Response.json({ inferenceProfileSummaries: page, nextToken: nextToken ?? null });
    },
  },
  {
    name: 'GetFoundationModelAvailability',
    service: 'bedrock',
    method: 'GET',
    path: /^\/foundation-model-availability\/[^/]+$/,
    handle: (exchange, aws) => {
      const model = decodeURIComponent(exchange.url.pathname.split('/').at(-1) ?? '');
      exchange.details.model = model;
      permitted('GetFoundationModelAvailability', exchange, aws, modelArn(model, aws.options.bedrockRegion, ''));
      return Response.json(availabilityOf(model, aws.options));
    },
  },
];

const codes: SignatureCodes = {
  missing: 'MissingAuthenticationTokenException',
  incomplete: 'IncompleteSignatureException',
  unknownKey: 'UnrecognizedClientException',
  expired: 'ExpiredTokenException',
  mismatch: 'InvalidSignatureException',
};

const BEARER = /^Bearer\s+/i;

function invoke(action: string, exchange: Exchange, aws: Aws): { model: string; words: string[] } {
  const [, encoded = ''] = /^\/model\/([^/]+)\//.exec(exchange.url.pathname) ?? [];
  const model = decodeURIComponent(encoded);
  exchange.details.model = model;
  noteHeaders(exchange);
  const { options } = aws;
  const accountId = caller(exchange, aws).role.accountId;
  const arn = modelArn(model, options.bedrockRegion, accountId);
  permitted(action, exchange, aws, arn);
  for (const behind of modelsBehind(model, options.bedrockRegion)) {
    permitted(action, exchange, aws, behind, { 'bedrock:InferenceProfileArn': arn });
  }
  checkModel(model, options.models);
  checkEnabled(model, options);
  options.hear(readPrompt(exchange.body));
  return { model, words: options.answer.repeat(options.answerTimes).split(/(?<=\s)/) };
}

function permitted(
  name: string,
  exchange: Exchange,
  aws: Aws,
  resource: string,
  context: Wish['context'] = {},
): RoleSession {
  const session = caller(exchange, aws);
  const { forbiddenActions, bedrockRegion } = aws.options;
  const check = (action: string, on: string) =>
    checkPermission(
      session,
      { action, resource: on, context: { 'aws:RequestedRegion': bedrockRegion, ...context } },
      forbiddenActions,
    );
  if (exchange.details.auth === 'bearer') check('bedrock:CallWithBearerToken', '*');
  check(`bedrock:${name}`, resource);
  return session;
}

function caller(exchange: Exchange, { options, sessions, secrets }: Aws): RoleSession {
  const authorization = exchange.headers.get('authorization') ?? '';
  const bearer = BEARER.test(authorization);
  exchange.details.auth = bearer ? 'bearer' : 'sigv4';
  if (bearer) {
    const token = secrets.note('bearer token', authorization.replace(BEARER, ''));
    return bearerCaller(token, exchange, sessions, options.bedrockRegion);
  }
  return signedCaller(exchange, sessions, { service: 'bedrock', region: options.bedrockRegion }, codes);
}

/** Headers that AWS clients and HTTP stacks send by themselves; the others came from a person's settings. */
const USUAL =
  /^(accept.*|amz-sdk-.*|authorization|baggage|connection|content-.*|expect|host|traceparent|transfer-encoding|user-agent|x-amz-.*|x-amzn-bedrock-(accept|service-tier)|x-amzn-trace-id)$/;

function noteHeaders({ headers, details }: Exchange): void {
  const tier = headers.get('x-amzn-bedrock-service-tier');
  if (tier !== null) details.tier = tier;
  const custom = [...headers.keys()].filter((name) => !USUAL.test(name));
  if (custom.length > 0) details.customHeaders = custom;
}
