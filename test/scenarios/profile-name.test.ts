import { signedIn, ssoConfig, workSettings } from '../person.ts';
import { onStage } from '../stage.ts';

const stage = onStage({ decision: 'approve' }, { ...workSettings(), awsProfile: '-work', secureStorage: 'file' });

describe('a profile whose name begins like an option', () => {
  beforeEach(() => {
    stage.person.write('.aws/config', ssoConfig().replace('[profile work]', '[profile -work]'));
  });

  test('has its session refreshed', async () => {
    stage.fake.options.accessTokenSeconds = 60;
    await signedIn(stage.person, stage.fake);
    stage.fake.options.accessTokenSeconds = 3600;
    expect(await stage.person.run('bedrock-launcher', ['--no-open'])).toMatchObject({ exitCode: 0 });
    expect(stage.fake.count('CreateToken', { grantType: 'refresh_token' })).toBe(1);
    expect(stage.person.opened()).toEqual([]);
  });

  test('is signed in to where the helper has a person to ask', async () => {
    const env = { CLAUDE_HELPER_CONTEXT: 'interactive' };
    const helped = await stage.person.run('bedrock-credential-helper', ['--profile=-work'], { env });
    expect(helped).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^bedrock-api-key-/) });
  });

  test.each(['bedrock-credential-helper', 'bedrock-admin'] as const)(
    '%s says how to sign in to it',
    async (program) => {
      const doctor = program === 'bedrock-admin' ? ['doctor'] : [];
      const { exitCode, stdout, stderr } = await stage.person.run(program, [...doctor, '--profile=-work']);
      expect(exitCode).toBe(4);
      const [, option = ''] = /: start bedrock-launcher (\S+)/.exec(stdout + stderr) ?? [];
      expect(await stage.person.run('bedrock-launcher', ['--no-open', option])).toMatchObject({ exitCode: 0 });
    },
  );

  test('is named to the AWS CLI as it takes it', async () => {
    stage.person.write('.aws/config', '');
    const { stderr } = await stage.person.run('bedrock-launcher', ['--no-open', '--profile=-work']);
    expect(stderr).toContain('create it with: aws configure sso --profile=-work');
  });
});
