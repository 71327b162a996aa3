import { InvokeModelWithResponseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { modelProblem } from '../../../shared/bedrock/refusal.ts';
import { runtimeClient } from '../../../shared/bedrock/runtime.ts';
import { type Config, requireRegion } from '../../../shared/policy/config.ts';
import { Problem } from '../../../shared/problem.ts';
import type { HelperAnswer } from '../../../shared/token/helper-output.ts';
import type { Check } from '../examination.ts';
import { type Finding, failure, ok, unchecked } from '../finding.ts';
import { type Scene, within } from '../scene.ts';

const WHAT = 'model';
const LIMIT_S = 8;

/** One call with one token of answer, where the person said --call: it costs something. */
export const model: Check<Scene> = {
  id: 'model',
  section: 'Model',
  what: WHAT,
  needs: ['policy', 'region', 'network.bedrock', 'helper'],
  async find(scene) {
    if (!scene.order.call) return [unchecked('model', WHAT, 'not called: say --call to have it answer with one token')];
    const config = await scene.config();
    const credential = await credentialOf(scene, config);
    if (!credential) return [unchecked('model', WHAT, 'not called: the credential is none of ours')];
    const name = firstModel(config);
    if (!name) return [failure('model', WHAT, noModel())];
    return [await called(scene, name, credential)];
  },
};

async function credentialOf(scene: Scene, config: Config): Promise<HelperAnswer | undefined> {
  const credential = config.credential();
  if (credential.from === 'settings') return { token: credential.token, headers: {} };
  if (credential.from !== 'identity') return undefined;
  const { answer } = await scene.selfTest();
  return answer instanceof Problem ? undefined : answer;
}

function firstModel({ models: [first] }: Config): string | undefined {
  return typeof first === 'string' ? first : first?.name;
}

function noModel(): Problem {
  return new Problem('configuration', 'no model is configured', 'set inferenceModels');
}

async function called(scene: Scene, name: string, credential: HelperAnswer): Promise<Finding> {
  const { baseUrl, serviceTier, customHeaders, ...config } = await scene.config();
  const identity = (await scene.subject())?.identity;
  const region = requireRegion(config.region ?? identity?.region);
  const network = await scene.network();
  const client = runtimeClient({ network, baseUrl, serviceTier, customHeaders }, region, credential);
  const signal = within(scene, LIMIT_S, 'Bedrock');
  const began = performance.now();
  try {
    const { body } = await client.send(request(name), { abortSignal: signal });
    await drained(body ?? []);
    return ok('model', WHAT, `${name} answers (${Math.round(performance.now() - began)} ms)`, { region });
  } catch (thrown) {
    return failure('model', WHAT, modelProblem(thrown, { model: name, region }, signal), { region, model: name });
  }
}

/** The refusal may come within the stream. */
async function drained(parts: Iterable<unknown> | AsyncIterable<unknown>): Promise<void> {
  for await (const part of parts) void part;
}

function request(modelId: string): InvokeModelWithResponseStreamCommand {
  const messages = [{ role: 'user', content: 'Hi' }];
  const body = JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 1, messages });
  return new InvokeModelWithResponseStreamCommand({
    modelId,
    contentType: 'application/json',
    accept: 'application/json',
    body,
  });
}
