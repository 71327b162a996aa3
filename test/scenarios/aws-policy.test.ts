import { InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import type { PolicyDocument } from '../../admin/aws/policy.ts';
import { bedrockOf, MODEL as HAIKU, PROMPT, refusalOf, roleCredentials } from '../fake-aws/clients.ts';
import { MODEL, signedIn, workSettings } from '../person.ts';
import { onStage } from '../stage.ts';

const stage = onStage({ answer: 'yes' });
const ROLE = { accountId: '111122223333', roleName: 'BedrockUser', sessionSeconds: 43_200 };

/** The role gets what `bedrock-admin aws policy` prints, or a part of it. */
async function givePolicy(args: string[] = [], change = (policy: PolicyDocument) => policy): Promise<void> {
  const { stdout, exitCode } = await stage.person.run('bedrock-admin', ['aws', 'policy', ...args]);
  expect(exitCode).toBe(0);
  stage.fake.options.roles = [{ ...ROLE, policy: change(JSON.parse(stdout)) }];
  await signedIn(stage.person, stage.fake);
}

const without = (action: string) => (policy: PolicyDocument) => ({
  ...policy,
  Statement: policy.Statement.map((one) => ({ ...one, Action: one.Action.filter((name) => name !== action) })),
});

const ask = () => stage.person.run('bedrock-client', ['ask', 'Hello?']);
const models = () => stage.person.run('bedrock-client', ['models']);

describe('a role with the generated policy does the main job', () => {
  test.each([
    ['all of Anthropic', []],
    ['in one region', ['--regions', 'us-east-1']],
    ['one model in one region', ['--regions', 'us-east-1', '--models', MODEL]],
    ['of one account', ['--regions', 'us-east-1', '--models', MODEL, '--account', '111122223333']],
    ['as configured', ['--configured']],
  ])('%s', async (_name, args) => {
    await givePolicy(args);
    const helper = await stage.person.run('bedrock-credential-helper');
    expect(helper).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^bedrock-api-key-/) });
    expect(await ask()).toMatchObject({ exitCode: 0, stdout: 'yes' });
    expect(await models()).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(MODEL) });
    const whole = new InvokeModelCommand({ modelId: MODEL, body: JSON.stringify(PROMPT) });
    expect((await bedrockOf(stage.fake, await roleCredentials(stage.fake)).send(whole)).$metadata.httpStatusCode).toBe(
      200,
    );
  });

  test('with a profile that signs: no token, no list', async () => {
    stage.person.write('settings.json', { ...workSettings(), awsProfile: undefined, inferenceBedrockProfile: 'work' });
    await givePolicy(['--configured']);
    expect(JSON.stringify(stage.fake.options.roles)).not.toMatch(/BearerToken|List/);
    expect(await ask()).toMatchObject({ exitCode: 0, stdout: 'yes' });
    expect(await models()).toMatchObject({ stderr: expect.stringContaining("the models can't be listed") });
  });
});

describe('a role that lacks one action does not', () => {
  test.each([
    ['bedrock:InvokeModelWithResponseStream', ask],
    ['bedrock:CallWithBearerToken', ask],
    ['bedrock:ListFoundationModels', () => stage.person.run('bedrock-client', ['models'], noModels())],
    ['bedrock:ListInferenceProfiles', () => stage.person.run('bedrock-client', ['models'], noModels())],
  ])('%s', async (action, act) => {
    await givePolicy([], without(action));
    expect(await act()).toMatchObject({ exitCode: 7, stderr: expect.stringContaining(action) });
  });

  test('bedrock:InvokeModel, for an answer in one piece', async () => {
    await givePolicy([], without('bedrock:InvokeModel'));
    const whole = new InvokeModelCommand({ modelId: MODEL, body: JSON.stringify(PROMPT) });
    const call = bedrockOf(stage.fake, await roleCredentials(stage.fake)).send(whole);
    expect((await refusalOf(call)).message).toContain('bedrock:InvokeModel on');
  });

  test('another model than the chosen one', async () => {
    await givePolicy(['--models', HAIKU, '--regions', 'us-east-1']);
    expect(await ask()).toMatchObject({ exitCode: 7, stderr: expect.stringContaining('bedrock:InvokeModelWith') });
  });
});

/** Without configured models a list that is refused ends the command. */
function noModels() {
  const settings = { ...workSettings(), inferenceModels: undefined };
  return { env: { BEDROCK_LAUNCHER_CONFIG: stage.person.write('other.json', settings) } };
}
