import { showNotice } from '../../launcher/notice/notice.ts';
import { programFile, signedIn, workSettings } from '../person.ts';
import { endResidents } from '../residents.ts';
import { onStage } from '../stage.ts';
import { type Deed, type RealBus, type Shown, startDesktop, startRealBus } from './notification-daemon.ts';

const NOTICE = { title: 'Größe', text: 'サインイン', signIn: 'Sign in', later: 'Later' };
const INVALID_GRANT = {
  status: 400,
  headers: { 'x-amzn-errortype': 'InvalidGrantException' },
  body: JSON.stringify({ error: 'invalid_grant', error_description: 'Invalid refresh token provided' }),
};
const describeWithBus = Bun.which('dbus-daemon') ? describe : describe.skip;

describeWithBus('notifications on a real bus (need dbus-daemon)', () => {
  let bus: RealBus;
  let desktop: Awaited<ReturnType<typeof startDesktop>> | undefined;

  beforeEach(async () => {
    bus = await startRealBus();
  });
  afterEach(async () => {
    desktop?.stop();
    desktop = undefined;
    await bus.stop();
  });

  const show = (limitMs?: number) => showNotice({ platform: 'linux', env: bus.env }, NOTICE, limitMs);

  test.each<[string, string, Deed[]]>([
    ['a click on it', 'clicked', [{ click: 'default' }, { close: 2 }]],
    ['its button', 'clicked', [{ click: 'sign-in' }, { close: 2 }]],
    ['its other button', 'dismissed', [{ click: 'later' }, { close: 2 }]],
    ['closed by the person', 'dismissed', [{ close: 2 }]],
    ['expired', 'dismissed', [{ close: 1 }]],
  ])('%s: %s', async (_name, reaction, deeds) => {
    desktop = await startDesktop(bus, () => deeds);
    expect(await show()).toBe(reaction);
    const { shown, takenBack } = desktop;
    expect(takenBack).toEqual([]);
    expect(shown).toEqual([
      {
        id: 41,
        title: 'Größe',
        text: 'サインイン',
        actions: ['default', 'Sign in', 'sign-in', 'Sign in', 'later', 'Later'],
        expiry: 0,
      },
    ]);
  });

  test('nobody does anything with it: it is taken back', async () => {
    desktop = await startDesktop(bus, () => []);
    expect(await show(200)).toBe('dismissed');
    expect(desktop.takenBack).toEqual([41]);
  });

  test('a desktop that ends while it is shown', async () => {
    desktop = await startDesktop(bus, () => []);
    const shown = show(500);
    while (desktop.shown.length === 0) await Bun.sleep(5);
    desktop.stop();
    expect(await shown).toBe('dismissed');
  });

  test('no desktop shows notifications', async () => {
    expect(await show()).toBe('unavailable');
  });

  describe('the launcher', () => {
    const settings = { ...workSettings(), secureStorage: 'file', client: '/bin/true', renewInBackground: true };
    // The launcher that a click starts may start one. Before the person leaves with their home.
    afterEach(() => endResidents(stage.person));
    const stage = onStage({ decision: 'approve' }, settings);
    const renew = (more = {}, ...args: string[]) =>
      stage.person.run('bedrock-launcher', ['--renew', ...args], { env: { ...bus.env, ...more } });
    const started = (args: string[], env: Record<string, string>) =>
      Bun.spawn([programFile('bedrock-launcher'), ...args], {
        env: { ...stage.person.env, ...env },
        stdio: ['ignore', 'ignore', 'ignore'],
      });
    const silent = { exitCode: 0, stdout: '', stderr: '' };

    /** A session of that many seconds, which nothing lengthens. */
    async function withLastToken(seconds: number): Promise<void> {
      stage.fake.options.accessTokenSeconds = seconds;
      await signedIn(stage.person, stage.fake);
      stage.fake.options.accessTokenSeconds = 3600;
      stage.fake.endSessions();
    }

    /** The launcher that a click has started: its run is the one that ends without that option. */
    async function launcherEnded(): Promise<void> {
      const ended = () =>
        stage.person
          .read('.local/state/bedrock-launcher/log/log.jsonl')
          .split('\n')
          .some((line) => line.includes('"ended"') && !/"re(new|fresh)\b/.test(line));
      for (let tries = 0; tries < 500 && !ended(); tries++) await Bun.sleep(20);
      expect(ended()).toBe(true);
    }

    async function desktopThat(...deeds: Deed[]): Promise<Shown[]> {
      desktop = await startDesktop(bus, () => deeds);
      return desktop.shown;
    }

    test('says once that the session is over, however many runs find it, and opens no browser', async () => {
      await withLastToken(0);
      const shown = await desktopThat({ close: 2 });
      for (const _ of [1, 2, 3]) expect(await renew()).toEqual(silent);
      expect(await Promise.all([renew(), renew(), renew()])).toEqual([silent, silent, silent]);
      expect(shown.map(({ title }) => title)).toEqual(['Your AWS sign-in has ended']);
      expect(stage.fake.count('CreateToken')).toBe(1);
      expect(stage.person.opened()).toEqual([]);
    });

    test('ten runs at once say it once', async () => {
      await withLastToken(0);
      const shown = await desktopThat({ close: 2 });
      await Promise.all(Array.from({ length: 10 }, () => renew()));
      expect(shown).toHaveLength(1);
      expect(stage.fake.count('CreateToken')).toBe(1);
    });

    test('says it of the next session too', async () => {
      const shown = await desktopThat({ close: 2 });
      for (const _ of [1, 2]) {
        await withLastToken(0);
        await renew();
      }
      expect(shown).toHaveLength(2);
    });

    test('says it in the language of the desktop', async () => {
      await withLastToken(0);
      const [shown] = [await desktopThat({ close: 2 })];
      await renew({ LANG: 'de_DE.UTF-8' });
      expect(shown[0]).toMatchObject({ title: 'Ihre Anmeldung bei AWS ist abgelaufen' });
    });

    test('says before the end when that is known: AWS no longer refreshes, and the last token still works', async () => {
      stage.fake.options.accessTokenSeconds = 1500;
      await signedIn(stage.person, stage.fake);
      stage.fake.faults.set('CreateToken', INVALID_GRANT);
      const shown = await desktopThat({ close: 2 });
      for (const _ of [1, 2]) expect(await renew()).toEqual(silent);
      expect(shown.map(({ text }) => text)).toEqual([expect.stringContaining('Minutes left: 24.')]);
    });

    test('a click before the end signs in for the next session', async () => {
      stage.fake.options.accessTokenSeconds = 1500;
      await signedIn(stage.person, stage.fake);
      stage.fake.faults.set('CreateToken', INVALID_GRANT, 1);
      await desktopThat({ click: 'sign-in' }, { close: 2 });
      expect(await renew()).toEqual(silent);
      await launcherEnded();
      expect(stage.person.opened()).toHaveLength(1);
    });

    test('a click signs in', async () => {
      await withLastToken(0);
      await desktopThat({ click: 'default' }, { close: 2 });
      expect(await renew()).toEqual(silent);
      await launcherEnded();
      expect(stage.person.opened()).toHaveLength(1);
    });

    test('a click signs in to a profile whose name begins like an option', async () => {
      const config = stage.person.read('.aws/config').replace('[profile work]', '[profile -work]');
      stage.person.write('.aws/config', config);
      await withLastToken(0);
      await desktopThat({ click: 'default' }, { close: 2 });
      expect(await renew({}, '--profile=-work')).toEqual(silent);
      await launcherEnded();
      expect(stage.person.opened()).toHaveLength(1);
    });

    test('a session that somebody signs in to while it is shown is seen by the next run', async () => {
      await withLastToken(0);
      const next = await stage.fake.issueSession();
      const [cache = ''] = Object.keys(stage.person.files('.aws/sso/cache'));
      desktop = await startDesktop(bus, () => {
        stage.person.write(`.aws/sso/cache/${cache}`, next);
        return [{ close: 2 }];
      });
      for (const _ of [1, 2]) expect(await renew()).toEqual(silent);
      const states = [...stage.person.read('.local/state/bedrock-launcher/log/log.jsonl').matchAll(/"state":"(\w+)"/g)];
      expect(states.map(([, state]) => state)).toEqual(['over', 'fresh']);
    });

    test('is not said while somebody signs in, but afterwards', async () => {
      await withLastToken(0);
      const shown = await desktopThat({ close: 2 });
      const signIn = started(['--no-open'], { BROWSER: '/bin/true' });
      while (Object.keys(stage.person.files('.local/state/bedrock-launcher/sign-in')).length === 0) await Bun.sleep(5);
      for (const _ of [1, 2]) expect(await renew()).toEqual(silent);
      expect(shown).toEqual([]);
      signIn.kill('SIGKILL');
      await signIn.exited;
      expect(await renew()).toEqual(silent);
      expect(shown).toHaveLength(1);
    });

    test('is said though the number of a sign-in that died is that of another process now', async () => {
      await withLastToken(0);
      const shown = await desktopThat({ close: 2 });
      const signIn = started(['--no-open'], { BROWSER: '/bin/true' });
      const attempts = () => Object.keys(stage.person.files('.local/state/bedrock-launcher/sign-in'));
      while (attempts().length === 0) await Bun.sleep(5);
      signIn.kill('SIGKILL');
      await signIn.exited;
      const longAgo = { startedAt: Date.now() - 24 * 3_600_000, pid: process.pid };
      stage.person.write(`.local/state/bedrock-launcher/sign-in/${attempts()[0]}`, longAgo);
      expect(await renew()).toEqual(silent);
      expect(shown).toHaveLength(1);
    });

    test('a run that is asked to end takes its notification back', async () => {
      await withLastToken(0);
      const shown = await desktopThat();
      const run = started(['--renew'], bus.env);
      while (shown.length === 0) await Bun.sleep(5);
      run.kill('SIGTERM');
      expect(await run.exited).toBe(0);
      expect(desktop?.takenBack).toEqual([41]);
    });

    test('where nothing can be shown, the next run tries again', async () => {
      await withLastToken(0);
      expect(await renew()).toEqual(silent);
      const shown = await desktopThat({ close: 2 });
      expect(await renew()).toEqual(silent);
      expect(shown).toHaveLength(1);
    });
  });
});
