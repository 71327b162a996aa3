import { type FakeAws, startFakeAws } from '../fake-aws/server.ts';
import { MODEL, ROLE, ssoConfig, workSettings } from '../person.ts';
import { describeWithWine, type WindowsMachine, windowsMachine } from './windows-machine.ts';

describeWithWine('the Windows image under Wine 10 (needs the trixie folder and the windows-x64 build)', () => {
  let fake: FakeAws;
  let machine: WindowsMachine;
  let env: Record<string, string>;

  beforeEach(async () => {
    fake = await startFakeAws({ decision: 'approve', wordDelayMs: 0 });
    machine = await windowsMachine();
    env = { AWS_ENDPOINT_URL: fake.url, BEDROCK_LAUNCHER_CONFIG: useSettings(workSettings()) };
  }, 120_000);

  afterEach(async () => {
    await machine.leave();
    await fake.stop();
  });

  function useSettings(settings: object): string {
    return machine.write('settings.json', JSON.stringify(settings));
  }

  const signIns = () => fake.count('CreateToken', { status: 200 });

  test('the main job with a profile: sign-in in the browser of Windows, token, streamed answer', async () => {
    machine.write('.aws/config', ssoConfig().replaceAll('\n', '\r\n'));
    const launched = await machine.run('bedrock-launcher', ['--no-open'], env);
    expect(launched.stderr).toContain('signed in as arn:aws:sts::111122223333:assumed-role/');
    expect(launched).toMatchObject({ exitCode: 0, stdout: '' });
    expect(machine.opened()).toHaveLength(1);

    const helped = await machine.run('bedrock-credential-helper', [], env);
    expect(helped).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^bedrock-api-key-[\w+/=]+$/) });

    const asked = await machine.run('bedrock-client', ['ask', 'Who are you?'], env);
    expect(asked).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(fake.options.answer) });
    expect(machine.opened()).toHaveLength(1);
    expect(signIns()).toBe(1);
  }, 120_000);

  test('a role spelled out in the settings: the session is sealed under a key in Credential Manager', async () => {
    useSettings({
      inferenceBedrockRegion: 'us-east-1',
      inferenceModels: [MODEL],
      ...ROLE,
    });
    expect(await machine.run('bedrock-launcher', ['--no-open'], env)).toMatchObject({ exitCode: 0 });
    expect(await machine.run('bedrock-credential-helper', [], env)).toMatchObject({ exitCode: 0 });
    expect(signIns()).toBe(1);
  }, 120_000);

  test('an ended access token is refreshed by a process of its own, and the answer is kept for the next call', async () => {
    useSettings({ ...workSettings(), secureStorage: 'file' });
    machine.write('.aws/config', ssoConfig());
    fake.options.accessTokenSeconds = 0;
    const name = new Bun.CryptoHasher('sha1').update('company').digest('hex');
    machine.write(`.aws/sso/cache/${name}.json`, JSON.stringify(await fake.issueSession()));
    fake.options.accessTokenSeconds = 3600;
    const background = { ...env, CLAUDE_HELPER_CONTEXT: 'background' };
    const first = await machine.run('bedrock-credential-helper', [], background);
    expect(first).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^bedrock-api-key-/) });
    expect(fake.count('CreateToken', { grantType: 'refresh_token' })).toBe(1);
    const second = await machine.run('bedrock-credential-helper', [], background);
    expect(second).toMatchObject({ exitCode: 0, stdout: first.stdout });
    expect(fake.count('GetRoleCredentials')).toBe(1);
  }, 120_000);

  test('five launchers at once: one page, one sign-in', async () => {
    machine.write('.aws/config', ssoConfig());
    const outcomes = await Promise.all([1, 2, 3, 4, 5].map(() => machine.run('bedrock-launcher', ['--no-open'], env)));
    expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 0]);
    expect(machine.opened()).toHaveLength(1);
    expect(signIns()).toBe(1);
  }, 120_000);

  test('an ended session in the background: exit code 4, one error, one hint, nothing on stdout', async () => {
    machine.write('.aws/config', ssoConfig());
    const helped = await machine.run('bedrock-credential-helper', [], { ...env, CLAUDE_HELPER_CONTEXT: 'background' });
    expect(helped).toMatchObject({ exitCode: 4, stdout: '' });
    expect(helped.stderr).toMatch(/bedrock-credential-helper: error: .*\r?\n.*hint: sign in: start bedrock-launcher/);
  }, 120_000);

  test('the log is in the place of Windows, and five at once that find it full lose no line of it', async () => {
    const logs = 'AppData/Local/bedrock-launcher/Logs';
    machine.write('.aws/config', ssoConfig());
    machine.write(`${logs}/log.jsonl`, `${'x'.repeat(999_900)}\n`);
    const background = { ...env, CLAUDE_HELPER_CONTEXT: 'background' };
    await Promise.all([1, 2, 3, 4, 5].map(() => machine.run('bedrock-credential-helper', [], background)));
    const lines = ['log.1.jsonl', 'log.jsonl'].flatMap((name) => machine.read(`${logs}/${name}`).trimEnd().split('\n'));
    const events = lines.slice(1).map((line) => JSON.parse(line).event);
    expect(events.sort()).toEqual([...Array(5).fill('ended'), ...Array(5).fill('problem')]);
    expect(machine.read(`${logs}/log.1.jsonl`).startsWith('xxx')).toBe(true);
  }, 120_000);

  test('missing settings are looked for in the places of Windows', async () => {
    const helped = await machine.run('bedrock-credential-helper', [], {});
    expect(helped).toMatchObject({ exitCode: 3, stdout: '' });
    expect(helped.stderr).toContain('C:\\users\\user\\AppData\\Roaming\\bedrock-launcher\\settings.json');
  }, 120_000);
});
