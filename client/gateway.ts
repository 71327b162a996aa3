import type { ResponseStream } from '@aws-sdk/client-bedrock-runtime';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import * as v from 'valibot';
import type { Host } from '../shared/host.ts';
import { networkOf } from '../shared/identity/identity.ts';
import { ForeignAnswer, networkProblem } from '../shared/network/failure.ts';
import { answerTo } from '../shared/network/request.ts';
import { trustedOnly } from '../shared/network/trust.ts';
import type { Config } from '../shared/policy/config.ts';
import type { CredentialSetting } from '../shared/policy/credential-setting.ts';
import { describe, Problem } from '../shared/problem.ts';
import type { HelperAnswer } from '../shared/token/helper-output.ts';
import { type Ask, MAX_TOKENS, type Message } from './ask.ts';
import { type HelperContext, helperOf } from './helper.ts';
import { readAnswer } from './stream.ts';

type Gateway = Extract<CredentialSetting, { from: 'gateway' }>;

const CALL = 'gateway';

/**
 * A way to ask a gateway of the company's own, which speaks Anthropic's Messages API (POST /v1/messages, server-sent
 * events). Its key stands in the settings, or the helper gives one.
 */
export function askGateway(host: Host, config: Config, gateway: Gateway, model: string): Ask {
  const { customHeaders } = config;
  const helper = helperOf(host, config);
  const { key } = gateway;
  const credential = async (context: HelperContext): Promise<HelperAnswer> =>
    key ? { token: key, headers: {} } : helper.credential(context);
  const send = async (messages: Message[], context: HelperContext, signal: AbortSignal) => {
    const { token, headers } = await credential(context);
    const request = new Request(`${gateway.baseUrl.replace(/\/+$/, '')}/v1/messages`, {
      method: 'POST',
      headers: { ...FORM, ...authorization(gateway, token.reveal()), ...customHeaders, ...headers },
      body: JSON.stringify({ model, max_tokens: MAX_TOKENS, stream: true, messages }),
    });
    const network = networkOf(host, config);
    const how = { network, service: CALL, trusted: trustedOnly(host.env), model: true, once: false, signal };
    return answerTo(request, how).catch((thrown: unknown) => {
      throw unanswered(thrown, signal);
    });
  };
  return async (messages, onText, stop) => {
    const signal = stop ?? new AbortController().signal;
    let response = await send(messages, 'interactive', signal);
    if (response.status === 401 && !key) {
      // Nothing has been shown yet: one fresh token, one repetition.
      helper.forget();
      response = await send(messages, 'mid-session-refresh', signal);
    }
    if (!response.ok) throw await refused(response, model);
    return readAnswer(partsOf(response), model, onText, stop);
  };
}

const FORM = {
  'Content-Type': 'application/json',
  Accept: 'text/event-stream',
  'anthropic-version': '2023-06-01',
};

function authorization({ scheme }: Gateway, key: string): Record<string, string> {
  return scheme === 'bearer' ? { Authorization: `Bearer ${key}` } : { 'x-api-key': key };
}

/** The events, in the shape that Bedrock gives them in: they are the same. */
async function* partsOf({ body }: Response): AsyncGenerator<ResponseStream> {
  if (!body) return;
  const events = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  for await (const { event, data } of events) {
    if (event === 'error') throw broken(data);
    yield { chunk: { bytes: new TextEncoder().encode(data) } };
  }
}

const fault = v.object({ error: v.object({ type: v.string(), message: v.string() }) });

/** What a gateway says of a failure, in Anthropic's form; undefined when it says nothing that way. */
function faultIn(text: string): string | undefined {
  try {
    const { error } = v.parse(fault, JSON.parse(text));
    return describe(`${error.type}: ${error.message}`);
  } catch {
    return undefined;
  }
}

function broken(data: string): Problem {
  return new Problem('unreachable', `${CALL}: ${faultIn(data) ?? 'it failed'}`, 'ask again');
}

function unanswered(thrown: unknown, signal: AbortSignal): Problem {
  if (!(thrown instanceof ForeignAnswer)) return networkProblem(thrown, CALL, signal);
  const hint = 'check inferenceGatewayBaseUrl, and whether a captive portal is in the way';
  return new Problem('unreachable', `${CALL}: answered with ${thrown.message}`, hint, thrown);
}

const LATER = 'try again in a minute, or tell whoever runs the gateway';

async function refused(response: Response, model: string): Promise<Problem> {
  const { status } = response;
  const words = faultIn(await response.text().catch(() => '')) ?? 'without a reason';
  const what = `${CALL}: refused with status ${status}: ${words} (model ${model})`;
  if (status === 401 || status === 403)
    return new Problem(
      'awsRefused',
      what,
      'check inferenceGatewayApiKey (or the helper) and inferenceGatewayAuthScheme',
    );
  if (status === 404) return new Problem('awsRefused', what, 'check inferenceGatewayBaseUrl and the model');
  if (status === 429 || status >= 500) return new Problem('unreachable', what, LATER);
  return new Problem('awsRefused', what, 'check the model, or tell whoever runs the gateway');
}
