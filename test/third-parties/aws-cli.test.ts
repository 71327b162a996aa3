import { onStage } from '../stage.ts';
import { describeWithTrixie, inTrixie } from './trixie.ts';

describeWithTrixie('AWS CLI v2 and boto3 (need the trixie folder)', () => {
  const stage = onStage({ decision: 'approve' });

  const aws = (...args: string[]) => inTrixie(['aws', ...args, '--profile', 'work'], stage.person.env);
  const signIns = () =>
    stage.fake.count('CreateToken', { status: 200 }) -
    stage.fake.count('CreateToken', { grantType: 'refresh_token', status: 200 });

  const BOTO3 = `import boto3, json
session = boto3.Session(profile_name="work")
print(session.client("sts").get_caller_identity()["Arn"])
body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages": [{"role": "user", "content": "hi"}]}
answer = session.client("bedrock-runtime").invoke_model(modelId="us.anthropic.claude-sonnet-4-5-20250929-v1:0", body=json.dumps(body))
print(json.load(answer["body"])["content"][0]["text"])
`;

  test('it is version 2', async () => {
    expect((await inTrixie(['aws', '--version'], stage.person.env)).stdout).toMatch(/^aws-cli\/2\./);
  });

  test.each(['authorization-code', 'device-code'])(
    'both accept the session of our launcher (%s)',
    async (signInFlow) => {
      stage.person.write('settings.json', { ...JSON.parse(stage.person.read('settings.json')), signInFlow });
      expect((await stage.person.run('bedrock-launcher', ['--no-open'])).exitCode).toBe(0);
      const identity = await aws('sts', 'get-caller-identity');
      expect(identity).toMatchObject({ exitCode: 0 });
      expect(JSON.parse(identity.stdout)).toMatchObject({ Account: '111122223333' });
      const exported = await aws('configure', 'export-credentials');
      expect(JSON.parse(exported.stdout)).toMatchObject({ Version: 1, AccessKeyId: expect.stringMatching(/^ASIA/) });
      const boto3 = await inTrixie(['python3', '-c', BOTO3], stage.person.env);
      expect(boto3).toMatchObject({ exitCode: 0 });
      expect(boto3.stdout).toContain(stage.fake.options.answer);
      expect(signIns()).toBe(1);
    },
  );

  test.each([
    ['authorization code', []],
    ['device code', ['--use-device-code']],
  ])('our programs accept the session of aws sso login (%s)', async (_, flags) => {
    const login = await aws('sso', 'login', ...flags);
    expect(login).toMatchObject({ exitCode: 0 });
    expect(stage.person.opened()).toHaveLength(1);
    expect((await stage.person.run('bedrock-launcher', ['--no-open'])).exitCode).toBe(0);
    expect((await stage.person.run('bedrock-credential-helper')).stdout).toMatch(/^bedrock-api-key-/);
    expect((await stage.person.run('bedrock-client', ['ask', 'hi'])).stdout).toBe(stage.fake.options.answer);
    expect(stage.person.opened()).toHaveLength(1);
    expect(signIns()).toBe(1);
  });

  test('both refresh one session in turn, each with what the other stored', async () => {
    stage.fake.options.accessTokenSeconds = 60;
    expect((await stage.person.run('bedrock-launcher', ['--no-open'])).exitCode).toBe(0);
    for (const _ of [1, 2]) {
      await Bun.$`rm -rf ${stage.person.home}/.aws/cli`.quiet();
      expect(await aws('sts', 'get-caller-identity')).toMatchObject({ exitCode: 0 });
      expect((await stage.person.run('bedrock-credential-helper')).exitCode).toBe(0);
    }
    expect(stage.fake.count('CreateToken', { grantType: 'refresh_token', status: 200 })).toBeGreaterThanOrEqual(4);
    expect(signIns()).toBe(1);
  });

  test('a legacy profile without sso-session is one session for both', async () => {
    stage.person.write(
      '.aws/config',
      '[profile work]\nsso_start_url = https://example.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = BedrockUser\nregion = us-east-1\n',
    );
    expect((await stage.person.run('bedrock-launcher', ['--no-open'])).exitCode).toBe(0);
    expect(await aws('sts', 'get-caller-identity')).toMatchObject({ exitCode: 0 });
    expect(signIns()).toBe(1);
  });
});
