import { asAdministrator } from '../admin/aws/check/administration.ts';
import { ROLE, ssoConfig } from '../person.ts';
import { onStage } from '../stage.ts';
import { describeWithTrixie, inTrixie } from './trixie.ts';

describeWithTrixie('the AWS side and AWS CLI v2 (need the trixie folder)', () => {
  const stage = onStage({ decision: 'approve' });
  const aws = (...args: string[]) => inTrixie(['aws', ...args, '--output', 'json'], stage.person.env);
  const admin = (...args: string[]) => stage.person.run('bedrock-admin', ['aws', ...args]);

  test('what is hinted at works: aws sso login --sso-session, then record', async () => {
    stage.person.write('.aws/config', ssoConfig().replace(/\[profile work\][\s\S]*/, ''));
    const { exitCode, stderr } = await admin('record', '--sso-session', 'company');
    const [, command = ''] = /hint: sign in: aws (.*)/.exec(stderr) ?? [];
    expect([exitCode, command]).toEqual([4, 'sso login --sso-session company']);
    expect(await aws(...command.split(' '))).toMatchObject({ exitCode: 0 });
    expect(JSON.parse((await admin('record', '--sso-session', 'company')).stdout)).toEqual(ROLE);
  });

  test('the CLI reads our IAM as it reads the real one: roles, and what the generated policy allows', async () => {
    const { stdout: policy } = await admin('policy', '--configured');
    const [role] = stage.fake.options.roles;
    if (role) stage.fake.options.roles = [{ ...role, policy: JSON.parse(policy) }];
    asAdministrator(stage.person, stage.fake);
    const own = ['--profile', 'admin', '--region', 'us-east-1'];
    const roles = await aws('iam', 'list-roles', '--path-prefix', '/aws-reserved/sso.amazonaws.com/', ...own);
    const [{ Arn, RoleName, MaxSessionDuration }] = JSON.parse(roles.stdout).Roles;
    expect([RoleName, MaxSessionDuration]).toEqual([expect.stringMatching(/^AWSReservedSSO_BedrockUser_/), 43_200]);
    const model = 'arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0';
    const actions = ['bedrock:InvokeModel', 'bedrock:CallWithBearerToken', 'bedrock:DeleteGuardrail'];
    const decisions = async (...more: string[]) => {
      const simulate = ['iam', 'simulate-principal-policy', '--policy-source-arn', Arn, '--action-names', ...actions];
      const { stdout } = await aws(...simulate, ...more, ...own);
      return JSON.parse(stdout).EvaluationResults.map((one: { EvalDecision: string }) => one.EvalDecision);
    };
    expect(await decisions()).toEqual(['implicitDeny', 'allowed', 'implicitDeny']);
    const profile = `arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.${model.split('/')[1]}`;
    const through = `ContextKeyName=bedrock:InferenceProfileArn,ContextKeyType=string,ContextKeyValues=${profile}`;
    expect((await decisions('--resource-arns', model))[0]).toBe('implicitDeny');
    expect((await decisions('--resource-arns', model, '--context-entries', through))[0]).toBe('allowed');
  });
});
