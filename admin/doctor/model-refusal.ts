import { networkProblem } from '../../shared/network/failure.ts';
import { Problem } from '../../shared/problem.ts';

/** What Bedrock says when a model can't be called, by the error's name and words; the first that fits. */
const REFUSALS: [RegExp, (model: string, region: string) => [words: string, next: string]][] = [
  [
    /API Key is valid|bearer token has expired|^(UnrecognizedClient|ExpiredToken)/i,
    (_model, region) => [
      `Bedrock in ${region} does not take the token: it has ended, is wrong, or is for another region`,
      'have a new one, made for that region: in inferenceBedrockBearerToken, or from the helper',
    ],
  ],
  [
    /explicit deny in a service control policy/,
    (model, region) => [
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
    (model) => [
      `the role may not call the model ${model}: it lacks bedrock:InvokeModelWithResponseStream for it`,
      'ask your administrator to allow bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream on this model',
    ],
  ],
  [
    /use case details/i,
    (model) => [
      `the model ${model} is not enabled: the use case form of Anthropic has not been submitted for this account`,
      'ask your administrator to submit it in the Bedrock console, under Model access',
    ],
  ],
  [
    /^AccessDenied.*(access to the model|model access)|^AccessDenied/i,
    (model, region) => [
      `the account has no access to the model ${model} in ${region}`,
      'ask your administrator to enable it in the Bedrock console, under Model access',
    ],
  ],
  [
    /on-demand throughput/,
    (model) => [
      `the model ${model} can't be called by that name, only through an inference profile`,
      `put the region's prefix before it in inferenceModels, such as us.${model}`,
    ],
  ],
  [
    /^(Validation|ResourceNotFound)/,
    (model, region) => [
      `Bedrock in ${region} knows no model ${model}`,
      'correct inferenceModels: the model ID, its region prefix, and that the region has it',
    ],
  ],
];

/** Why the call failed, with the next step of the one who has to make it. */
export function modelProblem(thrown: unknown, model: string, region: string, signal: AbortSignal): Problem {
  const problem = networkProblem(thrown, 'Bedrock InvokeModelWithResponseStream', signal);
  if (problem.code !== 'awsRefused') return problem;
  const { name, message } = thrown as Error;
  const [, say] = REFUSALS.find(([pattern]) => pattern.test(`${name} ${message}`)) ?? [];
  const [words, next] = say?.(model, region) ?? [`${problem.message} (model ${model})`, problem.hint];
  return new Problem('awsRefused', words, next, thrown);
}
