import { execa } from 'execa';
import { readGsettings } from '../../../shared/network/gnome-proxy.ts';
import { readScutil } from '../../../shared/network/macos-proxy.ts';
import { manualWays } from '../../../shared/network/system-proxy.ts';
import { readWindowsProxy } from '../../../shared/network/windows-proxy.ts';
import { newWorld } from '../world.ts';

describe('macOS: scutil --proxy', () => {
  const dictionary = (...lines: string[]) => `<dictionary> {\n${lines.map((line) => `  ${line}`).join('\n')}\n}\n`;

  test('a proxy for each scheme, with exceptions', () => {
    const text = dictionary(
      'ExceptionsList : <array> {',
      '  0 : *.local',
      '  1 : 169.254/16',
      '}',
      'ExcludeSimpleHostnames : 1',
      'FTPPassive : 1',
      'HTTPEnable : 1',
      'HTTPPort : 8080',
      'HTTPProxy : web.example.com',
      'HTTPSEnable : 1',
      'HTTPSPort : 8443',
      'HTTPSProxy : tls.example.com',
      '__SCOPED__ : <dictionary> {',
      '  en0 : <dictionary> {',
      '    HTTPSProxy : wrong.example.com',
      '    ExceptionsList : <array> {',
      '      0 : *',
      '    }',
      '  }',
      '}',
    );
    expect(readScutil(text)).toEqual({
      proxies: { http: 'web.example.com:8080', https: 'tls.example.com:8443' },
      bypass: ['*.local', '169.254/16', '<local>'],
      pacUrl: undefined,
    });
  });

  test('a PAC file', () => {
    const text = dictionary('ProxyAutoConfigEnable : 1', 'ProxyAutoConfigURLString : http://pac.example/p.pac?a=1 : 2');
    expect(readScutil(text)?.pacUrl).toBe('http://pac.example/p.pac?a=1 : 2');
  });

  test.each([
    ['nothing', ''],
    ['an empty dictionary', dictionary()],
    [
      'all switched off',
      dictionary(
        'HTTPSEnable : 0',
        'HTTPSProxy : x',
        'ProxyAutoConfigEnable : 0',
        'ProxyAutoConfigURLString : http://x/',
      ),
    ],
    ['a proxy without a host', dictionary('HTTPSEnable : 1')],
    ['another program', 'scutil: no such thing\n'],
  ])('%s is no proxy', (_name, text) => {
    expect(readScutil(text)).toBeUndefined();
  });
});

describe('GNOME: gsettings list-recursively', () => {
  const settings = (mode: string, ...more: string[]) =>
    [`mode '${mode}'`, ...more].map((line) => `org.gnome.system.proxy ${line}`.replace(' .', '.')).join('\n');

  test('a proxy for each scheme, with exceptions', () => {
    const text = settings(
      'manual',
      "autoconfig-url 'http://not.this/'",
      "ignore-hosts ['localhost', '127.0.0.0/8', \"it's.example\"]",
      ".http host 'web.example.com'",
      '.http port 8080',
      ".https host 'tls.example.com'",
      '.https port 8443',
    );
    expect(readGsettings(text)).toEqual({
      proxies: { http: 'web.example.com:8080', https: 'tls.example.com:8443' },
      bypass: ['localhost', '127.0.0.0/8', "it's.example"],
    });
  });

  test('a PAC file', () => {
    expect(readGsettings(settings('auto', "autoconfig-url 'http://pac.example/p.pac'"))?.pacUrl).toBe(
      'http://pac.example/p.pac',
    );
  });

  test.each([
    ['nothing', ''],
    ['the mode none', settings('none', ".https host 'x'", '.https port 1')],
    ['the mode auto without a file', settings('auto', "autoconfig-url ''")],
    ['a schema that is missing', 'No such schema “org.gnome.system.proxy”'],
  ])('%s is no proxy', (_name, text) => {
    expect(readGsettings(text)).toBeUndefined();
  });

  test('a host without a port is no proxy for its scheme', () => {
    expect(readGsettings(settings('manual', ".https host 'x'", '.https port 0'))?.proxies).toEqual({});
  });
});

describe('Windows: WinHTTP', () => {
  test.each<[string, string, Record<string, string>]>([
    ['one for all', 'proxy:8080', { http: 'proxy:8080', https: 'proxy:8080' }],
    [
      'each its own',
      'http=one:80;https=two:443;socks=three:1080',
      { http: 'one:80', https: 'two:443', socks: 'three:1080' },
    ],
    ['with schemes', 'https=http://two:443', { https: 'two:443' }],
    ['several for all', 'one:80 two:80', { http: 'one:80', https: 'one:80' }],
  ])('%s', (_name, proxy, proxies) => {
    expect(readWindowsProxy({ proxy, bypass: '*.local;<local> 10.*' })).toEqual({
      proxies,
      bypass: ['*.local', '<local>', '10.*'],
      pacUrl: undefined,
      autoDetect: false,
    });
  });

  test('a PAC file', () => {
    expect(readWindowsProxy({ pacUrl: 'http://pac.example/p.pac' })?.pacUrl).toBe('http://pac.example/p.pac');
  });

  test('auto-detection is no proxy by itself, but noted', () => {
    expect(readWindowsProxy({ autoDetect: true })).toMatchObject({ proxies: {}, autoDetect: true });
  });

  test.each([[{}], [{ proxy: '' }], [{ proxy: ';;' }], [{ bypass: '*' }]])('%j is no proxy', (given) => {
    expect(readWindowsProxy(given)).toBeUndefined();
  });
});

test.each<[string, string, string | undefined]>([
  ['its proxy', 'https://a.example/', 'http://proxy:1'],
  ['a proxy by address', 'http://a.example/', 'https://other:2'],
  ['none where there is an exception', 'https://x.local/', undefined],
])('an address gets %s', (_name, address, proxy) => {
  const found = { proxies: { https: 'proxy:1', http: 'https://other:2' }, bypass: ['*.local'] };
  expect(manualWays(found, new URL(address), 'here')?.[0]?.proxy).toBe(proxy);
});

/** A desktop of its own: the settings are kept in a file of its home. */
const GSETTINGS = `gsettings set org.gnome.system.proxy mode manual
gsettings set org.gnome.system.proxy.https host proxy.example.com
gsettings set org.gnome.system.proxy.https port 3128
gsettings list-recursively org.gnome.system.proxy`;
const hasGnome = await execa('gsettings', ['list-schemas'], { reject: false }).then(({ stdout }) =>
  String(stdout).includes('org.gnome.system.proxy'),
);
const testWithGnome = hasGnome ? test : test.skip;

testWithGnome('the real gsettings is understood (needs gsettings-desktop-schemas)', async () => {
  const world = newWorld();
  const env = { HOME: world.home, XDG_CONFIG_HOME: world.home, GSETTINGS_BACKEND: 'keyfile' };
  const { stdout } = await execa('sh', ['-c', GSETTINGS], { env });
  world.leave();
  expect(readGsettings(String(stdout))?.proxies).toEqual({ https: 'proxy.example.com:3128' });
});
