import { join } from 'node:path';
import { execa } from 'execa';
import { type FakeAws, startFakeAws } from '../fake-aws/server.ts';
import { newPerson, type Person, programFile } from '../person.ts';
import { LOCK, NOT_UNLOCKED, ROLE_SETTINGS, UNLOCKED } from './keyring-session.ts';

const needed = ['dbus-run-session', 'dbus-send', 'gnome-keyring-daemon', 'secret-tool'];
const describeWithKeyring = needed.every((name) => Bun.which(name)) ? describe : describe.skip;

/** A bus on which nobody offers a Secret Service, nor can anybody be started to do so. */
const EMPTY_BUS = `<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context="default">
  <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`;

describeWithKeyring('the keychain of Linux (needs gnome-keyring, dbus and libsecret-tools)', () => {
  let fake: FakeAws;
  let person: Person;

  beforeEach(async () => {
    fake = await startFakeAws({ decision: 'approve' });
    person = newPerson(fake, ROLE_SETTINGS);
  });

  afterEach(async () => {
    person.leave();
    await fake.stop();
  });

  /** Runs a script in a desktop session of its own. */
  async function inSession(script: string, options: string[] = []) {
    const env = {
      ...person.env,
      LAUNCHER: programFile('bedrock-launcher'),
      HELPER: programFile('bedrock-credential-helper'),
      READ: `${process.execPath} ${join(import.meta.dirname, 'read-item.ts')}`,
    };
    return execa('dbus-run-session', [...options, '--', 'sh', '-c', script], {
      ...({ env, extendEnv: false, stdin: 'ignore', reject: false, timeout: 50_000 } as const),
    });
  }

  test('gnome-keyring holds the key, the vault holds the session', async () => {
    const done = await inSession(`${UNLOCKED}; "$LAUNCHER" --no-open && "$HELPER"`);
    expect({ exitCode: done.exitCode, stdout: done.stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(/^bedrock-api-key-[\w+/=]+$/),
    });
    expect(Object.keys(person.files('.local/state/bedrock-launcher/vault'))).toEqual([
      expect.stringMatching(/^answer-\w+\.sealed$/),
      expect.stringMatching(/^role-\w+\.sealed$/),
      expect.stringMatching(/^session-\w+\.sealed$/),
    ]);
    expect(fake.count('CreateToken', { status: 200 })).toBe(1);
  });

  test('the session of the last desktop session serves the next one', async () => {
    const first = await inSession(`${UNLOCKED}; "$LAUNCHER" --no-open`);
    const second = await inSession(`${UNLOCKED}; "$HELPER"`);
    expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
    expect(fake.count('CreateToken', { status: 200 })).toBe(1);
  });

  test('a keyring that has been locked: exit code 8 and how to unlock it, and no new key', async () => {
    const done = await inSession(`${UNLOCKED}; "$LAUNCHER" --no-open && ${LOCK}; "$HELPER"; echo "exit code $?"`);
    expect(done.stdout).toBe('exit code 8');
    expect(done.stderr).toMatch(/bedrock-credential-helper: error: the keyring of this session is locked/);
    expect(done.stderr).toMatch(/bedrock-credential-helper: hint: unlock it.* or set secureStorage to file/);
    expect((await inSession(`${UNLOCKED}; "$HELPER"`)).exitCode).toBe(0);
  });

  test('a keyring that nobody unlocked at login: exit code 8', async () => {
    await inSession(`${UNLOCKED}; "$LAUNCHER" --no-open`);
    const done = await inSession(`${NOT_UNLOCKED}; "$HELPER"`);
    expect(done.exitCode).toBe(8);
    expect(done.stderr).toMatch(/error: the keyring of this session is locked/);
  });

  test.each([
    ['a locked keyring', `${UNLOCKED}; "$LAUNCHER" --no-open && rm -r "$HOME/.local/state" && ${LOCK}`, 1],
    ['no keyring yet', NOT_UNLOCKED, 0],
  ])('%s where no question can be shown: exit code 8 before any page', async (_name, prepared, pages) => {
    const done = await inSession(`${prepared}; "$LAUNCHER" --no-open`);
    expect(done.exitCode).toBe(8);
    expect(done.stderr).toMatch(
      /bedrock-launcher: error: the key(ring of this session is locked|chain of this system)/,
    );
    expect(person.opened()).toHaveLength(pages);
  });

  test('a desktop session without any Secret Service: exit code 8 and which program is missing, before any page', async () => {
    const done = await inSession('"$LAUNCHER" --no-open', [`--config-file=${person.write('bus.conf', EMPTY_BUS)}`]);
    expect(done.exitCode).toBe(8);
    expect(done.stderr).toMatch(/error: .* not available: .*no program of this session offers org.freedesktop.secrets/);
    expect(done.stderr).toMatch(/hint: .*gnome-keyring.*secureStorage/);
    expect(person.opened()).toEqual([]);
  });

  test('an item of Bun.secrets is found', async () => {
    const done = await inSession(`${UNLOCKED}; $READ one set "the value of one"; $READ two`);
    expect(done.stdout.split('\n')).toEqual(['the value of one', '{"state":"absent"}']);
  });

  test('an item of secret-tool with the same attributes is found', async () => {
    const attributes = 'service io.github.bedrock-launcher account one xdg:schema com.oven-sh.bun.Secret';
    const done = await inSession(
      `${UNLOCKED}; printf 'by another' | secret-tool store --label=x ${attributes}; $READ one`,
    );
    expect(done.stdout).toBe('by another');
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
