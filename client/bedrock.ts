import {
  BedrockRuntimeClient,
  InvokeModelWithResponseStreamCommand,
  type InvokeModelWithResponseStreamCommandOutput,
} from '@aws-sdk/client-bedrock-runtime';
import type { Host } from '../shared/host.ts';
import { networkOf, resolveIdentity } from '../shared/identity/identity.ts';
import { clientSettings } from '../shared/network/aws-client.ts';
import { networkProblem } from '../shared/network/failure.ts';
import { type Config, requireRegion } from '../shared/policy/config.ts';
import { Problem } from '../shared/problem.ts';
import { type HelperAnswer, type HelperContext, helperOf } from './helper.ts';
import { type Answer, readAnswer } from './stream.ts';

export interface Message {
  role: 'user' | 'assistant';
  content: string;
}

/** Sends a conversation; `onText` gets the answer as it arrives. */
export type Ask = (messages: Message[], onText: (text: string) => void) => Promise<Answer>;

const CALL = 'Bedrock InvokeModelWithResponseStream';
const MAX_TOKENS = 4096;

/** A way to ask the configured (or the wished) model, with a credential from the helper. */
export async function opened(host: Host, config: Config, wishedModel: string | undefined): Promise<Ask> {
  const model = wishedModel ?? defaultModel(config);
  const region = requireRegion(config.region ?? (await resolveIdentity(host, config)).region);
  const helper = helperOf(host, config);
  const send = async (messages: Message[], context: HelperContext) =>
    invoke(clientWith(host, config, region, await helper.credential(context)), model, messages);
  return async (messages, onText) => {
    const stream = await send(messages, 'interactive').catch((thrown: unknown) => {
      // Nothing has been shown yet: one fresh token, one repetition.
      if (!isExpired(thrown)) throw callProblem(thrown, model);
      helper.forget();
      return send(messages, 'mid-session-refresh').catch((again: unknown) => {
        throw callProblem(again, model);
      });
    });
    return readAnswer(stream.body, model, onText);
  };
}

function defaultModel({ models: [first] }: Config): string {
  const name = typeof first === 'string' ? first : first?.name;
  if (name) return name;
  throw new Problem('configuration', 'no model is configured', 'set inferenceModels, or say --model ID');
}

function clientWith(host: Host, config: Config, region: string, credential: HelperAnswer): BedrockRuntimeClient {
  const settings = clientSettings(networkOf(host, config), 'BEDROCK_RUNTIME', region);
  const client = new BedrockRuntimeClient({
    ...settings,
    ...(config.baseUrl ? { endpoint: config.baseUrl } : {}),
    token: { token: credential.token.reveal() },
    authSchemePreference: ['httpBearerAuth'],
  });
  const tier = config.serviceTier ? { 'X-Amzn-Bedrock-Service-Tier': config.serviceTier } : {};
  addHeaders(client, { ...tier, ...config.customHeaders, ...credential.headers });
  return client;
}

function addHeaders(client: BedrockRuntimeClient, headers: Record<string, string>): void {
  client.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { headers: Record<string, string> };
      Object.assign(request.headers, headers);
      return next(args);
    },
    { step: 'build', name: 'ourHeaders' },
  );
}

function invoke(
  client: BedrockRuntimeClient,
  model: string,
  messages: Message[],
): Promise<InvokeModelWithResponseStreamCommandOutput> {
  const body = { anthropic_version: 'bedrock-2023-05-31', max_tokens: MAX_TOKENS, messages };
  const request = {
    modelId: model,
    contentType: 'application/json',
    accept: 'application/json',
    body: JSON.stringify(body),
  };
  return client.send(new InvokeModelWithResponseStreamCommand(request));
}

function isExpired(thrown: unknown): boolean {
  const { name, message, $metadata } = thrown as Error & { $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  return (status === 401 || status === 403) && /expired/i.test(`${name} ${message}`);
}

function callProblem(thrown: unknown, model: string): Problem {
  const problem = networkProblem(thrown, CALL);
  if (problem.code !== 'awsRefused') return problem;
  return new Problem(
    'awsRefused',
    `${problem.message} (model ${model})`,
    refusalHint(thrown as Error) ?? problem.hint,
    thrown,
  );
}

function refusalHint({ name, message }: Error): string | undefined {
  const action = /bedrock:\w+/.exec(message)?.[0];
  if (action) return `ask your administrator to allow ${action} for your role`;
  if (/^(Validation|ResourceNotFound)/.test(name))
    return 'check the model ID, its region prefix, and that the region has it';
  return /^AccessDenied/.test(name) ? 'ask your administrator to enable this model for your account' : undefined;
}
