import { execa } from 'execa';
import type { Document } from '../admin/doctor/diagnosis.ts';
import { MODEL, programFile } from '../person.ts';
import { onStage } from '../stage.ts';

const needed = ['dbus-run-session', 'dbus-send', 'gnome-keyring-daemon'];
const describeWithKeyring = needed.every((name) => Bun.which(name)) ? describe : describe.skip;

/** A daemon detaches before it has its name; whoever calls meanwhile would start a second, locked one. */
const AT_HOME = `until dbus-send --session --print-reply --dest=org.freedesktop.DBus / \\
  org.freedesktop.DBus.GetNameOwner string:org.freedesktop.secrets >/dev/null 2>&1; do sleep 0.05; done`;
/** It has its name before its collection is open. */
const OPEN = `for i in $(seq 200); do dbus-send --session --print-reply --dest=org.freedesktop.secrets \\
  /org/freedesktop/secrets/collection/login org.freedesktop.DBus.Properties.Get \\
  string:org.freedesktop.Secret.Collection string:Locked 2>/dev/null | grep -q 'boolean false' && break; sleep 0.05; done`;
const UNLOCKED = `printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; ${AT_HOME}; ${OPEN}`;
const LOCK = `dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets \\
  org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null`;

describeWithKeyring('the doctor and the keychain of Linux (needs gnome-keyring and dbus)', () => {
  const stage = onStage(
    { decision: 'approve' },
    {
      inferenceBedrockRegion: 'us-east-1',
      inferenceModels: [MODEL],
      ssoStartUrl: 'https://example.awsapps.com/start',
      ssoRegion: 'us-east-1',
      ssoAccountId: '111122223333',
      ssoRoleName: 'BedrockUser',
    },
  );

  /** What the doctor finds in a desktop session of its own, after that. */
  async function diagnosedAfter(script: string): Promise<Document> {
    const env = {
      ...stage.person.env,
      LAUNCHER: programFile('bedrock-launcher'),
      ADMIN: programFile('bedrock-admin'),
    };
    const { stdout } = await execa('dbus-run-session', ['--', 'sh', '-c', `${script}; "$ADMIN" doctor --json`], {
      ...({ env, extendEnv: false, stdin: 'ignore', reject: false, timeout: 50_000 } as const),
    });
    return JSON.parse(stdout) as Document;
  }

  test('a session that a real keyring guards is well', async () => {
    const { verdict, findings } = await diagnosedAfter(`${UNLOCKED}; "$LAUNCHER" --no-open 2>/dev/null`);
    expect(verdict).toMatchObject({ state: 'ok', exitCode: 0 });
    const words = Object.fromEntries(findings.map((finding) => [finding.id, finding.words]));
    expect(words['keychain']).toMatch(/^answered in \d+ ms$/);
    expect(words['session']).toMatch(/^role BedrockUser: live until /);
  });

  test('a real keyring that is locked is the root cause', async () => {
    const { verdict } = await diagnosedAfter(`${UNLOCKED}; "$LAUNCHER" --no-open 2>/dev/null; ${LOCK}`);
    expect(verdict).toMatchObject({ id: 'keychain', exitCode: 8, words: 'the keyring of this session is locked' });
  });
});
