import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { type RoleCredentials, revealed } from '../identity/role-credentials.ts';
import { clientSettings, type Network } from '../network/aws-client.ts';
import type { Config } from '../policy/config.ts';
import { Problem } from '../problem.ts';
import type { HelperAnswer } from '../token/helper-output.ts';
import { checkFrames } from './frames.ts';

/** What the settings say of the requests to Bedrock. */
export type RequestSettings = Pick<Config, 'baseUrl' | 'serviceTier' | 'customHeaders'> & { network: Network };

/** What gives the right to a call: a bearer token with its headers, or credentials that sign it (SigV4). */
export type Authorization = HelperAnswer | RoleCredentials;

/** A client that calls models. */
export function runtimeClient(
  { network, baseUrl, serviceTier, customHeaders }: RequestSettings,
  region: string,
  authorization: Authorization,
): BedrockRuntimeClient {
  const client = new BedrockRuntimeClient({
    ...clientSettings(network, 'BEDROCK_RUNTIME', region),
    ...(baseUrl ? { endpoint: baseUrl } : {}),
    ...authorizing(authorization),
  });
  const tier = serviceTier ? { 'X-Amzn-Bedrock-Service-Tier': serviceTier } : {};
  const own = 'token' in authorization ? authorization.headers : {};
  addHeaders(client.middlewareStack, { ...tier, ...customHeaders, ...own });
  checkModel(client.middlewareStack);
  checkFrames(client.middlewareStack);
  return client;
}

/** No model is called so, and an address takes it for a step to another one, however it is written: `/model/..` is `/`. */
function checkModel(stack: Pick<BedrockRuntimeClient['middlewareStack'], 'add'>): void {
  stack.add(
    (next) => (args) => {
      const { modelId } = args.input as { modelId?: string };
      if (modelId !== '.' && modelId !== '..') return next(args);
      throw new Problem('awsRefused', `no model is called "${modelId}"`, 'name a model ID, inference profile or ARN');
    },
    { step: 'initialize', name: 'ourModelName' },
  );
}

/** In the form that AWS clients take; said outright, or AWS_BEARER_TOKEN_BEDROCK of the environment would win. */
export function authorizing(authorization: Authorization) {
  return 'token' in authorization
    ? { token: { token: authorization.token.reveal() }, authSchemePreference: ['httpBearerAuth'] }
    : { credentials: revealed(authorization), authSchemePreference: ['aws.auth#sigv4'] };
}

/** Signed with the rest, where a call is signed. */
export function addHeaders(
  stack: Pick<BedrockRuntimeClient['middlewareStack'], 'add'>,
  headers: Record<string, string>,
): void {
  stack.add(
    (next) => (args) => {
      const request = args.request as { headers: Record<string, string> };
      Object.assign(request.headers, headers);
      return next(args);
    },
    { step: 'build', name: 'ourHeaders' },
  );
}
