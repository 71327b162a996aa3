import { waysTo } from '../../../shared/network/way.ts';
import { forever, problemOf } from '../world.ts';

const to = (address: string, env: Record<string, string>, more: object = {}) =>
  waysTo(new URL(address), { env, ...more }, forever());
const HTTPS = 'https://sts.us-east-1.amazonaws.com/';

test.each<[string, string, Record<string, string>, object, string | undefined]>([
  ['nothing', HTTPS, {}, {}, undefined],
  ['HTTPS_PROXY', HTTPS, { HTTPS_PROXY: 'http://one:1' }, {}, 'http://one:1'],
  [
    'https_proxy before HTTPS_PROXY',
    HTTPS,
    { HTTPS_PROXY: 'http://one:1', https_proxy: 'http://two:2' },
    {},
    'http://two:2',
  ],
  ['an empty https_proxy', HTTPS, { HTTPS_PROXY: 'http://one:1', https_proxy: '' }, {}, 'http://one:1'],
  ['ALL_PROXY', HTTPS, { ALL_PROXY: 'http://all:1' }, {}, 'http://all:1'],
  ['ALL_PROXY last', HTTPS, { ALL_PROXY: 'socks5://all:1', HTTPS_PROXY: 'http://one:1' }, {}, 'http://one:1'],
  ['HTTP_PROXY, which is for http', HTTPS, { HTTP_PROXY: 'http://one:1' }, {}, undefined],
  ['HTTP_PROXY, for http', 'http://x.example/', { HTTP_PROXY: 'http://one:1' }, {}, 'http://one:1'],
  ['no scheme', HTTPS, { HTTPS_PROXY: 'one:1' }, {}, 'http://one:1'],
  ['a proxy that speaks TLS', HTTPS, { HTTPS_PROXY: 'https://one' }, {}, 'https://one'],
  ['policy', HTTPS, { HTTPS_PROXY: 'http://one:1' }, { proxyUrl: 'http://policy:1' }, 'http://policy:1'],
  [
    'policy before its PAC file',
    HTTPS,
    {},
    { proxyUrl: 'http://policy:1', proxyPacUrl: 'file:///no' },
    'http://policy:1',
  ],
  ['NO_PROXY', HTTPS, { HTTPS_PROXY: 'http://one:1', NO_PROXY: 'x, .amazonaws.com' }, {}, undefined],
  ['NO_PROXY with spaces', HTTPS, { HTTPS_PROXY: 'http://one:1', no_proxy: 'x amazonaws.com' }, {}, undefined],
  ['NO_PROXY against policy', HTTPS, { NO_PROXY: '*' }, { proxyUrl: 'http://policy:1' }, undefined],
  ['Linux without a desktop', HTTPS, {}, { platform: 'linux' }, undefined],
])('the way by %s', async (_name, address, env, more, proxy) => {
  expect((await to(address, env, more)).map((way) => way.proxy)).toEqual([proxy]);
});

test.each(['http://127.0.0.1:8080/', 'http://localhost/', 'https://[::1]:8443/', 'https://aws.localhost/'])(
  '%s is this machine, and reached directly whatever is set',
  async (address) => {
    const env = { HTTP_PROXY: 'http://one:1', HTTPS_PROXY: 'http://one:1', ALL_PROXY: 'http://one:1' };
    const ways = await to(address, env, { proxyUrl: 'http://policy:1', proxyPacUrl: 'file:///no' });
    expect(ways).toEqual([{ proxy: undefined, from: 'no proxy' }]);
  },
);

test('it is known what named the proxy', async () => {
  expect((await to(HTTPS, { https_proxy: 'one:1' }))[0]?.from).toBe('https_proxy');
  expect((await to(HTTPS, {}, { proxyUrl: 'http://one:1' }))[0]?.from).toBe('proxyUrl');
});

test.each([
  ['socks5://ana:secret@one:1', /names a SOCKS proxy/],
  ['http://ana:secret@', /is not the address of a proxy/],
  ['ftp://ana:secret@x', /is not the address of a proxy/],
  [':::secret', /is not the address of a proxy/],
])('%s is no proxy for us, and is not repeated', async (value, message) => {
  const problem = await problemOf(() => to(HTTPS, { HTTPS_PROXY: value }));
  expect(problem).toMatchObject({ code: 'configuration', message: expect.stringMatching(message) });
  expect(problem.message + problem.hint).not.toContain('secret');
});

test('a desktop whose settings can not be read is no problem: nobody has decided', async () => {
  expect(await to(HTTPS, { XDG_CURRENT_DESKTOP: 'GNOME' }, { platform: 'darwin' })).toEqual([
    { proxy: undefined, from: 'no proxy', undecided: true },
  ]);
});
