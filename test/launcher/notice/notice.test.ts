import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Reaction, showNotice } from '../../../launcher/notice/notice.ts';
import { type Answers, type FakeBus, message, startFakeBus } from '../../shared/vault/fake-bus.ts';

const NOTICE = { title: `"quoted" $HOME`, text: "l'heure `id`; ’\\", signIn: 'Sign in', later: 'Later' };

describe('Linux, on a bus that does as it likes', () => {
  let bus: FakeBus | undefined;
  afterEach(() => bus?.stop());

  const PATH = '/org/freedesktop/Notifications';
  const invoked = (id: number, key: string) =>
    message({ type: 4, path: PATH, member: 'ActionInvoked', signature: 'us', body: [id, key] });
  const closed = (id: number) =>
    message({ type: 4, path: PATH, member: 'NotificationClosed', signature: 'uu', body: [id, 2] });
  const shown = { signature: 'u', body: [7] };
  const desktop = (Notify: Answers[string], more: Answers = {}): Answers => ({
    ...more,
    Hello: { signature: 's', body: [':1.1'] },
    AddMatch: { signature: '', body: [] },
    Notify,
  });

  test.each<[string, Reaction, Answers]>([
    ['another one is clicked, ours is closed', 'dismissed', desktop(() => [shown, invoked(6, 'default'), closed(7)])],
    ['another one is closed, ours is clicked', 'clicked', desktop(() => [shown, closed(6), invoked(7, 'default')])],
    ['the click comes before the number', 'clicked', desktop(() => [invoked(7, 'default'), closed(7), shown])],
    ['an action that we did not offer', 'dismissed', desktop(() => [shown, invoked(7, 'strange')])],
    ['no desktop', 'unavailable', desktop({ error: 'org.freedesktop.DBus.Error.ServiceUnknown' })],
    ['an answer of another form', 'unavailable', desktop({ signature: 's', body: ['7'] })],
    ['bytes without sense', 'unavailable', desktop(new Uint8Array([0x6c, 9, 9, 9, ...new Array(60).fill(255)]))],
    [
      'a signal of another form',
      'dismissed',
      desktop(() => [shown, message({ type: 4, path: PATH, member: 'ActionInvoked' })]),
    ],
    [
      'nothing becomes of it, and it is not ours any more',
      'dismissed',
      desktop(() => [shown], { CloseNotification: { error: 'org.freedesktop.DBus.Error.Failed' } }),
    ],
    ['nothing becomes of it, and it is not taken back', 'dismissed', desktop(() => [shown])],
    ['a desktop that stalls', 'unavailable', desktop('silence')],
  ])('%s: %s', async (_name, reaction, answers) => {
    bus = startFakeBus(answers);
    expect(await showNotice({ platform: 'linux', env: bus.env }, NOTICE, 1_000)).toBe(reaction);
    while (bus.clients() > 0) await Bun.sleep(5);
  });

  test('a bus that lets nobody in: unavailable', async () => {
    bus = startFakeBus({}, 'REJECTED EXTERNAL\r\n');
    expect(await showNotice({ platform: 'linux', env: bus.env }, NOTICE)).toBe('unavailable');
  });

  test.each([[{}], [{ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' }]])(
    'no bus (%j): unavailable',
    async (env) => {
      expect(await showNotice({ platform: 'linux', env }, NOTICE)).toBe('unavailable');
    },
  );
});

describe('by a program of the system', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'notice-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** A program of that name which notes arguments and environment, and does that. */
  function env(name: string, script: string): Record<string, string> {
    writeFileSync(
      join(folder, name),
      `#!/bin/sh\nprintf '%s\\0' "$@" >"${folder}/arguments"\nprintf '%s' "$NOTICE_TITLE|$NOTICE_TEXT|$NOTICE_LIMIT" >"${folder}/words"\n${script}\n`,
    );
    chmodSync(join(folder, name), 0o755);
    return { PATH: `${folder}:/usr/bin:/bin` };
  }
  const noted = () => readFileSync(join(folder, 'arguments'), 'utf8').split('\0').slice(0, -1);

  const rows: [string, string, Reaction][] = [
    ['a click', 'printf clicked', 'clicked'],
    ['anything else', 'printf dismissed', 'dismissed'],
    ['a failure', 'echo clicked; exit 1', 'unavailable'],
  ];

  test.each(rows)('macOS: %s', async (_name, script, reaction) => {
    const host = { platform: 'darwin', env: env('osascript', script) } as const;
    expect(await showNotice(host, NOTICE, 2_000)).toBe(reaction);
    const { title, text, signIn, later } = NOTICE;
    expect(noted().slice(-5)).toEqual([title, text, signIn, later, '2']);
    expect(noted().slice(0, -5).join()).not.toContain('quoted');
  });

  test.each([...rows, ['nothing said', 'true', 'unavailable'] as const])(
    'Windows: %s',
    async (_name, script, reaction) => {
      const host = { platform: 'win32', env: env('powershell.exe', script) } as const;
      expect(await showNotice(host, NOTICE, 2_000)).toBe(reaction);
      expect(readFileSync(join(folder, 'words'), 'utf8')).toBe(`${NOTICE.title}|${NOTICE.text} Sign in.|2000`);
      const program = Buffer.from(noted().at(-1) ?? '', 'base64').toString('utf16le');
      expect(noted().at(-2)).toBe('-EncodedCommand');
      expect(program).toContain('$icon.ShowBalloonTip(30000, $env:NOTICE_TITLE, $env:NOTICE_TEXT');
      expect(program).not.toContain('quoted');
    },
  );

  test.each(['darwin', 'win32'] as const)('%s: without that program', async (platform) => {
    expect(await showNotice({ platform, env: { PATH: folder } }, NOTICE, 500)).toBe('unavailable');
  });

  test('a program that does not end is ended', async () => {
    const host = { platform: 'darwin', env: env('osascript', 'exec sleep 300') } as const;
    expect(await showNotice(host, NOTICE, -4_500)).toBe('unavailable');
  });
});
