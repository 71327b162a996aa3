import { execa } from 'execa';
import type { Document } from '../admin/doctor/diagnosis.ts';
import { programFile } from '../person.ts';
import { onStage } from '../stage.ts';
import { LOCK, ROLE_SETTINGS, UNLOCKED } from './keyring-session.ts';

const needed = ['dbus-run-session', 'dbus-send', 'gnome-keyring-daemon'];
const describeWithKeyring = needed.every((name) => Bun.which(name)) ? describe : describe.skip;

describeWithKeyring('the doctor and the keychain of Linux (needs gnome-keyring and dbus)', () => {
  const stage = onStage({ decision: 'approve' }, ROLE_SETTINGS);

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
