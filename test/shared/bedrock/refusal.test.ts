import { isOverloaded, modelProblem } from '../../../shared/bedrock/refusal.ts';
import { Problem } from '../../../shared/problem.ts';

const MODEL = 'us.anthropic.claude';
const call = { model: MODEL, region: 'us-east-1', tier: 'priority' };

function refused(name: string, message: string, status = 400): Error {
  const fault = status >= 500 ? 'server' : 'client';
  return Object.assign(new Error(message), { name, $fault: fault, $metadata: { httpStatusCode: status } });
}

/** What Bedrock says, word for word where AWS's documentation and people's reports have it. */
test.each<[string, Error, RegExp, RegExp]>([
  [
    'model access is not enabled',
    refused('AccessDeniedException', "You don't have access to the model with the specified model ID.", 403),
    /^the account has no access to the model us\.anthropic\.claude in us-east-1$/,
    /Model access/,
  ],
  [
    'the role lacks InvokeModel',
    refused(
      'AccessDeniedException',
      'User: arn:aws:sts::1:assumed-role/R/p is not authorized to perform: bedrock:InvokeModelWithResponseStream on resource: arn because no identity-based policy allows the bedrock:InvokeModelWithResponseStream action',
      403,
    ),
    /lacks bedrock:InvokeModelWithResponseStream/,
    /ask your administrator to allow bedrock:InvokeModel and/,
  ],
  [
    'the role lacks CallWithBearerToken',
    refused(
      'AccessDeniedException',
      'User: arn is not authorized to perform: bedrock:CallWithBearerToken on resource: * because no identity-based policy allows it',
      403,
    ),
    /lacks bedrock:CallWithBearerToken/,
    /allow bedrock:CallWithBearerToken/,
  ],
  [
    'an organization forbids it',
    refused(
      'AccessDeniedException',
      'User: arn is not authorized to perform: bedrock:InvokeModel on resource: x with an explicit deny in a service control policy',
      403,
    ),
    /SCP/,
    /ask your administrator/,
  ],
  [
    'the use case form is missing',
    refused(
      'ResourceNotFoundException',
      'Model use case details have not been submitted for this account. Fill out the Anthropic use case details form before using the model.',
      404,
    ),
    /use case form/,
    /Model access/,
  ],
  [
    'the Marketplace refuses',
    refused(
      'AccessDeniedException',
      'Model access is denied due to INVALID_PAYMENT_INSTRUMENT:A valid payment instrument must be provided.',
      403,
    ),
    /AWS Marketplace/,
    /way of payment/,
  ],
  [
    'the model is being retired',
    refused(
      'ResourceNotFoundException',
      'Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in the last 30 days.',
      404,
    ),
    /is being retired/,
    /bedrock-client models/,
  ],
  [
    'it is offered through a profile only',
    refused(
      'ValidationException',
      'Invocation of model ID anthropic.claude with on-demand throughput isn’t supported.',
    ),
    /only through an inference profile/,
    /such as us\./,
  ],
  [
    'the ID is wrong',
    refused('ValidationException', 'The provided model identifier is invalid.'),
    /knows no model us\.anthropic\.claude/,
    /correct the model ID/,
  ],
  [
    'the tier is not offered',
    refused('ValidationException', 'The specified service tier is not supported for this model.'),
    /^the service tier priority is not offered/,
    /inferenceBedrockServiceTier/,
  ],
  [
    'the conversation is too long',
    refused(
      'ValidationException',
      'The model returned the following errors: prompt is too long: 213000 tokens > 200000 maximum',
    ),
    /longer than the model/,
    /new conversation/,
  ],
  [
    'the token has ended',
    refused('AccessDeniedException', 'Bearer Token has expired', 403),
    /does not take the token/,
    /a new one/,
  ],
  [
    'the quota of the day is used up',
    refused('ThrottlingException', 'Too many tokens per day, please wait before trying again.', 429),
    /used up/,
    /tomorrow/,
  ],
])('%s', (_name, thrown, message, hint) => {
  expect(modelProblem(thrown, call)).toMatchObject({
    code: 'awsRefused',
    message: expect.stringMatching(message),
    hint: expect.stringMatching(hint),
  });
});

test('a prefix of other regions is named, with those that fit', () => {
  const { message, hint } = modelProblem(refused('ValidationException', 'The provided model identifier is invalid.'), {
    model: 'eu.anthropic.claude',
    region: 'us-east-1',
  });
  expect(message).toContain('its prefix is one of other regions');
  expect(hint).toContain('us.anthropic.claude or global.anthropic.claude');
});

test.each<[string, unknown, boolean]>([
  ['throttling', refused('ThrottlingException', 'Too many requests', 429), true],
  ['a model that is not ready', refused('ModelNotReadyException', 'not ready', 429), true],
  ['a service that is not there', refused('ServiceUnavailableException', 'busy', 503), true],
  ['a quota of the day', refused('ThrottlingException', 'Too many tokens per day, please wait.', 429), false],
  ['a refusal', refused('ValidationException', 'no'), false],
  ['a Problem of ours', new Problem('timeout', 'late', 'again'), false],
  ['nothing at all', undefined, false],
])('%s is overload: %#', (_name, thrown, expected) => {
  expect(isOverloaded(thrown)).toBe(expected);
});

test('a Problem passes through as it is', () => {
  const problem = new Problem('timeout', 'late', 'again');
  expect(modelProblem(problem, call)).toBe(problem);
});
