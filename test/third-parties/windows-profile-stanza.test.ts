import { type FakeAws, startFakeAws } from '../fake-aws/server.ts';
import { BLOCK } from '../launcher/profile-stanza/wanted.ts';
import { ROLE, workSettings } from '../person.ts';
import { describeWithWine, type WindowsMachine, windowsMachine } from './windows-machine.ts';

const written = BLOCK.replace('eu-west-1', 'us-east-1').replaceAll('\n', '\r\n');

describeWithWine('a described profile under Wine 10 (needs the trixie folder and the windows-x64 build)', () => {
  let fake: FakeAws;
  let machine: WindowsMachine;
  let env: Record<string, string>;

  beforeEach(async () => {
    fake = await startFakeAws({ decision: 'approve', wordDelayMs: 0 });
    machine = await windowsMachine();
    const settings = machine.write('settings.json', JSON.stringify({ ...workSettings(), ...ROLE }));
    env = { AWS_ENDPOINT_URL: fake.url, BEDROCK_LAUNCHER_CONFIG: settings };
  }, 120_000);

  afterEach(async () => {
    await machine.leave();
    await fake.stop();
  });

  const launch = () => machine.run('bedrock-launcher', ['--no-open'], env);

  test('a new file has the line ends of Windows, and one sign-in serves', async () => {
    const launched = await launch();
    expect(launched.stderr).toContain('C:\\users\\user\\.aws\\config has what the settings say of the profile work');
    expect(launched).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('AWSReservedSSO_BedrockUser_') });
    expect(machine.read('.aws/config')).toBe(written);
    expect((await launch()).stderr).not.toContain('.aws');
    expect(machine.opened()).toHaveLength(1);
  }, 120_000);

  test('a file of the person keeps its bytes and its line ends, and five at once write it once', async () => {
    const own = '\uFEFF# mine\r\n[profile b\u00fcro]\r\nregion = x';
    machine.write('.aws/config', own);
    const all = await Promise.all(Array.from({ length: 5 }, launch));
    expect(all.map(({ exitCode }) => exitCode)).toEqual(Array(5).fill(0));
    expect(all.filter(({ stderr }) => stderr.includes('has what the settings say'))).toHaveLength(1);
    expect(machine.read('.aws/config')).toBe(`${own}\r\n\r\n${written}`);
    expect(machine.read('.aws/config.bedrock-launcher-backup')).toBe(own);
  }, 120_000);
});
