import { execa } from 'execa';
import { type FakeAws, startFakeAws } from '../fake-aws/server.ts';
import { MODEL, newPerson, type Person, programFile } from '../person.ts';

const needed = ['dbus-run-session', 'gnome-keyring-daemon'];
const describeWithKeyring = needed.every((name) => Bun.which(name)) ? describe : describe.skip;

/** A desktop session of its own, with an unlocked keyring, in which the programs run one after the other. */
const SESSION = `printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
"$LAUNCHER" --no-open && "$HELPER"`;

describeWithKeyring('the keychain of Linux (needs gnome-keyring and dbus-run-session)', () => {
  let fake: FakeAws;
  let person: Person;

  beforeEach(async () => {
    fake = await startFakeAws({ decision: 'approve' });
    person = newPerson(fake, {
      inferenceBedrockRegion: 'us-east-1',
      inferenceModels: [MODEL],
      ssoStartUrl: 'https://example.awsapps.com/start',
      ssoRegion: 'us-east-1',
      ssoAccountId: '111122223333',
      ssoRoleName: 'BedrockUser',
    });
  });

  afterEach(async () => {
    person.leave();
    await fake.stop();
  });

  test('gnome-keyring holds the key, the vault holds the session', async () => {
    const env = {
      ...person.env,
      LAUNCHER: programFile('bedrock-launcher'),
      HELPER: programFile('bedrock-credential-helper'),
    };
    const options = { env, extendEnv: false, stdin: 'ignore', reject: false, timeout: 50_000 } as const;
    const done = await execa('dbus-run-session', ['--', 'sh', '-c', SESSION], options);
    expect({ exitCode: done.exitCode, stdout: done.stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(/^bedrock-api-key-[\w+/=]+$/),
    });
    expect(Object.keys(person.files('.local/state/bedrock-launcher/vault'))).toEqual([
      expect.stringMatching(/^session-\w+\.sealed$/),
    ]);
    expect(fake.count('CreateToken', { status: 200 })).toBe(1);
  });

  test('without a keychain nobody signs in for nothing: exit code 8 and the way out, before any page', async () => {
    const launched = await person.run('bedrock-launcher', ['--no-open'], {
      env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' },
    });
    expect(launched.exitCode).toBe(8);
    expect(launched.stderr).toMatch(/error: the keychain of this system is not available/);
    expect(launched.stderr).toMatch(/hint: .*secureStorage/);
    expect(person.opened()).toEqual([]);
  });
});
