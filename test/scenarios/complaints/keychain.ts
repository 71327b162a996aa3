import { createServer } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { type Person, programFile, signedIn } from '../../person.ts';
import { BACKGROUND, type Complaint, client, helper, launcher, toolkitSession, use } from './row.ts';

/** A session bus that takes every connection and never answers, as a keychain that hangs. */
async function withSilentBus<Result>(
  person: Person,
  act: () => Promise<Result>,
): Promise<Result & { connections: number }> {
  let connections = 0;
  const socket = join(person.home, 'bus');
  const bus = createServer(() => connections++);
  await new Promise<void>((listening) => bus.listen(socket, listening));
  person.env['DBUS_SESSION_BUS_ADDRESS'] = `unix:path=${socket}`;
  try {
    return { ...(await act()), connections };
  } finally {
    bus.close();
  }
}

/** Runs a script of sh in a desktop session of its own with an unlocked keyring; then lists what the keyring holds of ours. */
async function inKeyring(person: Person, script: string) {
  // The daemon answers a moment after its parent has ended.
  const whole = `printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
until dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \
  string:org.freedesktop.secrets | grep -q true; do sleep 0.05; done
for i in $(seq 100); do dbus-send --session --print-reply --dest=org.freedesktop.secrets \\
  /org/freedesktop/secrets/collection/login org.freedesktop.DBus.Properties.Get \\
  string:org.freedesktop.Secret.Collection string:Locked 2>/dev/null | grep -q 'boolean false' && break; sleep 0.05; done
${script}
echo "exit code $?"
secret-tool search --all --unlock service io.github.bedrock-launcher 2>/dev/null`;
  const env = {
    ...person.env,
    LAUNCHER: programFile(launcher),
    HELPER: programFile(helper),
    CLIENT: programFile(client),
  };
  const options = { env, extendEnv: false, stdin: 'ignore', reject: false, timeout: 50_000 } as const;
  const { stdout, stderr } = await execa('dbus-run-session', ['--', 'sh', '-c', whole], options);
  const secrets = [...stdout.matchAll(/^secret = (.*)$/gm)].map(([, secret = '']) => secret);
  return {
    exitCode: Number(/exit code (\d+)/.exec(stdout)?.[1]),
    secrets,
    stderr,
    tokens: stdout.match(/^bedrock-api-key-\S+$/gm),
  };
}

/** A session of ours that a keyring has the key of, and then a desktop session without that keyring. */
async function sealed(person: Person, settings: object): Promise<void> {
  use(person, { ...toolkitSession, ...settings });
  await inKeyring(person, '"$LAUNCHER" --no-open');
}

const KEYRING = ['dbus-run-session', 'gnome-keyring-daemon', 'secret-tool'];
/** 32 bytes in base64: the key of the vault, and nothing that would not fit anywhere. */
const ONE_KEY = [expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/)];

export const keychainComplaints: Complaint[] = [
  {
    number: 6,
    complaint: 'the keychain takes 10 to 28 seconds on some fleets',
    scenario:
      'a keychain that never answers, with a sealed session: exit code 8 long before the budget, one connection',
    needs: KEYRING,
    async happens({ person }) {
      // The budget of 7 s would end with exit code 9.
      await sealed(person, { inferenceCredentialHelperTimeoutSec: 10 });
      return withSilentBus(person, () => person.run(helper, [], BACKGROUND));
    },
    holds: { exitCode: 8, stdout: '', stderr: expect.stringMatching(/hint: .*secureStorage/), connections: 1 },
  },
  {
    number: 6,
    complaint: 'the keychain takes 10 to 28 seconds on some fleets',
    scenario: 'nothing was ever sealed: nobody is asked for a key',
    async happens({ person }) {
      use(person, toolkitSession);
      return withSilentBus(person, () => person.run(helper, [], BACKGROUND));
    },
    holds: { exitCode: 4, connections: 0 },
  },
  {
    number: 6,
    complaint: 'the keychain takes 10 to 28 seconds on some fleets',
    scenario: "a profile's live session needs no keychain: it is answered all the same",
    async happens({ person, fake }) {
      await signedIn(person, fake);
      use(person, { inferenceCredentialHelperTimeoutSec: 10 });
      const seen = await withSilentBus(person, () => person.run(helper, [], BACKGROUND));
      return { ...seen, oneAtMost: seen.connections <= 1 };
    },
    holds: { exitCode: 0, stdout: expect.stringMatching(/^bedrock-api-key-/), oneAtMost: true },
  },
  {
    number: 6,
    complaint: 'the keychain takes 10 to 28 seconds on some fleets',
    scenario: 'nobody signs in for nothing: exit code 8 before any page, after one connection',
    async happens({ person }) {
      use(person, toolkitSession);
      const { exitCode, connections } = await withSilentBus(person, () => person.run(launcher, ['--no-open']));
      return { exitCode, connections, pages: person.opened() };
    },
    holds: { exitCode: 8, connections: 1, pages: [] },
  },
  {
    number: 9,
    complaint: 'the helper hangs (228 s seen)',
    scenario: 'a keychain that never answers, under a budget of 1.4 s: exit code 9',
    needs: KEYRING,
    async happens({ person }) {
      await sealed(person, { inferenceCredentialHelperTimeoutSec: 2 });
      return withSilentBus(person, () => person.run(helper, [], BACKGROUND));
    },
    holds: { exitCode: 9, stdout: '', connections: 1 },
  },
  {
    number: 7,
    complaint: 'keychain prompts after each update of an ad-hoc signed binary',
    scenario:
      'an update (the image in another folder) reads the one item that the old one made (the prompt itself is of macOS, and asks for a Mac)',
    needs: KEYRING,
    async happens({ person }) {
      use(person, toolkitSession);
      const update = join(person.home, 'updated');
      const script = `"$LAUNCHER" --no-open && mkdir ${update} && cp "$HELPER" ${update} && ${update}/${helper}`;
      return inKeyring(person, script);
    },
    holds: { exitCode: 0, secrets: ONE_KEY, tokens: [expect.any(String)] },
  },
  {
    number: 19,
    complaint: "Credential Manager's 2,560-byte limit",
    scenario: 'after sign-in, tokens and a question the keychain holds one key of 44 characters (here: gnome-keyring)',
    needs: KEYRING,
    async happens({ person, fake }) {
      use(person, toolkitSession);
      const seen = await inKeyring(
        person,
        '"$LAUNCHER" --no-open && "$HELPER" && "$CLIENT" ask hi >/dev/null && "$HELPER"',
      );
      return { ...seen, large: fake.secrets().filter(({ value }) => value.length > 1_600).length > 0 };
    },
    holds: { exitCode: 0, secrets: ONE_KEY, tokens: [expect.any(String), expect.any(String)], large: true },
  },
  {
    number: 20,
    complaint: 'GetRoleCredentials called on every request',
    scenario: 'with the key in gnome-keyring: twenty calls, one GetRoleCredentials',
    needs: KEYRING,
    async happens({ person, fake }) {
      await signedIn(person, fake);
      const { exitCode, tokens } = await inKeyring(person, 'for call in $(seq 20); do "$HELPER" || exit 1; done');
      return { exitCode, answered: tokens?.length, asked: fake.count('GetRoleCredentials') };
    },
    holds: { exitCode: 0, answered: 20, asked: 1 },
  },
];
