import { InvokeModelWithResponseStreamCommand, type ResponseStream } from '@aws-sdk/client-bedrock-runtime';
import { isOverloaded, modelProblem } from '../../shared/bedrock/refusal.ts';
import { type Authorization, runtimeClient } from '../../shared/bedrock/runtime.ts';
import type { Host } from '../../shared/host.ts';
import { networkOf } from '../../shared/identity/identity.ts';
import { retryAfter } from '../../shared/network/retry.ts';
import { type Config, requireRegion } from '../../shared/policy/config.ts';
import type { CredentialSetting } from '../../shared/policy/credential-setting.ts';
import { bearerForm } from '../../shared/token/bearer-form.ts';
import type { HelperContext } from '../helper.ts';
import { messagesForm, type Question } from '../question.ts';
import { authorityOf, identityIfAny } from './authority.ts';
import { renewedOnce } from './renewed-once.ts';
import type { Credential, Source } from './source.ts';

/** Amazon Bedrock, with the configured credential. Throws a Problem where the settings don't say enough. */
export async function bedrock(
  host: Host,
  config: Config,
  credential: Exclude<CredentialSetting, { from: 'gateway' }>,
): Promise<Source> {
  // Read before anybody is asked to sign in: a fault in the settings costs nobody a click.
  const { baseUrl, serviceTier, customHeaders } = config;
  const signs = credential.from === 'identity' && credential.signs === true;
  const identity = await identityIfAny(host, config, signs || !config.region);
  const authority = authorityOf(host, config, credential, identity);
  const region = requireRegion(config.region ?? identity?.region);
  const settings = { network: identity?.network ?? networkOf(host, config), baseUrl, serviceTier, customHeaders };
  return {
    name: `Amazon Bedrock in ${region}`,
    region,
    authority: authority.name,
    renew: authority.renew,
    credential: async (context, signal) => toldOf(await authority.authorization(context, signal)),
    async send(question, context, signal) {
      const client = runtimeClient(settings, region, await authority.authorization(context, signal));
      const { body } = await client.send(invocation(question), { abortSignal: signal });
      return textsOf(body ?? []);
    },
    async list(context, signal) {
      const { offeredModels } = await import('./bedrock-list.ts');
      const ask = async (as: HelperContext) =>
        offeredModels(settings, region, await authority.authorization(as, signal), signal);
      return renewedOnce(ask, context, authority.renew, (thrown) => ({
        problem: thrown as Error,
        expired: isExpired((thrown as Error).cause),
      }));
    },
    explain(thrown, model, signal) {
      const problem = modelProblem(thrown, { model, region, tier: serviceTier }, signal);
      const later = isOverloaded(thrown) && { milliseconds: toldWait(thrown), why: 'Amazon Bedrock is throttling' };
      return { problem, expired: isExpired(thrown), ...(later ? { later } : {}) };
    },
  };
}

function toldOf(authorization: Authorization): Credential {
  if (!('token' in authorization)) return { kind: 'signature', endsAt: authorization.expiresAt, headers: [] };
  const form = bearerForm(authorization.token.reveal());
  const endsAt = form && form.signedAt + form.lifeSec * 1000;
  return { kind: 'bearer token', endsAt, headers: Object.keys(authorization.headers) };
}

function invocation(question: Question): InvokeModelWithResponseStreamCommand {
  return new InvokeModelWithResponseStreamCommand({
    modelId: question.model,
    contentType: 'application/json',
    accept: 'application/json',
    body: JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', ...messagesForm(question) }),
  });
}

/** The SDK throws what is an exception; any other kind of event than a chunk is of a later API. */
async function* textsOf(parts: Iterable<ResponseStream> | AsyncIterable<ResponseStream>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const { chunk } of parts) if (chunk?.bytes) yield decoder.decode(chunk.bytes);
}

interface Refused extends Error {
  $metadata?: { httpStatusCode?: number };
  $response?: { headers?: Record<string, string> };
}

function isExpired(thrown: unknown): boolean {
  const { name, message, $metadata } = (thrown ?? {}) as Refused;
  const status = $metadata?.httpStatusCode;
  return (status === 401 || status === 403) && /expired/i.test(`${name} ${message}`);
}

function toldWait(thrown: unknown): number | undefined {
  return retryAfter(new Headers((thrown as Refused).$response?.headers));
}
