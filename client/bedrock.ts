import {
  type BedrockRuntimeClient,
  InvokeModelWithResponseStreamCommand,
  type InvokeModelWithResponseStreamCommandOutput,
} from '@aws-sdk/client-bedrock-runtime';
import { runtimeClient } from '../shared/bedrock/runtime.ts';
import type { Host } from '../shared/host.ts';
import { type Identity, networkOf, resolveIdentity } from '../shared/identity/identity.ts';
import { networkProblem } from '../shared/network/failure.ts';
import { type Config, requireRegion } from '../shared/policy/config.ts';
import type { CredentialSetting } from '../shared/policy/credential-setting.ts';
import { Problem } from '../shared/problem.ts';
import { type Ask, MAX_TOKENS, type Message } from './ask.ts';
import { type Helper, type HelperContext, helperOf } from './helper.ts';
import { readAnswer } from './stream.ts';

const CALL = 'Bedrock InvokeModelWithResponseStream';

/** A way to ask the configured (or the wished) model, with a credential from the helper. */
export async function opened(host: Host, config: Config, wishedModel: string | undefined): Promise<Ask> {
  const model = modelOf(config, wishedModel);
  // Read before anybody is asked to sign in: a fault in the settings costs nobody a click.
  const { baseUrl, serviceTier, customHeaders } = config;
  const credential = config.credential();
  if (credential.from === 'gateway') return (await import('./gateway.ts')).askGateway(host, config, credential, model);
  const helper = credentialGiver(host, config, credential);
  const identity = await identityIfAny(host, config);
  const network = identity?.network ?? networkOf(host, config);
  const settings = { network, baseUrl, serviceTier, customHeaders };
  const region = requireRegion(config.region ?? identity?.region);
  const send = async (messages: Message[], context: HelperContext, signal?: AbortSignal) =>
    invoke(runtimeClient(settings, region, await helper.credential(context)), model, messages, signal);
  return async (messages, onText, signal) => {
    const stream = await send(messages, 'interactive', signal).catch((thrown: unknown) => {
      // Nothing has been shown yet: one fresh token, one repetition.
      if (!isExpired(thrown)) throw callProblem(thrown, model, region, signal);
      helper.forget();
      return send(messages, 'mid-session-refresh', signal).catch((again: unknown) => {
        throw callProblem(again, model, region, signal);
      });
    });
    return readAnswer(stream.body, model, onText, signal);
  };
}

/** The key that stands in the settings, or the helper. */
function credentialGiver(
  host: Host,
  config: Config,
  credential: Exclude<CredentialSetting, { from: 'gateway' }>,
): Helper {
  switch (credential.from) {
    case 'identity':
      return helperOf(host, config);
    case 'settings':
      return { credential: async () => ({ token: credential.token, headers: {} }), forget() {} };
    case 'app':
      throw new Problem(
        'configuration',
        'the bundled client does not do a sign-in by the app itself (inferenceCredentialKind)',
        'use Claude Desktop, or set another credential source',
      );
  }
}

/** A helper of the company's own needs none; where Bedrock's region is only in the profile, there must be one. */
async function identityIfAny(host: Host, config: Config): Promise<Identity | undefined> {
  try {
    return await resolveIdentity(host, config);
  } catch (thrown) {
    if (!config.region || !(thrown instanceof Problem)) throw thrown;
    return undefined;
  }
}

function modelOf({ models: [first] }: Config, wished: string | undefined): string {
  if (wished === '') throw new Problem('usage', '--model needs an ID', 'name a model ID, inference profile or ARN');
  const name = wished ?? (typeof first === 'string' ? first : first?.name);
  if (name) return name;
  throw new Problem('configuration', 'no model is configured', 'set inferenceModels, or say --model ID');
}

function invoke(
  client: BedrockRuntimeClient,
  model: string,
  messages: Message[],
  signal: AbortSignal | undefined,
): Promise<InvokeModelWithResponseStreamCommandOutput> {
  const body = { anthropic_version: 'bedrock-2023-05-31', max_tokens: MAX_TOKENS, messages };
  const request = {
    modelId: model,
    contentType: 'application/json',
    accept: 'application/json',
    body: JSON.stringify(body),
  };
  return client.send(new InvokeModelWithResponseStreamCommand(request), signal ? { abortSignal: signal } : {});
}

function isExpired(thrown: unknown): boolean {
  const { name, message, $metadata } = thrown as Error & { $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  return (status === 401 || status === 403) && /expired/i.test(`${name} ${message}`);
}

function callProblem(thrown: unknown, model: string, region: string, signal: AbortSignal | undefined): Problem {
  const problem = networkProblem(thrown, CALL, signal);
  if (problem.code !== 'awsRefused') return problem;
  return new Problem(
    'awsRefused',
    `${problem.message} (model ${model})`,
    refusalHint(thrown as Error, region) ?? problem.hint,
    thrown,
  );
}

function refusalHint({ name, message }: Error, region: string): string | undefined {
  if (/API Key/i.test(message)) return `check that the helper's token is one for Bedrock in ${region}`;
  const action = /bedrock:\w+/.exec(message)?.[0];
  if (action) return `ask your administrator to allow ${action} for your role`;
  if (/^(Validation|ResourceNotFound)/.test(name))
    return 'check the model ID, its region prefix, and that the region has it';
  return /^AccessDenied/.test(name) ? 'ask your administrator to enable this model for your account' : undefined;
}
