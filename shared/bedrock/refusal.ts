import { networkProblem } from '../network/failure.ts';
import { Problem } from '../problem.ts';
import { isOfOtherRegion, prefixesFor, withoutPrefix } from './model-id.ts';

/** What was called. */
export interface ModelCall {
  model: string;
  region: string;
  tier?: string | undefined;
}

type Said = [words: string, next: string];

const TOKEN = /API Key is valid|bearer token has expired|^(UnrecognizedClient|ExpiredToken)/i;

function noToken({ region }: Pick<ModelCall, 'region'>): Said {
  return [
    `Bedrock in ${region} does not take the token: it has ended, is wrong, or is for another region`,
    'have a new one, made for that region: in inferenceBedrockBearerToken, or from the helper',
  ];
}

/** What any call to Bedrock says of a token that it does not take; undefined: it is something else. */
export function tokenProblem(thrown: unknown, region: string): Problem | undefined {
  const { name = '', message = '' } = (thrown ?? {}) as Error;
  return TOKEN.test(`${name} ${message}`) ? new Problem('awsRefused', ...noToken({ region }), thrown) : undefined;
}

/** What Bedrock says when a model can't be called, by the error's name and words; the first that fits. */
const REFUSALS: [RegExp, (call: ModelCall) => Said][] = [
  [TOKEN, noToken],
  [
    /explicit deny in a service control policy/,
    ({ model, region }) => [
      `a policy of the whole organization (SCP) forbids the model ${model}, in ${region} or in a region that it is passed on to`,
      'ask your administrator to allow bedrock:InvokeModel* there, or take a model of an allowed region',
    ],
  ],
  [
    /CallWithBearerToken/,
    () => [
      'the role may not call Bedrock with a bearer token: it lacks bedrock:CallWithBearerToken',
      'ask your administrator to allow bedrock:CallWithBearerToken for the role',
    ],
  ],
  [
    /not authorized to perform: bedrock:(InvokeModel\w*)/,
    ({ model }) => [
      `the role may not call the model ${model}: it lacks bedrock:InvokeModelWithResponseStream for it`,
      'ask your administrator to allow bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream on this model',
    ],
  ],
  [
    /use case details/i,
    ({ model }) => [
      `the model ${model} is not enabled: the use case form of Anthropic has not been submitted for this account`,
      'ask your administrator to submit it in the Bedrock console, under Model access',
    ],
  ],
  [
    /marketplace|INVALID_PAYMENT_INSTRUMENT|payment/i,
    ({ model }) => [
      `the model ${model} is not enabled: AWS Marketplace does not let this account subscribe to it`,
      'ask your administrator for aws-marketplace:Subscribe, and for a valid way of payment of the account',
    ],
  ],
  [
    /\blegacy\b|end of its life/i,
    ({ model }) => [
      `the model ${model} is being retired, and this account no longer has it`,
      'take a newer one: bedrock-client models',
    ],
  ],
  [
    /^AccessDenied.*(access to the model|model access)|^AccessDenied/i,
    ({ model, region }) => [
      `the account has no access to the model ${model} in ${region}`,
      'ask your administrator to enable it in the Bedrock console, under Model access',
    ],
  ],
  [
    /service.?tier/i,
    ({ model, region, tier }) => [
      `the service tier ${tier ?? 'asked for'} is not offered for the model ${model} in ${region}`,
      'take inferenceBedrockServiceTier out of the settings, or take a model that has this tier',
    ],
  ],
  [
    /on-demand throughput/,
    ({ model, region }) => [
      `the model ${model} can't be called by that name, only through an inference profile`,
      `put the region's prefix before it in inferenceModels, such as ${prefixesFor(region)[0] ?? 'us'}.${model}`,
    ],
  ],
  [
    /too long|max_tokens|maximum (context|tokens)|input length/i,
    ({ model }) => [
      `the conversation is longer than the model ${model} can take, or the answer may be too long`,
      'begin a new conversation, send less, or lower --max-tokens',
    ],
  ],
  [
    /Malformed input request/,
    ({ model }) => [
      `the model ${model} can't read the request`,
      'it may be no model of Anthropic: bedrock-client models',
    ],
  ],
  [/^(Validation|ResourceNotFound)/, unknownModel],
];

function unknownModel({ model, region }: ModelCall): Said {
  if (!isOfOtherRegion(model, region)) {
    return [
      `Bedrock in ${region} knows no model ${model}`,
      'correct the model ID (inferenceModels, or --model): its region prefix, and that the region has it',
    ];
  }
  const fitting = prefixesFor(region).map((prefix) => `${prefix}.${withoutPrefix(model)}`);
  return [
    `the model ${model} can't be called from ${region}: its prefix is one of other regions`,
    `in inferenceModels name ${fitting.join(' or ')}, or correct inferenceBedrockRegion`,
  ];
}

/** A day's quota comes back tomorrow; whoever waits a minute waits in vain. */
const DAILY = /too many tokens per day/i;

/** Why the call failed, with the next step of the one who has to make it. */
export function modelProblem(thrown: unknown, call: ModelCall, signal?: AbortSignal): Problem {
  const problem = networkProblem(thrown, 'Bedrock InvokeModelWithResponseStream', signal);
  const { name = '', message = '' } = (thrown ?? {}) as Error;
  const text = `${name} ${message}`;
  if (DAILY.test(text)) return usedUp(call, thrown);
  if (problem.code !== 'awsRefused' || thrown instanceof Problem) return problem;
  const [, say] = REFUSALS.find(([pattern]) => pattern.test(text)) ?? [];
  const [words, next] = say?.(call) ?? [`${problem.message} (model ${call.model})`, problem.hint];
  return new Problem('awsRefused', words, next, thrown);
}

function usedUp({ model, region }: ModelCall, cause: unknown): Problem {
  return new Problem(
    'awsRefused',
    `the account has used up what it may ask of the model ${model} in ${region} today`,
    'go on tomorrow, take another model, or ask your administrator for a higher quota (tokens per day)',
    cause,
  );
}

/** Whether asking the same again in a while may help. */
export function isOverloaded(thrown: unknown): boolean {
  const { name = '', message = '', $metadata } = (thrown ?? {}) as Error & { $metadata?: { httpStatusCode?: number } };
  if (DAILY.test(message)) return false;
  return (
    /^(Throttling|TooManyRequests|ServiceUnavailable|ModelNotReady|ModelTimeout)/i.test(name) ||
    $metadata?.httpStatusCode === 429
  );
}
