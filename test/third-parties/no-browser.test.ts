import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { signedIn, workSettings } from '../person.ts';
import { onStage } from '../stage.ts';
import { type Deed, type RealBus, type Shown, startDesktop, startRealBus } from './notification-daemon.ts';

const describeWithBus = Bun.which('dbus-daemon') ? describe : describe.skip;
const SETTINGS = { ...workSettings(), client: '/bin/true' };

describeWithBus('a double-click where no browser can be opened (needs dbus-daemon)', () => {
  const stage = onStage({ decision: 'ask' }, SETTINGS);
  let bus: RealBus;
  let desktop: Awaited<ReturnType<typeof startDesktop>> | undefined;

  beforeEach(async () => {
    bus = await startRealBus();
    Object.assign(stage.person.env, bus.env, { BROWSER: join(stage.person.home, 'no-such-browser') });
  });
  afterEach(async () => {
    desktop?.stop();
    desktop = undefined;
    await bus.stop();
  });

  const settings = (more: object) => void stage.person.write('settings.json', { ...SETTINGS, ...more });

  async function desktopThat(deeds: (shown: Shown) => Deed[]): Promise<Shown[]> {
    desktop = await startDesktop(bus, deeds);
    return desktop.shown;
  }

  function withBrowser(): void {
    chmodSync(stage.person.write('no-such-browser', `#!/bin/sh\necho "$1" >>"$TEST_BROWSER_LOG"\n`), 0o755);
  }

  test('the desktop tells an address and a code for any other browser', async () => {
    const shown = await desktopThat(({ text }) => {
      // On another device, say.
      stage.fake.options.decision = 'approve';
      void fetch(text.match(/http\S+/)?.[0] ?? '');
      return [{ close: 2 }];
    });
    expect(await stage.person.run('bedrock-launcher')).toMatchObject({ exitCode: 0 });
    expect(shown).toEqual([
      expect.objectContaining({
        title: 'Sign in to AWS',
        text: expect.stringMatching(
          /^No browser could be opened\. Open this address yourself: http:\/\/127\S+ Your code: [A-Z]{4}-[A-Z]{4}$/,
        ),
        actions: ['default', 'Try again', 'sign-in', 'Try again', 'later', 'Later'],
      }),
    ]);
  });

  test('a fault is told, and tried again when the person wants it', async () => {
    settings({ awsProfile: 'gone' });
    const shown = await desktopThat(() => {
      settings({});
      return [{ click: 'default' }];
    });
    await signedIn(stage.person, stage.fake);
    expect(await stage.person.run('bedrock-launcher')).toMatchObject({ exitCode: 0 });
    expect(shown.map(({ title }) => title)).toEqual(['A setting is wrong']);
    expect(shown[0]?.text).toContain('(no profile "gone" in ');
  });

  test('a fault is told once to who does not care', async () => {
    settings({ awsProfile: 'gone' });
    const shown = await desktopThat(() => [{ click: 'later' }]);
    expect(await stage.person.run('bedrock-launcher')).toMatchObject({ exitCode: 3 });
    expect(shown).toHaveLength(1);
  });

  test('a browser that is there by now is opened when the person wants it tried again', async () => {
    settings({ signInTimeoutSec: 10 });
    await desktopThat(() => {
      withBrowser();
      return [{ click: 'default' }];
    });
    expect(await stage.person.run('bedrock-launcher')).toMatchObject({ exitCode: 5 });
    // It is opened once: whoever has not come to the sign-in is shown no second page when its time is up.
    expect(stage.person.opened()).toHaveLength(1);
  });

  test('without a desktop that shows anything it ends as before', async () => {
    settings({ awsProfile: 'gone' });
    expect(await stage.person.run('bedrock-launcher')).toMatchObject({ exitCode: 3 });
  });
});
