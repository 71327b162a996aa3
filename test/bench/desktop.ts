/** A D-Bus session of its own, in which an unlocked gnome-keyring serves. */
export interface Desktop {
  env: Record<string, string>;
  leave(): Promise<void>;
}

const NEEDED = ['dbus-run-session', 'gnome-keyring-daemon', 'docker-credential-secretservice'];

/** It ends when its standard input does. */
const SESSION = `printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
echo "$DBUS_SESSION_BUS_ADDRESS"
exec cat`;

/** Undefined when this machine lacks a program that it needs. */
export async function openDesktop(home: string): Promise<Desktop | undefined> {
  if (!NEEDED.every((name) => Bun.which(name))) return undefined;
  const env = { PATH: process.env['PATH'] ?? '', HOME: home };
  const command = ['dbus-run-session', '--', 'sh', '-c', SESSION];
  const child = Bun.spawn(command, { env, stdin: 'pipe', stdout: 'pipe', stderr: 'ignore' });
  const { value } = await child.stdout.getReader().read();
  return {
    env: { ...env, DBUS_SESSION_BUS_ADDRESS: new TextDecoder().decode(value).trim() },
    leave: async () => {
      await child.stdin.end();
      await child.exited;
    },
  };
}
