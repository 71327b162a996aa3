import { type FakeAws, startFakeAws } from '../fake-aws/server.ts';
import { workSettings } from '../person.ts';
import { describeWithWine, type WindowsMachine, windowsMachine } from './windows-machine.ts';

const USER = { accountId: '111122223333', userName: 'ana', accessKeyId: 'AKIAANA', secretAccessKey: 'a-secret' };
const ANSWER = JSON.stringify({ Version: 1, AccessKeyId: USER.accessKeyId, SecretAccessKey: USER.secretAccessKey });

describeWithWine('profiles on Windows (need the trixie folder and the windows-x64 build)', () => {
  let fake: FakeAws;
  let machine: WindowsMachine;
  let env: Record<string, string>;

  beforeEach(async () => {
    fake = await startFakeAws({ users: [USER] });
    machine = await windowsMachine();
    const settings = { ...workSettings(), awsProfile: 'it', inferenceCredentialHelperTimeoutSec: 6 };
    env = {
      AWS_ENDPOINT_URL: fake.url,
      BEDROCK_LAUNCHER_CONFIG: machine.write('settings.json', JSON.stringify(settings)),
    };
  }, 120_000);
  afterEach(async () => {
    await machine.leave();
    await fake.stop();
  });

  const profile = (stanza: string) =>
    machine.write('.aws/config', `[profile it]\r\n${stanza}\r\nregion = us-east-1\r\n`);

  test('a credential_process is split by the rules of Windows', async () => {
    const file = machine.write('a folder/keys.json', ANSWER);
    profile(`credential_process = C:\\windows\\system32\\cmd.exe /c type "${file}"`);
    expect(await machine.run('bedrock-credential-helper', [], env)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^bedrock-api-key-/),
    });
  }, 120_000);

  test('a batch file gives credentials', async () => {
    machine.write('keys.json', ANSWER);
    const file = machine.write('a folder/keys.cmd', '@if "%~1"=="two & words" type %USERPROFILE%\\keys.json\r\n');
    profile(`credential_process = "${file}" "two & words"`);
    const helped = await machine.run('bedrock-credential-helper', [], env);
    expect(helped.stderr).toBe('');
    expect(helped).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^bedrock-api-key-/) });
  }, 120_000);

  test('a credential_process that hangs ends within the budget', async () => {
    profile('credential_process = cmd /c ping -n 60 127.0.0.1');
    const helped = await machine.run('bedrock-credential-helper', [], env);
    expect(helped).toMatchObject({ exitCode: 9, stdout: '' });
  }, 120_000);

  test('a profile with spaces and other letters, with a byte order mark, is found', async () => {
    const stanza = `aws_access_key_id = ${USER.accessKeyId}\r\naws_secret_access_key = ${USER.secretAccessKey}\r\n`;
    machine.write('.aws/config', `\uFEFF[profile "Büro 1"]\r\n${stanza}region = us-east-1\r\n`);
    machine.write('settings.json', JSON.stringify({ ...workSettings(), awsProfile: 'Büro 1' }));
    const helped = await machine.run('bedrock-credential-helper', [], env);
    expect(helped.stderr).toBe('');
    expect(helped).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^bedrock-api-key-/) });
  }, 120_000);
});
