import { EventSourceParserStream } from 'eventsource-parser/stream';
import * as v from 'valibot';
import type { Host } from '../../shared/host.ts';
import { networkOf } from '../../shared/identity/identity.ts';
import { ForeignAnswer, networkProblem } from '../../shared/network/failure.ts';
import { answerTo } from '../../shared/network/request.ts';
import { retryAfter } from '../../shared/network/retry.ts';
import { trustedOnly } from '../../shared/network/trust.ts';
import type { Config } from '../../shared/policy/config.ts';
import type { CredentialSetting } from '../../shared/policy/credential-setting.ts';
import { describe, oneLine, Problem } from '../../shared/problem.ts';
import { type HelperContext, helperOf } from '../helper.ts';
import { messagesForm } from '../question.ts';
import { renewedOnce } from './renewed-once.ts';
import type { Failure, Offered, Source } from './source.ts';

type Gateway = Extract<CredentialSetting, { from: 'gateway' }>;

const CALL = 'gateway';

/**
 * A gateway of the company's own, which speaks Anthropic's Messages API (POST /v1/messages, server-sent events; GET
 * /v1/models). Its key stands in the settings, or the helper gives one.
 */
export function gateway(host: Host, config: Config, setting: Gateway): Source {
  const { key } = setting;
  const { customHeaders } = config;
  const helper = key ? undefined : helperOf(host, config);
  const network = networkOf(host, config);
  const headers = async (context: HelperContext, signal: AbortSignal) => {
    const { token, headers: own } = (await helper?.credential(context, signal)) ?? { token: key, headers: {} };
    return { ...FORM, ...authorization(setting, token?.reveal() ?? ''), ...customHeaders, ...own };
  };
  const asked = async (path: string, init: RequestInit, signal: AbortSignal): Promise<Response> => {
    const request = new Request(`${setting.baseUrl.replace(/\/+$/, '')}${path}`, init);
    const how = { network, service: CALL, trusted: trustedOnly(host.env), model: true, once: false, signal };
    const response = await answerTo(request, how);
    if (response.ok) return response;
    throw new Refused(response, await wordsOf(response));
  };
  const renew = () => {
    helper?.forget();
    return helper !== undefined;
  };
  return {
    name: `the gateway ${new URL(setting.baseUrl).host}`,
    authority: key ? 'the key of the settings' : 'the helper',
    renew,
    async credential(context, signal) {
      const own = (await helper?.credential(context, signal))?.headers ?? {};
      return { kind: 'key', endsAt: undefined, headers: Object.keys(own) };
    },
    async send(question, context, signal) {
      const body = JSON.stringify({ model: question.model, stream: true, ...messagesForm(question) });
      const init = { method: 'POST', headers: await headers(context, signal), body };
      return eventsOf(await asked('/v1/messages', init, signal));
    },
    list(context, signal) {
      const ask = async (as: HelperContext) => {
        const { Accept: _, ...plain } = await headers(as, signal);
        return readList(await asked('/v1/models?limit=1000', { headers: plain }, signal));
      };
      return renewedOnce(ask, context, renew, (thrown) => failureOf(thrown, '', signal));
    },
    explain: failureOf,
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

/** With which gateways of several providers end each stream, as OpenAI does. */
const DONE = '[DONE]';
const NO_STREAM = "check inferenceGatewayBaseUrl: it must lead to Anthropic's Messages API, with streaming";

async function* eventsOf({ body }: Response): AsyncGenerator<string> {
  if (!body) return;
  const events = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  let isStream = false;
  for await (const { event, data } of events) {
    isStream = true;
    // Some leave out the names of their events.
    if (event === 'error' || (event === undefined && faultIn(data))) throw new Broken(data);
    if (data !== DONE) yield data;
  }
  if (!isStream) throw new Problem('unreachable', `${CALL}: its answer is no stream of events`, NO_STREAM);
}

const fault = v.object({ error: v.object({ type: v.string(), message: v.string() }) });

/** What a gateway says of a failure, in Anthropic's form; undefined when it says nothing that way. */
function faultIn(text: string): { type: string; words: string } | undefined {
  try {
    const { error } = v.parse(fault, JSON.parse(text));
    return { type: error.type, words: describe(`${error.type}: ${error.message}`) };
  } catch {
    return undefined;
  }
}

async function wordsOf(response: Response): Promise<string> {
  return faultIn(await response.text().catch(() => ''))?.words ?? 'without a reason';
}

/** An error in the middle of an answer. */
class Broken extends Error {
  readonly overloaded: boolean;

  constructor(data: string) {
    const found = faultIn(data);
    super(found?.words ?? 'it failed');
    this.overloaded = /^(overloaded|rate_limit)_error$/.test(found?.type ?? '');
  }
}

/** A status that is none of success. */
class Refused extends Error {
  readonly status: number;
  readonly wait: number | undefined;

  constructor({ status, headers }: Response, words: string) {
    super(words);
    this.status = status;
    this.wait = retryAfter(headers);
  }
}

const OVERLOADED = 'the gateway is overloaded';

function failureOf(thrown: unknown, model: string, signal: AbortSignal): Failure {
  if (thrown instanceof Broken) {
    const problem = new Problem('unreachable', `${CALL}: ${thrown.message}`, 'ask again');
    return { problem, ...(thrown.overloaded ? { later: { milliseconds: undefined, why: OVERLOADED } } : {}) };
  }
  if (thrown instanceof Refused) {
    const later = { milliseconds: thrown.wait, why: OVERLOADED };
    const isLater = thrown.status === 429 || thrown.status === 503 || thrown.status === 529;
    return { problem: refusal(thrown, model), expired: thrown.status === 401, ...(isLater ? { later } : {}) };
  }
  if (!(thrown instanceof ForeignAnswer)) return { problem: networkProblem(thrown, CALL, signal) };
  const hint = 'check inferenceGatewayBaseUrl, and whether a captive portal is in the way';
  return { problem: new Problem('unreachable', `${CALL}: answered with ${thrown.message}`, hint, thrown) };
}

const LATER = 'try again in a minute, or tell whoever runs the gateway';

function refusal({ status, message }: Refused, model: string): Problem {
  const what = `${CALL}: refused with status ${status}: ${message}${model ? ` (model ${model})` : ''}`;
  if (status === 401 || status === 403)
    return new Problem(
      'awsRefused',
      what,
      'check inferenceGatewayApiKey (or the helper) and inferenceGatewayAuthScheme',
    );
  if (status === 404) {
    const next = model ? 'and the model' : 'or set inferenceModels: not every gateway tells its models';
    return new Problem('awsRefused', what, `check inferenceGatewayBaseUrl ${next}`);
  }
  if (status === 429 || status >= 500) return new Problem('unreachable', what, LATER);
  return new Problem('awsRefused', what, 'check the model, or tell whoever runs the gateway');
}

/** No gateway has more that a person would choose from. */
const MOST = 2_000;

const list = v.object({
  data: v.array(v.object({ id: v.pipe(v.string(), v.minLength(1)), display_name: v.optional(v.string()) })),
});

async function readList(response: Response): Promise<Offered[]> {
  const found = v.safeParse(list, await response.json().catch(() => undefined));
  if (!found.success)
    throw new Problem('unreachable', `${CALL}: its list of models can't be read`, 'set inferenceModels');
  return found.output.data.slice(0, MOST).map(({ id, display_name }) => ({
    id: oneLine(id),
    name: oneLine(display_name ?? id),
    kind: 'gateway model',
  }));
}
